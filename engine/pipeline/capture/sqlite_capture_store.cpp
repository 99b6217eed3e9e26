// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/sqlite_capture_store.h"

#include "engine/base/failpoint.h"
#include "engine/db/sqlite/sqlite_catalog.h"
#include "engine/db/sqlite/sqlite_transaction.h"
#include "engine/model/events.h"
#include "engine/pipeline/capture/source_error.h"
#include "engine/pipeline/capture/sqlite_capture_check.h"
#include "engine/pipeline/capture/sqlite_trigger_sql.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr std::int64_t kReleaseRows = 20'000;

const QString kNewest = QStringLiteral("coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'busheng_change'), 0)");

Result<> requireCapturable(const DatasetSchema& schema, const QString& source)
{
    for (const TableSchema& table : schema.tables) {
        if (table.keyColumns.empty())
            return fail(makeEvent(ErrorCode::Schema, events::SRC_TABLE_KEYLESS, {source, table.name},
                                  QStringLiteral("table %1 of %2 has no primary key").arg(table.name, source)));
        if (sqliteChangeWidth(table) > kSqliteMostChangeColumns)
            return fail(makeEvent(ErrorCode::Schema, events::SRC_TABLE_REFUSED,
                                  {source, table.name, QStringLiteral("it has more columns than a change can hold")},
                                  QStringLiteral("table %1 of %2 has too many columns").arg(table.name, source)));
    }
    return {};
}

} // namespace

Result<DatasetSchema> SqliteCaptureStore::install(const QStringList& tables, const QStringList& leaving,
                                                  Position resumeAfter)
{
    ENGINE_TRY_AS(const auto transaction, SqliteTransaction::begin(m_database, true));
    DatasetSchema schema;
    if (!tables.isEmpty()) {
        ENGINE_TRY_AS(schema, readSqliteSchema(m_database, tables));
    }
    ENGINE_TRY(requireCapturable(schema, m_database.name()));
    int width = 1;
    for (const TableSchema& table : schema.tables)
        width = std::max(width, sqliteChangeWidth(table));
    ENGINE_TRY(executeAll(sqliteCaptureTablesSql(width)));
    ENGINE_TRY(widen(width));
    ENGINE_TRY_AS(const bool registered, isRegistered());
    if (!registered)
        ENGINE_TRY(registerDataset(resumeAfter));
    ENGINE_TRY_AS(const State now, state());
    ENGINE_TRY(requireHeld(now, resumeAfter));
    for (const TableSchema& table : schema.tables)
        ENGINE_TRY(attach(table));
    ENGINE_TRY(detachOthers(tables + leaving));
    ENGINE_TRY(retireUnused());
    ENGINE_FAILPOINT("capture.install");
    ENGINE_TRY(transaction->commit());
    return schema;
}

Result<> SqliteCaptureStore::forgetOthers(const QStringList& tables)
{
    ENGINE_TRY_AS(const auto transaction, SqliteTransaction::begin(m_database, true));
    ENGINE_TRY(detachOthers(tables));
    ENGINE_TRY(retireUnused());
    return transaction->commit();
}

Result<bool> SqliteCaptureStore::isRegistered()
{
    ENGINE_TRY_AS(SqliteStatement statement,
                  m_database.prepare(QStringLiteral("SELECT 1 FROM busheng_reader WHERE dataset = ?1")));
    ENGINE_TRY(statement.bindText(1, m_dataset));
    return statement.step();
}

Result<> SqliteCaptureStore::registerDataset(Position resumeAfter)
{
    if (resumeAfter.order > 0)
        return fail(
            positionLost(m_database.name(), resumeAfter.order, 0,
                         QStringLiteral("the database does not know dataset %1: it is another one, or an older copy")
                             .arg(m_dataset)));
    ENGINE_TRY(
        run(QStringLiteral("INSERT INTO busheng_reader(dataset, started, released) SELECT ?1, %1, %1").arg(kNewest),
            m_dataset));
    // So that no snapshot ever stands at position 0, which means "before everything".
    return beat(0);
}

/// Registers the table for the dataset, with a number and triggers of its own unless another dataset has seen to that
/// and they still stand.
Result<> SqliteCaptureStore::attach(const TableSchema& table)
{
    ENGINE_TRY_AS(SqliteStatement linked,
                  m_database.prepare(QStringLiteral(
                      "SELECT t.structure, t.retired FROM busheng_capture c JOIN busheng_table t ON t.number = "
                      "c.number WHERE c.dataset = ?1 AND t.name = ?2 ORDER BY t.number DESC")));
    ENGINE_TRY(linked.bindText(1, m_dataset));
    ENGINE_TRY(linked.bindText(2, table.name));
    ENGINE_TRY_AS(const bool isLinked, linked.step());
    if (isLinked) {
        QString drift = capturedStructureDrift(linked.cell(0).bytes, table);
        if (drift.isEmpty() && linked.integer(1) != 0)
            drift = QStringLiteral("it was changed, and another dataset captures it anew");
        return drift.isEmpty() ? Result<>() : Result<>(fail(structureDrift(m_database.name(), table.name, drift)));
    }

    const Bytes structure = capturedStructure(table);
    ENGINE_TRY_AS(SqliteStatement live,
                  m_database.prepare(
                      QStringLiteral("SELECT number, structure FROM busheng_table WHERE name = ?1 AND NOT retired")));
    ENGINE_TRY(live.bindText(1, table.name));
    ENGINE_TRY_AS(const bool isLive, live.step());
    std::int64_t number = isLive ? live.integer(0) : 0;
    bool isWhole = isLive && live.cell(1).bytes == structure;
    live.reset();
    if (isWhole) {
        ENGINE_TRY_AS(isWhole, hasSqliteTriggers(m_database, table, number));
    }
    if (!isWhole) {
        if (isLive) {
            ENGINE_TRY(m_database.execute(
                QStringLiteral("UPDATE busheng_table SET retired = 1 WHERE number = %1").arg(number)));
            ENGINE_TRY(executeAll(sqliteDropTriggersSql(number)));
        }
        ENGINE_TRY_AS(SqliteStatement insert,
                      m_database.prepare(QStringLiteral("INSERT INTO busheng_table(name, structure) VALUES(?1, ?2)")));
        ENGINE_TRY(insert.bindText(1, table.name));
        ENGINE_TRY(insert.bind(2, Cell::ofBlob(structure)));
        ENGINE_TRY(insert.run());
        ENGINE_TRY_AS(number, m_database.queryInteger(QStringLiteral("SELECT last_insert_rowid()")));
        ENGINE_TRY(executeAll(sqliteTriggersSql(table, number)));
    }
    return run(QStringLiteral("INSERT INTO busheng_capture(dataset, number) VALUES(?1, %1)").arg(number), m_dataset);
}

/// Tables that were taken out of the dataset.
Result<> SqliteCaptureStore::detachOthers(const QStringList& tables)
{
    ENGINE_TRY_AS(SqliteStatement linked,
                  m_database.prepare(QStringLiteral(
                      "SELECT t.number, t.name FROM busheng_capture c JOIN busheng_table t ON t.number = c.number "
                      "WHERE c.dataset = ?1")));
    ENGINE_TRY(linked.bindText(1, m_dataset));
    std::vector<std::int64_t> others;
    for (;;) {
        ENGINE_TRY_AS(const bool row, linked.step());
        if (!row)
            break;
        if (!tables.contains(linked.text(1)))
            others.push_back(linked.integer(0));
    }
    for (const std::int64_t number : others)
        ENGINE_TRY(run(QStringLiteral("DELETE FROM busheng_capture WHERE dataset = ?1 AND number = %1").arg(number),
                       m_dataset));
    return {};
}

/// A number stays known after its last dataset has left it, because changes that carry it may still be held.
Result<> SqliteCaptureStore::retireUnused()
{
    std::vector<std::int64_t> unused;
    {
        ENGINE_TRY_AS(
            SqliteStatement statement,
            m_database.prepare(QStringLiteral("SELECT number FROM busheng_table WHERE NOT retired AND number NOT IN "
                                              "(SELECT number FROM busheng_capture)")));
        for (;;) {
            ENGINE_TRY_AS(const bool row, statement.step());
            if (!row)
                break;
            unused.push_back(statement.integer(0));
        }
    }
    for (const std::int64_t number : unused) {
        ENGINE_TRY(
            m_database.execute(QStringLiteral("UPDATE busheng_table SET retired = 1 WHERE number = %1").arg(number)));
        ENGINE_TRY(executeAll(sqliteDropTriggersSql(number)));
    }
    return {};
}

Result<> SqliteCaptureStore::widen(int width)
{
    ENGINE_TRY_AS(const std::int64_t columns,
                  m_database.queryInteger(QStringLiteral("SELECT count(*) FROM pragma_table_info('busheng_change')")));
    for (std::int64_t next = columns - 3 + 1; next <= width; ++next)
        ENGINE_TRY(m_database.execute(QStringLiteral("ALTER TABLE busheng_change ADD COLUMN c%1").arg(next)));
    return {};
}

Result<> SqliteCaptureStore::renewTriggers(const DatasetSchema& schema, const std::vector<std::int64_t>& numbers,
                                           const QStringList& leaving)
{
    ENGINE_TRY_AS(const auto transaction, SqliteTransaction::begin(m_database, true));
    // Between the check and now somebody may have altered something: only what is still as it was is made anew.
    ENGINE_TRY_AS(const CaptureHealth health, checkSqliteCapture(m_database, m_dataset, schema, leaving));
    if (health.numbers != numbers)
        return fail(structureDrift(m_database.name(), QStringLiteral("busheng_table"),
                                   QStringLiteral("tables were registered anew")));
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (leaving.contains(schema.tables[i].name))
            continue;
        ENGINE_TRY(executeAll(sqliteDropTriggersSql(numbers[i])));
        ENGINE_TRY(executeAll(sqliteTriggersSql(schema.tables[i], numbers[i])));
    }
    return transaction->commit();
}

Result<> SqliteCaptureStore::uninstall()
{
    ENGINE_TRY_AS(const auto transaction, SqliteTransaction::begin(m_database, true));
    ENGINE_TRY_AS(
        const std::int64_t installed,
        m_database.queryInteger(QStringLiteral("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN "
                                               "('busheng_reader', 'busheng_capture', 'busheng_table')")));
    if (installed != 3)
        return {};
    ENGINE_TRY(run(QStringLiteral("DELETE FROM busheng_reader WHERE dataset = ?1"), m_dataset));
    ENGINE_TRY(run(QStringLiteral("DELETE FROM busheng_capture WHERE dataset = ?1"), m_dataset));
    ENGINE_TRY(retireUnused());
    ENGINE_TRY_AS(const std::int64_t datasets,
                  m_database.queryInteger(QStringLiteral("SELECT count(*) FROM busheng_reader")));
    if (datasets == 0) {
        for (const char* table : {"change", "table", "capture", "reader", "guard"})
            ENGINE_TRY(m_database.execute(QStringLiteral("DROP TABLE IF EXISTS busheng_") + QLatin1String(table)));
    }
    return transaction->commit();
}

Result<SqliteCaptureStore::State> SqliteCaptureStore::state()
{
    ENGINE_TRY_AS(
        SqliteStatement statement,
        m_database.prepare(
            QStringLiteral("SELECT started, released, %1, (SELECT max(active) FROM busheng_guard) FROM busheng_reader "
                           "WHERE dataset = ?1")
                .arg(kNewest)));
    ENGINE_TRY(statement.bindText(1, m_dataset));
    ENGINE_TRY_AS(const bool found, statement.step());
    if (!found)
        return fail(triggerOff(m_database.name(), QStringLiteral("busheng_reader"),
                               QStringLiteral("it no longer knows dataset %1").arg(m_dataset)));
    State state;
    state.started = static_cast<std::uint64_t>(statement.integer(0));
    state.released = static_cast<std::uint64_t>(statement.integer(1));
    state.newest = static_cast<std::uint64_t>(statement.integer(2));
    state.guardUp = statement.integer(3) == 1;
    return state;
}

Result<> SqliteCaptureStore::requireHeld(const State& state, Position resumeAfter) const
{
    if (resumeAfter.order == 0) {
        if (state.released > state.started)
            return fail(positionLost(
                m_database.name(), 0, state.released + 1,
                QStringLiteral("dataset %1 had captured more before, and where it stood is lost").arg(m_dataset)));
        return {};
    }
    if (resumeAfter.order < state.released)
        return fail(positionLost(m_database.name(), resumeAfter.order, state.released + 1,
                                 QStringLiteral("later changes were released")));
    if (resumeAfter.order > state.newest)
        return fail(positionLost(
            m_database.name(), resumeAfter.order, state.newest,
            QStringLiteral("the database has not come as far: it is an older copy, or lost its last commits")));
    return {};
}

Result<> SqliteCaptureStore::beat(qint64 utcMs)
{
    return m_database.execute(QStringLiteral("INSERT INTO busheng_change(tbl, op, c1) VALUES(0, 0, %1)").arg(utcMs));
}

Result<> SqliteCaptureStore::release(Position position)
{
    ENGINE_TRY(run(QStringLiteral("UPDATE busheng_reader SET released = %1 WHERE dataset = ?1 AND released < %1")
                       .arg(position.order),
                   m_dataset));
    ENGINE_TRY_AS(const std::int64_t below,
                  m_database.queryInteger(QStringLiteral("SELECT min(released) FROM busheng_reader")));
    for (;;) {
        ENGINE_TRY_AS(const std::int64_t oldest,
                      m_database.queryInteger(QStringLiteral("SELECT coalesce(min(id), 0) FROM busheng_change")));
        if (oldest == 0 || oldest > below)
            return {};
        const std::int64_t upTo = std::min(below, oldest + kReleaseRows - 1);
        ENGINE_TRY(m_database.execute(QStringLiteral("DELETE FROM busheng_change WHERE id <= %1").arg(upTo)));
    }
}

Result<> SqliteCaptureStore::executeAll(const QStringList& statements)
{
    for (const QString& statement : statements)
        ENGINE_TRY(m_database.execute(statement));
    return {};
}

Result<> SqliteCaptureStore::run(const QString& sql, const QString& text)
{
    ENGINE_TRY_AS(SqliteStatement statement, m_database.prepare(sql));
    ENGINE_TRY(statement.bindText(1, text));
    return statement.run();
}

} // namespace busheng
