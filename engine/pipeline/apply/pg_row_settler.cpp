// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/pg_row_settler.h"

#include "engine/db/postgres/pg_value_text.h"
#include "engine/model/events.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace busheng {
namespace {

constexpr qsizetype kSqlStateLength = 5;

} // namespace

PgRowSettler::PgRowSettler(PgConnection& connection, const FaultPolicy& policy, PgRowWriter& rows,
                           PgExceptionStore& store)
    : m_connection(connection), m_policy(policy), m_rows(rows), m_store(store)
{
}

Bytes PgRowSettler::keyOf(const PgTargetTable& table, const RowChange& change)
{
    Bytes key;
    if (!change.before.empty()) {
        if (!table.hasWholeBefore(change.before) || !projectRow(change.before, table.schema.keyColumns, key))
            key = Bytes(change.before);
        return key;
    }
    if (table.isKeyless() || !projectRow(change.after, table.schema.keyColumns, key))
        key = Bytes(change.after);
    return key;
}

QString PgRowSettler::rowJson(const PgTargetTable& table, BytesView row) const
{
    std::vector<Cell> cells;
    if (row.empty() || !decodeRow(row, cells) || cells.size() != table.schema.columns.size())
        return {};
    QJsonObject json;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const ColumnSchema& column = table.schema.columns[i];
        if (cells[i].kind == CellKind::Null)
            json.insert(column.name, QJsonValue());
        else if (cells[i].kind != CellKind::Unchanged)
            json.insert(column.name, pgValueToText(cells[i], column));
    }
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

RowException PgRowSettler::describe(const PgFaultyOperation& failed, const Error& why, bool isConflict) const
{
    const PgTargetTable& table = failed.table;
    const RowChange& change = failed.change;
    RowException exception;
    exception.stream = m_stream;
    exception.place = failed.place;
    exception.table = table.schema.name;
    exception.operation = exceptionOperation(change.kind, failed.isLoad);
    exception.isConflict = isConflict;
    exception.keyCells = keyOf(table, change);
    std::vector<Cell> cells;
    if (decodeRow(exception.keyCells, cells) &&
        cells.size() == (table.isKeyless() ? table.columns.size() : table.schema.keyColumns.size()))
        exception.key = table.keyText(cells);
    if (change.kind == ChangeKind::Update) {
        // The row's place behind the update, where that is another one: it is to be sent again as well.
        Bytes other = keyOf(table, {ChangeKind::Insert, change.tableId, {}, change.after});
        std::vector<Cell> otherCells;
        const bool isKnown = decodeRow(other, otherCells) && std::ranges::none_of(otherCells, [](const Cell& cell) {
                                 return cell.kind == CellKind::Unchanged;
                             });
        if (isKnown && other != exception.keyCells)
            exception.otherCells = std::move(other);
    }
    if (table.isKeyless() || table.hasWholeBefore(change.before))
        exception.oldRow = rowJson(table, change.before);
    if (hasAfter(change.kind))
        exception.newRow = rowJson(table, change.after);
    exception.currentRow = rowJson(table, m_current);
    if (!why.native.isEmpty()) {
        exception.sqlState = why.native.left(kSqlStateLength);
        exception.message = why.native.mid(kSqlStateLength).trimmed();
    } else {
        exception.message = why.args.value(2, why.detail);
        if (why.event == events::TGT_VALUE)
            exception.message += QStringLiteral(": ") + why.args.value(3);
    }
    return exception;
}

Result<Bytes> PgRowSettler::currentRow(const PgTargetTable& table, BytesView key)
{
    auto sql = m_keys.find(&table);
    if (sql == m_keys.end()) {
        ENGINE_TRY_AS(PgKeySql made, PgKeySql::of(m_connection, table.schema));
        sql = m_keys.emplace(&table, std::move(made)).first;
    }
    ENGINE_TRY_AS(const auto parameters, sql->second.parameters(key));
    ENGINE_TRY_AS(const PgResult found,
                  m_connection.queryBinary(sql->second.select() + sql->second.equality(), parameters));
    Bytes row;
    if (found.rows() == 0)
        return row;
    std::vector<Cell> cells;
    for (int column = 0; column < found.columns(); ++column)
        cells.push_back(found.isNull(0, column) ? Cell::null() : Cell::ofNative(found.bytes(0, column)));
    encodeRow(cells, row);
    return row;
}

/// What the target holds instead, and whether that is why the operation failed.
Result<RowFinding> PgRowSettler::look(const PgFaultyOperation& failed, const Error& why)
{
    const RowChange& change = failed.change;
    m_current.clear();
    m_moving.clear();
    if (isRepair(change.kind))
        return RowFinding::Error;
    const bool saysServer = !why.native.isEmpty();
    if (failed.table.isKeyless())
        return change.kind == ChangeKind::Insert || saysServer ? RowFinding::Error : RowFinding::Missing;
    const Bytes key = keyOf(failed.table, change);
    std::vector<Cell> cells;
    const bool isKey = decodeRow(key, cells) &&
                       std::ranges::all_of(cells, [](const Cell& cell) { return cell.kind == CellKind::Native; });
    if (!isKey)
        return RowFinding::Error; // a key with NULL in it finds nothing
    ENGINE_TRY_AS(m_current, currentRow(failed.table, key));
    if (change.kind == ChangeKind::Insert)
        return m_current.empty() || !saysServer ? RowFinding::Error : RowFinding::There;
    if (m_current.empty())
        return saysServer ? RowFinding::Error : RowFinding::Missing;
    if (!saysServer)
        return failed.table.hasWholeBefore(change.before) && change.before != m_current ? RowFinding::Changed
                                                                                        : RowFinding::Error;
    if (change.kind != ChangeKind::Update)
        return RowFinding::Error;
    // It may be on its way to a place that is taken.
    const Bytes to = keyOf(failed.table, {ChangeKind::Insert, change.tableId, {}, change.after});
    if (to == key || !decodeRow(to, cells) ||
        std::ranges::any_of(cells, [](const Cell& cell) { return cell.kind != CellKind::Native; }))
        return RowFinding::Error;
    ENGINE_TRY_AS(Bytes there, currentRow(failed.table, to));
    if (there.empty())
        return RowFinding::Error;
    m_moving = std::exchange(m_current, std::move(there));
    return RowFinding::There;
}

Result<> PgRowSettler::settle(const PgFaultyOperation& failed, const Error& why)
{
    if (why.event == events::TGT_VALUE) { // it was not tried
        m_current.clear();
        return settleError(failed, why);
    }
    ENGINE_TRY_AS(const RowFinding finding, look(failed, why));
    return finding == RowFinding::Error ? settleError(failed, why) : settleConflict(failed, why, finding);
}

Result<> PgRowSettler::settleError(const PgFaultyOperation& failed, const Error& why)
{
    if (m_policy.rowErrors != RowErrorPolicy::SetAside)
        return fail(why);
    const RowException exception = describe(failed, why, false);
    if (isRepair(failed.change.kind) && m_store.isOpen(exception.table, exception.keyCells))
        return m_store.failedAgain(exception);
    return m_store.add(exception);
}

Result<> PgRowSettler::keep(const PgFaultyOperation& held)
{
    m_current.clear();
    Error why;
    why.detail = QStringLiteral("an earlier conflict of this row waits for a decision");
    return m_store.add(describe(held, why, true));
}

Result<> PgRowSettler::settleConflict(const PgFaultyOperation& failed, const Error& why, RowFinding finding)
{
    // What came before of this row was set aside: this change of it belongs behind.
    const bool isBehind = m_store.isOpen(failed.table.schema.name, keyOf(failed.table, failed.change));
    if (m_policy.conflicts.choice == ConflictChoice::Stop) {
        if (isBehind && m_policy.rowErrors == RowErrorPolicy::SetAside)
            return m_store.add(describe(failed, why, false));
        return fail(why);
    }
    ENGINE_TRY_AS(const RowWinner won, winner(failed, finding));
    RowException exception = describe(failed, why, true);
    if (won == RowWinner::Nobody || (isBehind && won == RowWinner::Target)) {
        exception.isConflict = !isBehind || won == RowWinner::Nobody;
        return m_store.add(exception);
    }
    exception.isOpen = false;
    exception.outcome = won == RowWinner::Source ? QStringLiteral("source") : QStringLiteral("target");
    exception.outcome += QStringLiteral(" (%1)").arg(conflictRuleWord(m_policy.conflicts));
    if (won == RowWinner::Source) {
        ENGINE_TRY_AS(const Result<> written, trySource(failed, finding));
        if (!written)
            return settleError(failed, written.error());
        if (isBehind)
            ENGINE_TRY(m_store.resolve(m_stream, exception.table, exception.keyCells));
    }
    return m_store.add(exception);
}

Result<RowWinner> PgRowSettler::winner(const PgFaultyOperation& failed, RowFinding finding)
{
    const auto compare = [&](std::size_t column, const Cell& one, const Cell& other) -> Result<int> {
        const QString type =
            QStringLiteral("%1::pg_catalog.oid::pg_catalog.regtype").arg(failed.table.columns[column].type);
        ENGINE_TRY_AS(const QString name, m_connection.queryText(QStringLiteral("SELECT ") + type));
        ENGINE_TRY_AS(
            const PgResult compared,
            m_connection.queryBinary(QStringLiteral("SELECT ($1::%1 > $2::%1)::int, ($1::%1 < $2::%1)::int").arg(name),
                                     {one.bytes, other.bytes}));
        return (compared.bytes(0, 0).back() != '\0' ? 1 : 0) - (compared.bytes(0, 1).back() != '\0' ? 1 : 0);
    };
    return winnerOf({failed.table.schema, failed.change, finding, m_current, m_moving}, m_policy.conflicts, compare);
}

/// Writes the source's row over the target's. The inner result is the server's refusal; then nothing was written.
Result<Result<>> PgRowSettler::trySource(const PgFaultyOperation& failed, RowFinding finding)
{
    ENGINE_TRY(m_connection.execute(QStringLiteral("SAVEPOINT busheng_source")));
    Result<> written = writeSource(failed, finding);
    if (!written && !isRowsFault(written.error()))
        return fail(written.error());
    if (!written)
        ENGINE_TRY(m_connection.execute(QStringLiteral("ROLLBACK TO SAVEPOINT busheng_source")));
    ENGINE_TRY(m_connection.execute(QStringLiteral("RELEASE SAVEPOINT busheng_source")));
    return written;
}

/// By plain statements: what else is in the way (a unique value that another row has) is refused, and set aside.
Result<> PgRowSettler::writeSource(const PgFaultyOperation& failed, RowFinding finding)
{
    const RowChange& change = failed.change;
    const Bytes key = keyOf(failed.table, change);
    const bool missing = finding == RowFinding::Missing;
    if (change.kind == ChangeKind::Delete)
        return missing ? Result<>() : write(failed.table, {{ChangeKind::Remove, change.tableId, key, {}}});
    Bytes whole;
    if (!wholeRowOf({failed.table.schema, change, finding, m_current, m_moving}, whole))
        return fail(ErrorCode::Internal, QStringLiteral("a row of %1 is not whole").arg(failed.table.schema.name));
    if (missing)
        return write(failed.table, {{ChangeKind::Insert, change.tableId, {}, whole}});
    const Bytes place = keyOf(failed.table, {ChangeKind::Insert, change.tableId, {}, whole});
    std::vector<RowChange> changes;
    if (change.kind == ChangeKind::Update && place != key)
        changes.push_back({ChangeKind::Remove, change.tableId, key, {}});
    changes.push_back({ChangeKind::Update, change.tableId, place, whole});
    return write(failed.table, changes);
}

Result<> PgRowSettler::write(const PgTargetTable& table, const std::vector<RowChange>& changes)
{
    m_rows.startCounting();
    Result<> done;
    for (const RowChange& change : changes) {
        done = m_rows.add(table, change, false);
        if (!done)
            break;
    }
    if (Result<> finished = m_rows.finish(); !finished)
        done = std::move(finished);
    return done;
}

} // namespace busheng
