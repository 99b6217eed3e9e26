// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/my_row_settler.h"

#include "engine/db/mariadb/my_catalog.h"
#include "engine/model/events.h"
#include "engine/pipeline/apply/my_errors.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace busheng {
namespace {

bool hasWholeBefore(const TableSchema& table, BytesView before)
{
    const std::size_t cells = RowReader(before).columnCount();
    return cells == table.columns.size() && cells != table.keyColumns.size();
}

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

RowException MyRowSettler::describe(const MyFaultyOperation& failed, const Error& why, bool isConflict) const
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
        exception.sqlState = why.native.section(u' ', 0, 0);
        exception.message = why.native.section(u' ', 1);
    } else {
        exception.message = why.args.value(2, why.detail);
        if (why.event == events::TGT_VALUE)
            exception.message += QStringLiteral(": ") + why.args.value(3);
    }
    return exception;
}

Result<> MyRowSettler::add(const RowException& exception)
{
    return m_store.add(m_connection, exception);
}

/// Its columns may be in other encodings here than at the source: read as a snapshot reads them.
Result<Bytes> MyRowSettler::currentRow(const TableSchema& table, BytesView key)
{
    std::vector<Cell> cells;
    Bytes row;
    if (!decodeRow(key, cells) || cells.size() != table.keyColumns.size())
        return row;
    QStringList conditions;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const ColumnSchema& column = table.columns[table.keyColumns[i]];
        const auto type = MyType::parse(column.declaredType);
        const auto literal = type ? myKeyLiteral(*type, cells[i]) : std::nullopt;
        if (!literal)
            return row;
        conditions.append(myQuoted(column.name) + QStringLiteral(" = ") + *literal);
    }
    ENGINE_TRY_AS(const TableSchema here, readMyTable(m_connection, table.name));
    std::vector<MyColumn> columns;
    QStringList terms;
    for (const ColumnSchema& column : table.columns) {
        const ColumnSchema* const found = here.column(column.name);
        const auto type = found == nullptr ? std::nullopt : MyType::parse(found->declaredType);
        if (!type)
            return row; // the table's own fault, which shows elsewhere
        ENGINE_TRY_AS(const MyCharset* const charset, m_charsets.of(m_connection, *type));
        columns.push_back({*type, charset, false});
        terms.append(mySelectTerm(m_connection, *type, myQuoted(column.name)));
    }
    ENGINE_TRY_AS(const MyResult found,
                  m_connection.query(QStringLiteral("SELECT ") + terms.join(QStringLiteral(", ")) +
                                     QStringLiteral(" FROM ") + myQuotedTable(table.name) + QStringLiteral(" WHERE ") +
                                     conditions.join(QStringLiteral(" AND "))));
    if (found.rows() == 0)
        return row;
    ByteWriter writer(row);
    writer.varint(columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const int column = static_cast<int>(i);
        if (!writeMyField(writer, columns[i], found.isNull(0, column) ? BytesView() : found.bytes(0, column)))
            return fail(ErrorCode::Internal, QStringLiteral("a row of %1 cannot be read").arg(table.name));
    }
    return row;
}

/// What the target holds instead, and whether that is why the operation failed.
Result<RowFinding> MyRowSettler::look(const MyFaultyOperation& failed, const Error& why)
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
    ENGINE_TRY_AS(m_current, currentRow(failed.table, key));
    if (isInsert)
        return m_current.empty() || !isMyDuplicate(why) ? RowFinding::Error : RowFinding::There;
    if (m_current.empty())
        return saysServer ? RowFinding::Error : RowFinding::Missing;
    if (!saysServer)
        return hasWholeBefore(failed.table, change.before) && change.before != m_current ? RowFinding::Changed
                                                                                         : RowFinding::Error;
    if (change.kind != ChangeKind::Update || !isMyDuplicate(why))
        return RowFinding::Error;
    // It may be on its way to a place that is taken.
    const Bytes to = keyOf(failed.table, {ChangeKind::Insert, change.tableId, {}, change.after});
    if (to == key)
        return RowFinding::Error;
    ENGINE_TRY_AS(Bytes there, currentRow(failed.table, to));
    if (there.empty())
        return RowFinding::Error;
    m_moving = std::exchange(m_current, std::move(there));
    return RowFinding::There;
}

Result<MyRowSettler::Outcome> MyRowSettler::settle(const MyFaultyOperation& failed, const Error& why)
{
    ENGINE_TRY_AS(const RowFinding finding, look(failed, why));
    if (finding != RowFinding::Error)
        return settleConflict(failed, why, finding);
    ENGINE_TRY(setAside(failed, why));
    return Outcome::Over;
}

Result<int> MyRowSettler::compare(const TableSchema& table, std::size_t column, const Cell& one, const Cell& other)
{
    const auto sign = [](const auto& a, const auto& b) { return (a > b ? 1 : 0) - (a < b ? 1 : 0); };
    const auto type = MyType::parse(table.columns[column].declaredType);
    if (one.kind == CellKind::Integer && other.kind == CellKind::Integer)
        return sign(one.integer, other.integer);
    if (one.kind == CellKind::Real && other.kind == CellKind::Real)
        return sign(one.real, other.real);
    const bool isNumber =
        type && (type->kind == MyKind::Decimal || type->kind == MyKind::Integer || type->kind == MyKind::Bit);
    const auto a = isNumber || (type && type->kind == MyKind::Time) ? myKeyLiteral(*type, one) : std::nullopt;
    const auto b = a ? myKeyLiteral(*type, other) : std::nullopt;
    if (!a || !b)
        return sign(one.bytes, other.bytes); // dates stand in the order of their digits
    const QString term = isNumber ? QStringLiteral("%1") : QStringLiteral("CAST(%1 AS TIME(6))");
    ENGINE_TRY_AS(
        const std::int64_t order,
        m_connection.queryInteger(
            QStringLiteral("SELECT (%1 > %2) - (%1 < %2)").arg(QString(term.arg(*a)), QString(term.arg(*b)))));
    return static_cast<int>(order);
}

Result<MyRowSettler::Outcome> MyRowSettler::settleConflict(const MyFaultyOperation& failed, const Error& why,
                                                           RowFinding finding)
{
    // What came before of this row was set aside: this change of it belongs behind.
    const bool isBehind = m_store.isOpen(failed.table.name, keyOf(failed.table, failed.change));
    if (m_policy.conflicts.choice == ConflictChoice::Stop) {
        if (!isBehind || m_policy.rowErrors != RowErrorPolicy::SetAside)
            return fail(why);
        ENGINE_TRY(add(describe(failed, why, false)));
        return Outcome::Over;
    }
    const RowConflict conflict{failed.table, failed.change, finding, m_current, m_moving};
    ENGINE_TRY_AS(const RowWinner won,
                  winnerOf(conflict, m_policy.conflicts, [&](std::size_t column, const Cell& one, const Cell& other) {
                      return compare(failed.table, column, one, other);
                  }));
    if (won == RowWinner::Nobody || (isBehind && won == RowWinner::Target)) {
        ENGINE_TRY(add(describe(failed, why, !isBehind || won == RowWinner::Nobody)));
        return Outcome::Over;
    }
    if (won == RowWinner::Target) {
        ENGINE_TRY(add(settledBy(failed, why, QStringLiteral("target"))));
        return Outcome::Over;
    }
    const bool isDelete = failed.change.kind == ChangeKind::Delete;
    if (isDelete && finding == RowFinding::Missing) {
        ENGINE_TRY(sourceWritten(failed, why)); // it is gone, as it shall be
        return Outcome::Over;
    }
    m_sourceRow.clear();
    if (!isDelete && !wholeRowOf(conflict, m_sourceRow))
        return fail(ErrorCode::Internal, QStringLiteral("a row of %1 is not whole").arg(failed.table.name));
    return Outcome::WriteSource;
}

RowException MyRowSettler::settledBy(const MyFaultyOperation& failed, const Error& why, const QString& winner) const
{
    RowException exception = describe(failed, why, true);
    exception.isOpen = false;
    exception.outcome = winner + QStringLiteral(" (%1)").arg(conflictRuleWord(m_policy.conflicts));
    return exception;
}

Result<> MyRowSettler::sourceWritten(const MyFaultyOperation& failed, const Error& why)
{
    const RowException exception = settledBy(failed, why, QStringLiteral("source"));
    if (m_store.isOpen(exception.table, exception.keyCells))
        ENGINE_TRY(m_store.resolve(m_connection, m_stream, exception.table, exception.keyCells));
    return add(exception);
}

bool MyRowSettler::isHeld(const TableSchema& table, const RowChange& change) const
{
    return m_store.holds(table.name) && !isRepair(change.kind) && m_store.isHeld(table.name, keyOf(table, change));
}

Result<> MyRowSettler::keep(const MyFaultyOperation& held)
{
    m_current.clear();
    Error why;
    why.detail = QStringLiteral("an earlier conflict of this row waits for a decision");
    return add(describe(held, why, true));
}

Result<> MyRowSettler::setAside(const MyFaultyOperation& failed, const Error& why)
{
    if (m_policy.rowErrors != RowErrorPolicy::SetAside)
        return fail(why);
    const RowException exception = describe(failed, why, false);
    if (isRepair(failed.change.kind) && m_store.isOpen(exception.table, exception.keyCells))
        return m_store.failedAgain(m_connection, exception);
    return add(exception);
}

Result<> MyRowSettler::refuse(const MyFaultyOperation& untried, const Error& why)
{
    m_current.clear();
    return setAside(untried, why);
}

Result<> MyRowSettler::refuse(const RefusedOperation& refused)
{
    if (m_policy.rowErrors != RowErrorPolicy::SetAside || m_stream.isEmpty())
        return fail(refused.why);
    const RowException exception = exceptionOf(refused, m_stream, m_place);
    if (isRepair(refused.kind) && m_store.isOpen(exception.table, exception.keyCells))
        return m_store.failedAgain(m_connection, exception);
    return add(exception);
}

Result<> MyRowSettler::applied(const MyFaultyOperation& done)
{
    if (!isRepair(done.change.kind) || !m_store.hasOpen())
        return {};
    return m_store.resolve(m_connection, m_stream, done.table.name, keyOf(done.table, done.change));
}

} // namespace busheng
