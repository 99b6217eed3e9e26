// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/model/packet.h"

#include <vector>

namespace busheng {

/// What an archive says of itself, in its last entry.
struct ArchiveManifest {
    struct File {
        Bytes path; ///< with '/'
        qint64 bytes = 0;
        Digest digest{}; ///< SM3
        bool operator==(const File&) const = default;
    };
    std::vector<File> files; ///< all but the manifest itself

    QByteArray toJson() const;
    /// Fails: Corrupt.
    static Result<ArchiveManifest> fromJson(const QByteArray& json);
    bool operator==(const ArchiveManifest&) const = default;
};

inline constexpr char kManifestName[] = "manifest.json";
inline constexpr qint64 kMostManifestBytes = 16 << 20;

} // namespace busheng
