// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/model/reconciliation.h"

#include <compare>
#include <vector>

namespace busheng {

/// The order of listings: by the bytes of the directory, then by those of the name. Each file once.
inline std::strong_ordering orderOf(const FileListingRow& one, const FileListingRow& other)
{
    const auto byDirectory = one.directory.compare(other.directory) <=> 0;
    return byDirectory != 0 ? byDirectory : one.name.compare(other.name) <=> 0;
}

/// One side's listing, a page at a time: a million files are never in memory. Thread: one.
class FileListing {
public:
    virtual ~FileListing() = default;
    /// The rows behind those that were given already, in order; none at the end. Fails: Storage, Network, Corrupt.
    virtual Result<std::vector<FileListingRow>> nextPage() = 0;
};

} // namespace busheng
