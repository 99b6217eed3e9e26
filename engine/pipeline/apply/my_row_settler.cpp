// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/my_row_settler.h"

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
    if (!why.native.isEmpty()) {
        exception.sqlState = why.native.section(u' ', 0, 0);
        exception.message = why.native.section(u' ', 1);
    } else {
        exception.message = why.args.value(2, why.detail);
    }
    return exception;
}

Result<> MyRowSettler::add(const RowException& exception)
{
    return m_store.add(m_connection, exception);
}

Result<bool> MyRowSettler::isThere(const TableSchema& table, BytesView key)
{
    std::vector<Cell> cells;
    if (!decodeRow(key, cells) || cells.size() != table.keyColumns.size())
        return false;
    QStringList terms;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const ColumnSchema& column = table.columns[table.keyColumns[i]];
        const auto type = MyType::parse(column.declaredType);
        const auto literal = type ? myKeyLiteral(*type, cells[i]) : std::nullopt;
        if (!literal)
            return false;
        terms.append(myQuoted(column.name) + QStringLiteral(" = ") + *literal);
    }
    ENGINE_TRY_AS(const std::int64_t rows,
                  m_connection.queryInteger(QStringLiteral("SELECT count(*) FROM ") + myQuotedTable(table.name) +
                                            QStringLiteral(" WHERE ") + terms.join(QStringLiteral(" AND "))));
    return rows != 0;
}

/// A row that is not there, or is there already, is a conflict; what the server refuses otherwise is the row's fault.
Result<MyRowSettler::Outcome> MyRowSettler::settle(const MyFaultyOperation& failed, const Error& why)
{
    const RowChange& change = failed.change;
    const bool saysServer = !why.native.isEmpty();
    const bool isKeyless = failed.table.keyColumns.empty();
    bool isConflict = !saysServer && !isRepair(change.kind);
    if (isMyDuplicate(why) && change.kind == ChangeKind::Insert && !isKeyless) {
        ENGINE_TRY_AS(isConflict, isThere(failed.table, keyOf(failed.table, change)));
    }
    if (!isConflict) {
        ENGINE_TRY(setAside(failed, why));
        return Outcome::Over;
    }
    // What came before of this row was set aside: this change of it belongs behind.
    const bool isBehind = m_store.isOpen(failed.table.name, keyOf(failed.table, change));
    if (m_policy.conflicts.choice == ConflictChoice::Stop) {
        if (!isBehind || m_policy.rowErrors != RowErrorPolicy::SetAside)
            return fail(why);
        ENGINE_TRY(add(describe(failed, why, false)));
        return Outcome::Over;
    }
    RowException exception = describe(failed, why, true);
    const bool isMissingDelete = change.kind == ChangeKind::Delete;
    const bool sourceWins = isMissingDelete || m_policy.conflicts.choice == ConflictChoice::SourceWins;
    if (sourceWins && !isMissingDelete && !isWholeRow(change.after)) {
        ENGINE_TRY(setAside(failed, why)); // values that never came, of a row that is gone
        return Outcome::Over;
    }
    if (!sourceWins && isBehind) {
        exception.isConflict = false;
        ENGINE_TRY(add(exception));
        return Outcome::Over;
    }
    exception.isOpen = false;
    exception.outcome = (sourceWins ? QStringLiteral("source (%1)") : QStringLiteral("target (%1)"))
                            .arg(conflictRuleWord(m_policy.conflicts));
    if (sourceWins && isBehind)
        ENGINE_TRY(m_store.resolve(m_connection, m_stream, exception.table, exception.keyCells));
    ENGINE_TRY(add(exception));
    return sourceWins && !isMissingDelete ? Outcome::WriteSource : Outcome::Over;
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
