// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pipeline/verify/chunk_digest.h"

namespace busheng {

/// What the target holds in a chunk that the source digested.
struct DigestComparison {
    bool equal = false;
    ChunkDigest target;
};

/// Digests the source's chunks at the target and compares. Both snapshots must stand at the same position, else the
/// answers mean nothing. Chunks of a keyless table that come one after the other cost one pass over the table.
/// Thread: one. Fails: as TableSnapshot; Protocol when a digest is of another table or no chunk of it.
class DigestComparer {
public:
    /// `target` must outlive it.
    explicit DigestComparer(TableSnapshot& target) : m_target(target) {}
    Result<DigestComparison> compare(const TableSchema& table, const ChunkDigest& source);

private:
    Result<ChunkDigest> ownDigest(const TableSchema& table, const KeyRange& range);

    TableSnapshot& m_target;
    std::uint32_t m_keylessTable = 0; ///< 0: none
    std::vector<ChunkDigest> m_shares;
};

} // namespace busheng
