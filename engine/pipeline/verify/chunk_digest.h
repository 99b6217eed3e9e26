// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/table_snapshot.h"

namespace busheng {

/// Digest of the rows of one key range: sum mod 2^128 of each row's XXH3-128, and their number. Blind to order, not to
/// duplicates. Equal counts and sums: equal rows, up to a hash collision; not a security statement.
struct ChunkDigest {
    std::uint32_t tableId = 0;
    KeyRange range;
    std::uint64_t rows = 0;
    std::uint64_t sumLow = 0;
    std::uint64_t sumHigh = 0;

    bool sameContent(const ChunkDigest& other) const
    {
        return rows == other.rows && sumLow == other.sumLow && sumHigh == other.sumHigh;
    }
};

inline constexpr std::uint64_t kChunkRows = 2000;

/// A keyless table is not cut into more shares than this.
inline constexpr std::uint64_t kMostShares = 1U << 16;

/// Cuts a table into ranges of about kChunkRows rows and digests them; the last range is open to the right and the
/// first to the left, so that rows which only the other side has fall into some range. A keyless table is cut into
/// shares (table_chunk.h). `after`: only the rows behind this key; a keyless table always as a whole. `sink` false:
/// stop (Cancelled).
Result<> digestTable(TableSnapshot& snapshot, const TableSchema& table, BytesView after,
                     const std::function<bool(ChunkDigest&&)>& sink);

/// The digests of all shares of a keyless table (table_chunk.h), in one pass. Memory: one digest a share.
Result<std::vector<ChunkDigest>> digestShares(TableSnapshot& snapshot, const TableSchema& table, std::uint64_t count);

/// The digest of one given range, or share.
Result<ChunkDigest> digestRange(TableSnapshot& snapshot, const TableSchema& table, const KeyRange& range);

} // namespace busheng
