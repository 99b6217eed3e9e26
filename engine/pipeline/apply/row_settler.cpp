// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/row_settler.h"

#include "engine/model/events.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <tuple>

namespace busheng {
namespace {

const QString kMark = QStringLiteral("busheng_source");

/// By which a row is found in the exceptions, and at the source.
Bytes keyOf(const TableSchema& table, const RowChange& change)
{
    Bytes key;
    const bool isKeyless = table.keyColumns.empty();
    const BytesView row = change.before.empty() ? change.after : change.before;
    const bool isWhole = change.before.empty() || hasWholeBefore(table, change.before);
    if (isKeyless || !isWhole || !projectRow(row, table.keyColumns, key))
        key = Bytes(row);
    return key;
}

QString rowJson(const TableSchema& table, BytesView row)
{
    std::vector<Cell> cells;
    if (row.empty() || !decodeRow(row, cells) || cells.size() != table.columns.size())
        return {};
    QJsonObject json;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (cells[i].kind == CellKind::Null)
            json.insert(table.columns[i].name, QJsonValue());
        else if (cells[i].kind != CellKind::Unchanged)
            json.insert(table.columns[i].name, cellToText(cells[i]));
    }
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

/// Of a key: NULL is equal to nothing, and what did not come is not known.
bool findsARow(BytesView key)
{
    std::vector<Cell> cells;
    return decodeRow(key, cells) && std::ranges::none_of(cells, [](const Cell& cell) {
               return cell.kind == CellKind::Null || cell.kind == CellKind::Unchanged;
           });
}

QString keyText(BytesView key)
{
    std::vector<Cell> cells;
    QStringList texts;
    if (decodeRow(key, cells)) {
        for (const Cell& cell : cells)
            texts.append(cellToText(cell));
    }
    return texts.join(QStringLiteral(", "));
}

} // namespace

bool hasWholeBefore(const TableSchema& table, BytesView before)
{
    const std::size_t cells = RowReader(before).columnCount();
    return cells == table.columns.size() && cells != table.keyColumns.size();
}

RowException RowSettler::describe(const FaultyOperation& failed, const Error& why, bool isConflict) const
{
    const RowChange& change = failed.change;
    RowException exception;
    exception.stream = m_stream;
    exception.place = failed.place;
    exception.table = failed.table.name;
    exception.operation = exceptionOperation(change.kind, failed.place.isLoad);
    exception.isConflict = isConflict;
    exception.keyCells = keyOf(failed.table, change);
    exception.key = keyText(exception.keyCells);
    if (change.kind == ChangeKind::Update) {
        // The row's place behind the update, where that is another one: it is to be sent again as well.
        Bytes other = keyOf(failed.table, {ChangeKind::Insert, change.tableId, {}, change.after});
        if (isWholeRow(other) && other != exception.keyCells)
            exception.otherCells = std::move(other);
    }
    if (failed.table.keyColumns.empty() || hasWholeBefore(failed.table, change.before))
        exception.oldRow = rowJson(failed.table, change.before);
    if (hasAfter(change.kind))
        exception.newRow = rowJson(failed.table, change.after);
    exception.currentRow = rowJson(failed.table, m_current);
    if (!why.native.isEmpty()) {
        std::tie(exception.sqlState, exception.message) = numberAndText(why.native);
    } else {
        exception.message = why.args.value(2, why.detail);
        if (why.event == events::TGT_VALUE)
            exception.message += QStringLiteral(": ") + why.args.value(3);
    }
    return exception;
}

/// What the target holds instead, and whether that is why the operation failed.
Result<RowFinding> RowSettler::look(const FaultyOperation& failed, const Error& why)
{
    const RowChange& change = failed.change;
    m_current.clear();
    m_moving.clear();
    if (isRepair(change.kind))
        return RowFinding::Error;
    const bool saysServer = !why.native.isEmpty();
    const bool isInsert = change.kind == ChangeKind::Insert;
    if (failed.table.keyColumns.empty())
        return isInsert || saysServer ? RowFinding::Error : RowFinding::Missing;
    const Bytes key = keyOf(failed.table, change);
    if (!findsARow(key))
        return RowFinding::Error;
    ENGINE_TRY_AS(m_current, currentRow(failed.table, key));
    if (isInsert)
        return m_current.empty() || !isDuplicate(why) ? RowFinding::Error : RowFinding::There;
    if (m_current.empty())
        return saysServer ? RowFinding::Error : RowFinding::Missing;
    if (!saysServer)
        return hasWholeBefore(failed.table, change.before) && change.before != m_current ? RowFinding::Changed
                                                                                         : RowFinding::Error;
    if (change.kind != ChangeKind::Update || !isDuplicate(why))
        return RowFinding::Error;
    // It may be on its way to a place that is taken.
    const Bytes to = keyOf(failed.table, {ChangeKind::Insert, change.tableId, {}, change.after});
    if (to == key || !findsARow(to))
        return RowFinding::Error;
    ENGINE_TRY_AS(Bytes there, currentRow(failed.table, to));
    if (there.empty())
        return RowFinding::Error;
    m_moving = std::exchange(m_current, std::move(there));
    return RowFinding::There;
}

Result<> RowSettler::settle(const FaultyOperation& failed, const Error& why, const WriteSource& write)
{
    ENGINE_TRY_AS(const RowFinding finding, look(failed, why));
    return finding == RowFinding::Error ? setAside(failed, why) : settleConflict(failed, why, finding, write);
}

Result<> RowSettler::settleConflict(const FaultyOperation& failed, const Error& why, RowFinding finding,
                                    const WriteSource& write)
{
    // What came before of this row was set aside: this change of it belongs behind.
    const bool isBehind = m_store.isOpen(failed.table.name, keyOf(failed.table, failed.change));
    if (m_policy.conflicts.choice == ConflictChoice::Stop) {
        if (!isBehind || m_policy.rowErrors != RowErrorPolicy::SetAside)
            return fail(why);
        return add(describe(failed, why, false));
    }
    const RowConflict conflict{failed.table, failed.change, finding, m_current, m_moving};
    ENGINE_TRY_AS(const RowWinner won,
                  winnerOf(conflict, m_policy.conflicts, [&](std::size_t column, const Cell& one, const Cell& other) {
                      return compare(failed.table, column, one, other);
                  }));
    if (won == RowWinner::Nobody || (isBehind && won == RowWinner::Target))
        return add(describe(failed, why, !isBehind || won == RowWinner::Nobody));
    if (won == RowWinner::Target)
        return add(settledBy(failed, why, QStringLiteral("target")));
    const bool isDelete = failed.change.kind == ChangeKind::Delete;
    if (isDelete && finding == RowFinding::Missing)
        return sourceWritten(failed, why); // it is gone, as it shall be
    Bytes whole;
    if (!isDelete && !wholeRowOf(conflict, whole))
        return fail(ErrorCode::Internal, QStringLiteral("a row of %1 is not whole").arg(failed.table.name));
    return writeSource(failed, why, whole, write);
}

Result<> RowSettler::writeSource(const FaultyOperation& failed, const Error& why, BytesView whole,
                                 const WriteSource& write)
{
    ENGINE_TRY(m_sql.execute(QStringLiteral("SAVEPOINT ") + kMark));
    const auto written = write(whole);
    if (!written && written.error().code != ErrorCode::Conflict)
        return written;
    if (!written)
        ENGINE_TRY(m_sql.execute(QStringLiteral("ROLLBACK TO SAVEPOINT ") + kMark));
    ENGINE_TRY(m_sql.execute(QStringLiteral("RELEASE SAVEPOINT ") + kMark));
    return written ? sourceWritten(failed, why) : setAside(failed, written.error());
}

RowException RowSettler::settledBy(const FaultyOperation& failed, const Error& why, const QString& winner) const
{
    RowException exception = describe(failed, why, true);
    exception.isOpen = false;
    exception.outcome = winner + QStringLiteral(" (%1)").arg(conflictRuleWord(m_policy.conflicts));
    return exception;
}

Result<> RowSettler::sourceWritten(const FaultyOperation& failed, const Error& why)
{
    const RowException exception = settledBy(failed, why, QStringLiteral("source"));
    if (m_store.isOpen(exception.table, exception.keyCells))
        ENGINE_TRY(m_store.resolve(m_sql, m_stream, exception.table, exception.keyCells));
    return add(exception);
}

bool RowSettler::isHeld(const TableSchema& table, const RowChange& change) const
{
    return m_store.holds(table.name) && !isRepair(change.kind) && m_store.isHeld(table.name, keyOf(table, change));
}

Result<> RowSettler::keep(const FaultyOperation& held)
{
    m_current.clear();
    Error why;
    why.detail = QStringLiteral("an earlier conflict of this row waits for a decision");
    return add(describe(held, why, true));
}

Result<> RowSettler::setAside(const FaultyOperation& failed, const Error& why)
{
    if (m_policy.rowErrors != RowErrorPolicy::SetAside)
        return fail(why);
    const RowException exception = describe(failed, why, false);
    if (isRepair(failed.change.kind) && m_store.isOpen(exception.table, exception.keyCells))
        return m_store.failedAgain(m_sql, exception);
    return add(exception);
}

Result<> RowSettler::refuse(const FaultyOperation& untried, const Error& why)
{
    m_current.clear();
    return setAside(untried, why);
}

Result<> RowSettler::refuse(const RefusedOperation& refused)
{
    if (m_policy.rowErrors != RowErrorPolicy::SetAside || m_stream.isEmpty())
        return fail(refused.why);
    const RowException exception = exceptionOf(refused, m_stream, m_place);
    if (isRepair(refused.kind) && m_store.isOpen(exception.table, exception.keyCells))
        return m_store.failedAgain(m_sql, exception);
    return add(exception);
}

Result<> RowSettler::applied(const FaultyOperation& done)
{
    if (!isRepair(done.change.kind) || !m_store.hasOpen())
        return {};
    return m_store.resolve(m_sql, m_stream, done.table.name, keyOf(done.table, done.change));
}

} // namespace busheng
