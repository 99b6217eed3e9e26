// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/random_source.h"
#include "engine/model/operators.h"

namespace busheng {

inline constexpr int kShortestPassword = 10;
inline constexpr int kLongestPassword = 128;

/// The rules: 10 to 128 characters of three kinds (small letters, capitals, digits, others), without the name. Fails:
/// Config OPR_PASSWORD.
Result<> checkPasswordRules(const QString& password, const QString& name);

/// A salt of its own, and no digest yet. Fails: Crypto.
Result<PasswordRecord> newPasswordRecord(RandomSource& random, quint32 iterations);
/// What `password` gives with the salt of `record`: slow on purpose, for a thread that may wait. Fails: Crypto.
Result<Bytes> passwordDigest(const PasswordRecord& record, BytesView password);
/// In a time that does not depend on where they differ.
bool isSameDigest(const PasswordRecord& record, BytesView digest);

} // namespace busheng
