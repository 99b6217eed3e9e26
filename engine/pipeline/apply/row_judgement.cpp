// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/row_judgement.h"

#include <algorithm>
#include <tuple>

namespace busheng {
namespace {

/// Of a value in bytes its bytes, else the number: some order, the same everywhere.
auto rankOf(const Cell& cell)
{
    return std::tuple(cell.bytes, cell.integer, cell.real);
}

/// The same at both ends of a two-way flow, also where their columns stand in another order.
bool isGreaterImage(const TableSchema& table, const std::vector<Cell>& one, const std::vector<Cell>& other)
{
    std::vector<std::size_t> order(table.columns.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::ranges::sort(order, {}, [&](std::size_t i) { return table.columns[i].name; });
    for (const std::size_t i : order) {
        const bool oneIsNull = one[i].kind == CellKind::Null;
        const bool otherIsNull = other[i].kind == CellKind::Null;
        if (oneIsNull != otherIsNull)
            return otherIsNull;
        if (rankOf(one[i]) != rankOf(other[i]))
            return rankOf(one[i]) > rankOf(other[i]);
    }
    return false;
}

/// Both ends of a two-way flow come to the same row: the greater value wins, NULL is the smallest, a change beats a
/// deletion, and of equal values the row with the greater bytes.
Result<RowWinner> newer(const RowConflict& conflict, const QString& columnName, const CompareValues& compare)
{
    if (conflict.finding == RowFinding::Missing)
        return RowWinner::Source;
    const auto& columns = conflict.table.columns;
    const auto found = std::ranges::find(columns, columnName, &ColumnSchema::name);
    if (conflict.table.keyColumns.empty() || found == columns.end())
        return RowWinner::Nobody;
    const auto at = static_cast<std::size_t>(found - columns.begin());
    const bool isDelete = conflict.change.kind == ChangeKind::Delete;
    std::vector<Cell> theirs;
    std::vector<Cell> ours;
    if (!decodeRow(isDelete ? conflict.change.before : conflict.change.after, theirs) ||
        !decodeRow(conflict.current, ours) || theirs.size() != columns.size() || ours.size() != columns.size() ||
        theirs[at].kind == CellKind::Unchanged)
        return RowWinner::Nobody;
    const bool theirsIsNull = theirs[at].kind == CellKind::Null;
    const bool oursIsNull = ours[at].kind == CellKind::Null;
    if (theirsIsNull != oursIsNull)
        return oursIsNull ? RowWinner::Source : RowWinner::Target;
    if (!theirsIsNull) {
        ENGINE_TRY_AS(const int order, compare(at, theirs[at], ours[at]));
        if (order != 0)
            return order > 0 ? RowWinner::Source : RowWinner::Target;
    }
    if (isDelete)
        return RowWinner::Target;
    return isGreaterImage(conflict.table, theirs, ours) ? RowWinner::Source : RowWinner::Target;
}

} // namespace

Result<RowWinner> winnerOf(const RowConflict& conflict, const ConflictRule& rule, const CompareValues& compare)
{
    // A row that is to go and is gone: both say the same.
    const bool isDelete = conflict.change.kind == ChangeKind::Delete;
    if (isDelete && conflict.finding == RowFinding::Missing)
        return RowWinner::Source;
    Bytes whole;
    if (!isDelete && !wholeRowOf(conflict, whole))
        return RowWinner::Nobody; // values that never came, of a row that is gone
    switch (rule.choice) {
    case ConflictChoice::SourceWins:
        return RowWinner::Source;
    case ConflictChoice::TargetWins:
        return RowWinner::Target;
    case ConflictChoice::Newer:
        return newer(conflict, rule.column, compare);
    case ConflictChoice::Ask:
    case ConflictChoice::Stop:
        break;
    }
    return RowWinner::Nobody;
}

bool wholeRowOf(const RowConflict& conflict, Bytes& whole)
{
    std::vector<Cell> cells;
    std::vector<Cell> rest;
    if (!decodeRow(conflict.change.after, cells))
        return false;
    const BytesView other = conflict.finding == RowFinding::Missing ? conflict.change.before
                            : conflict.finding == RowFinding::There ? conflict.moving
                                                                    : conflict.current;
    const bool hasRest = !other.empty() && decodeRow(other, rest) && rest.size() == cells.size();
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (cells[i].kind != CellKind::Unchanged)
            continue;
        if (!hasRest || rest[i].kind == CellKind::Unchanged)
            return false;
        cells[i] = rest[i];
    }
    encodeRow(cells, whole);
    return true;
}

} // namespace busheng
