// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/table_snapshot.h"

namespace busheng {

/// A row that is not the same on both sides. Rows are encoded; empty: the side has no such row.
struct RowDifference {
    enum class Kind : std::uint8_t { Missing = 1, Extra = 2, Different = 3 }; ///< seen from the target
    Kind kind = Kind::Missing;
    std::uint32_t tableId = 0;
    Bytes key;       ///< of a keyless table: the whole row
    Bytes sourceRow; ///< both shortened
    Bytes targetRow;
    std::vector<std::uint32_t> columns; ///< Different: indices of the columns that differ
};

/// Holds the source's rows of a range against the target's own, and gives each difference: first those of rows that the
/// target has, in its key order, then the missing ones in the order of `sourceRows`, which are encoded rows of the same
/// position, shortened (shortenRow()) or not; those of the differences are. `sink` false: stop. Fails: as
/// TableSnapshot; Protocol for rows that are malformed or there twice.
Result<> compareRange(TableSnapshot& target, const TableSchema& table, const KeyRange& range,
                      const std::vector<Bytes>& sourceRows, const std::function<bool(RowDifference&&)>& sink);

/// What a repair will do, for the preview: the operations (Upsert, Remove) that make the target's row the source's.
/// Removes come first: a key that is only written otherwise (1 for 1.0) is the same place in the target.
/// The repair itself is sent through the change stream by the source, with the row as it is then.
Bytes repairPlan(const std::vector<RowDifference>& differences);

} // namespace busheng
