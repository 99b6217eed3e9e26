// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/table_snapshot.h"

namespace busheng {

/// A chunk of a table is what both ends digest and compare. A table with a key is cut by key ranges. One without is cut
/// by the hashes of its rows, which are the same at both ends: its "range" names a share, number `index` of `count`.
struct KeylessShare {
    std::uint64_t index = 0;
    std::uint64_t count = 1;

    bool has(BytesView row) const;
    KeyRange range() const;
    /// Fails: Protocol when the range is no share.
    static Result<KeylessShare> of(const TableSchema& table, const KeyRange& range);
};

/// Which of `count` shares a row is in.
std::uint64_t shareOf(BytesView row, std::uint64_t count);

/// The rows of a chunk; of a keyless table in no order, and at the cost of reading the whole table.
Result<> scanChunk(TableSnapshot& snapshot, const TableSchema& table, const KeyRange& range, std::uint64_t limit,
                   const TableSnapshot::RowSink& sink);

} // namespace busheng
