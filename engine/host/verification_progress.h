// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"
#include "engine/base/bytes.h"
#include "engine/host/row_repair.h"

namespace busheng {

inline constexpr std::uint64_t kIdMask = (1ULL << 53) - 1; ///< of verifications' ids, which stay exact in JSON

/// How far a verification is and what it found so far: what a restart goes on from, and what a repair needs.
struct VerificationProgress {
    VerificationSnapshot shown;
    std::uint32_t nextTable = 0; ///< where the next slice begins; 0: at the first table
    Bytes nextKey;
    std::vector<RowKey> different; ///< at most tuning::kDifferencesKept

    /// All but `shown`, for the journal: CBOR.
    QByteArray resumeBlob() const;
    /// The reverse, into what `shown` was read into before. Fails: Corrupt.
    Result<> readResumeBlob(const QByteArray& blob);
};

} // namespace busheng
