// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/cell.h"
#include "engine/model/fault_policy.h"
#include "engine/model/row_change.h"
#include "engine/model/schema.h"

#include <functional>

namespace busheng {

/// What the target has where an operation failed.
enum class RowFinding {
    Error,   ///< nothing that is in the way: the row's own fault
    Missing, ///< the row to change is not there
    There,   ///< the row to insert, or at the place that an update moves to
    Changed, ///< the row, but not as the source has it
};
enum class RowWinner { Source, Target, Nobody };

/// A conflict, for the rule of the subscription (docs/apply-errors.md). `current`: the target's row; empty: none.
struct RowConflict {
    const TableSchema& table;
    const RowChange& change;
    RowFinding finding = RowFinding::Error;
    BytesView current;
    BytesView moving; ///< of an update whose new place is taken: the target's row at its old one
};

/// Below, at or above zero: how two values of a column stand, neither of them NULL.
using CompareValues = std::function<Result<int>(std::size_t column, const Cell& one, const Cell& other)>;

Result<RowWinner> winnerOf(const RowConflict& conflict, const ConflictRule& rule, const CompareValues& compare);
/// The change's row as it would stand: what an update does not carry stays as the target has it where the update finds
/// it, whatever is in its way elsewhere; of a row that is gone, as the source had it. False: values that are nowhere.
bool wholeRowOf(const RowConflict& conflict, Bytes& whole);

} // namespace busheng
