// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/sqlite_target_writer.h"

#include "engine/base/log.h"
#include "engine/db/sqlite/sqlite_catalog.h"
#include "engine/db/sqlite/sqlite_ddl.h"
#include "engine/db/sqlite/sqlite_guard.h"
#include "engine/db/sqlite/sqlite_snapshot.h"
#include "engine/model/events.h"
#include "engine/pipeline/apply/large_row.h"
#include "engine/pipeline/apply/parking.h"
#include "engine/pipeline/apply/plain_parking_tables.h"
#include "engine/pipeline/apply/sqlite_checkpoint_store.h"
#include "engine/pipeline/apply/sqlite_fault_sql.h"
#include "engine/pipeline/apply/sqlite_table_writer.h"
#include "engine/pipeline/apply/sqlite_target_structure.h"
#include "engine/pipeline/apply/sqlite_value_writer.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace busheng {
namespace {

class SqliteTargetWriter final : public TargetWriter {
public:
    SqliteTargetWriter(DatabaseConfig config, FaultPolicy faults, std::unique_ptr<SqliteDatabase> database)
        : m_config(std::move(config)), m_faults(std::move(faults)), m_database(std::move(database)),
          m_checkpoints(*m_database, m_config.name), m_faultSql(*m_database),
          m_settler(*m_database, m_faultSql, m_faults, m_exceptions), m_parkingTables(m_faultSql),
          m_parking(m_parkingTables, m_config.name)
    {
    }

    Result<> prepareDatabase();
    Result<Checkpoint> readCheckpoint(const QString& stream) override;
    Result<> begin() override;
    Result<> apply(const DatasetSchema& schema, BytesView block, bool tolerant, std::uint64_t& changed) override;
    Result<> createStructure(const DatasetSchema& schema) override;
    Result<> emptyTables(const DatasetSchema& schema, bool mayReplace) override;
    Result<> writeCheckpoint(const QString& stream, const Checkpoint& checkpoint) override;
    Result<> commit() override;
    void rollback() override;
    Result<std::unique_ptr<TableSnapshot>> openSnapshot() override;
    Result<QStringList> checkIntegrity(const DatasetSchema& schema) override;
    Result<std::optional<TableSchema>> findTable(const QString& name) override;
    Result<QStringList> structureSql(const DatasetSchema& schema) override;
    void setPlace(const QString& stream, const PacketPlace& place) override;
    Result<> refuse(const RefusedOperation& refused) override;
    Result<> writeValue(const DatasetSchema& schema, const ValuePlace& place, ValueSource* value) override;
    Result<TargetFaults> faults(const QString& stream) override;
    bool takeFaultsChanged() override;
    Result<std::uint64_t> rowsSetAside(const QString& stream, const QString& table) override;
    bool isParked(const QString& table) const override { return m_parking.isParked(table); }
    Result<bool> drainParked(const QString& stream, const DatasetSchema& schema) override;
    void forgetFaults() override;

private:
    Result<> fit(const TableSchema& table);
    Result<> drain(const QString& table);
    void forgetTables();
    Result<SqliteTableWriter*> tableWriter(const DatasetSchema& schema, std::uint32_t tableId);
    Result<> matchTable(const TableSchema& table);
    Result<> createTable(const TableSchema& table);
    Result<> emptyTable(const TableSchema& table, bool mayReplace);
    Result<QStringList> checkReferences(const DatasetSchema& schema, const TableSchema& table);
    template <typename T>
    Result<T> explained(Result<T> result) const
    {
        if (!result)
            return explain(std::move(result).error());
        return result;
    }
    Failure explain(Error error) const { return sqliteTargetFailure(std::move(error), m_config.name); }

    DatabaseConfig m_config;
    FaultPolicy m_faults;
    std::unique_ptr<SqliteDatabase> m_database;
    SqliteCheckpointStore m_checkpoints;
    SqliteFaultSql m_faultSql;
    ExceptionStore m_exceptions;
    SqliteRowSettler m_settler;
    PlainParkingTables m_parkingTables;
    Parking m_parking;
    QString m_draining; ///< the parked table whose operations are written now
    QString m_stream;
    PacketPlace m_place;
    std::unordered_map<std::uint32_t, SqliteTableWriter> m_tables;
    std::uint32_t m_tablesVersion = 0; ///< of the structure that m_tables were made for
};

Result<> SqliteTargetWriter::prepareDatabase()
{
    ENGINE_TRY_AS(const QString encoding, m_database->queryText(QStringLiteral("PRAGMA encoding")));
    if (encoding != QStringLiteral("UTF-8"))
        return fail(makeEvent(
            ErrorCode::Config, events::TGT_UNAVAILABLE,
            {m_config.name, QStringLiteral("encoding %1: text would not be kept byte for byte").arg(encoding)},
            QStringLiteral("the database is not in UTF-8")));
    ENGINE_TRY_AS(const QString journal, m_database->queryText(QStringLiteral("PRAGMA journal_mode = WAL")));
    if (journal != QStringLiteral("wal"))
        return fail(makeEvent(
            ErrorCode::Config, events::TGT_UNAVAILABLE,
            {m_config.name, QStringLiteral("journal mode %1: no write-ahead log is possible here").arg(journal)},
            QStringLiteral("the database takes no write-ahead log")));
    // 64 MiB of cache; larger transactions spill into the log, which is cut back afterwards.
    ENGINE_TRY(m_database->execute(
        QStringLiteral("PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -65536; "
                       "PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864")));
    ENGINE_TRY(m_checkpoints.createTables());
    return m_exceptions.prepare(m_faultSql, m_faults.settles());
}

Result<Checkpoint> SqliteTargetWriter::readCheckpoint(const QString& stream)
{
    auto checkpoint = m_checkpoints.read(stream);
    if (!checkpoint)
        return explain(std::move(checkpoint).error());
    return checkpoint;
}

Result<> SqliteTargetWriter::begin()
{
    if (m_database->fileMoved())
        return fail(
            makeEvent(ErrorCode::Sql, events::TGT_UNAVAILABLE,
                      {m_config.name, QStringLiteral("the file was moved, replaced or deleted")},
                      QStringLiteral("target %1: its file is no longer at %2").arg(m_config.name, m_config.location)));
    ENGINE_TRY(explained(m_database->execute(QStringLiteral("BEGIN IMMEDIATE"))));
    ENGINE_TRY(explained(setSqliteGuard(*m_database, true)));
    if (m_stream.isEmpty())
        return {};
    ENGINE_TRY(explained(m_exceptions.learn(m_faultSql, m_stream)));
    return explained(m_parking.learn(m_stream));
}

void SqliteTargetWriter::setPlace(const QString& stream, const PacketPlace& place)
{
    if (stream != m_stream)
        forgetFaults();
    m_stream = stream;
    m_place = place;
    m_settler.setPlace(stream, place);
}

Result<> SqliteTargetWriter::refuse(const RefusedOperation& refused)
{
    return explained(m_settler.refuse(refused));
}

Result<> SqliteTargetWriter::writeValue(const DatasetSchema& schema, const ValuePlace& place, ValueSource* value)
{
    const TableSchema* const table = schema.table(place.tableId);
    if (table == nullptr)
        return fail(ErrorCode::Protocol, QStringLiteral("a large value of a table that the structure does not have"));
    if (isParked(table->name))
        return refuse(refusedValue(*table, place, {}, kParkedValue));
    auto written = writeSqliteValue(*m_database, m_config.name, *table, place, value);
    if (!written && written.error().event == events::TGT_VALUE)
        return refuse(refusedValue(*table, place, written.error().args.value(1), written.error().args.value(3)));
    return explained(std::move(written));
}

Result<TargetFaults> SqliteTargetWriter::faults(const QString& stream)
{
    ENGINE_TRY_AS(TargetFaults faults, explained(m_exceptions.count(m_faultSql, stream)));
    ENGINE_TRY_AS(faults.parked, explained(m_parkingTables.list(stream)));
    return faults;
}

bool SqliteTargetWriter::takeFaultsChanged()
{
    const bool exceptions = m_exceptions.takeChanged();
    return m_parking.takeChanged() || exceptions;
}

void SqliteTargetWriter::forgetFaults()
{
    m_exceptions.forget();
    m_parking.forget();
}

Result<std::uint64_t> SqliteTargetWriter::rowsSetAside(const QString& stream, const QString& table)
{
    return explained(m_exceptions.countLoaded(m_faultSql, stream, table));
}

void SqliteTargetWriter::forgetTables()
{
    m_tables.clear();
    m_settler.forgetTables();
}

Result<SqliteTableWriter*> SqliteTargetWriter::tableWriter(const DatasetSchema& schema, std::uint32_t tableId)
{
    if (const auto known = m_tables.find(tableId); known != m_tables.end())
        return &known->second;
    const TableSchema* table = schema.table(tableId);
    if (table == nullptr)
        return fail(ErrorCode::Protocol,
                    QStringLiteral("an operation on table %1, which the structure does not have").arg(tableId));
    if (table->keyColumns.empty())
        return fail(makeEvent(ErrorCode::Schema, events::TGT_STRUCTURE,
                              {m_config.name, table->name, QStringLiteral("it has no key")},
                              QStringLiteral("table %1 has no key").arg(table->name)));
    return &m_tables.try_emplace(tableId, *m_database, m_config.name, *table, m_settler).first->second;
}

Result<> SqliteTargetWriter::apply(const DatasetSchema& schema, BytesView block, bool tolerant, std::uint64_t& changed)
{
    if (m_tablesVersion != schema.version) {
        forgetTables();
        m_tablesVersion = schema.version;
    }
    ChangeReader reader(block);
    RowChange change;
    SqliteTableWriter* writer = nullptr;
    std::uint32_t writerTable = 0;
    bool isLoading = false;
    while (reader.next(change)) {
        const TableSchema* const of = m_parking.isAny() ? schema.table(change.tableId) : nullptr;
        if (of != nullptr && of->name != m_draining && m_parking.isParked(of->name)) {
            ENGINE_TRY(explained(m_parking.add(schema, of->name, change, tolerant, m_place)));
            ++changed;
            continue;
        }
        if (writer == nullptr || change.tableId != writerTable) {
            ENGINE_TRY_AS(writer, tableWriter(schema, change.tableId));
            writerTable = change.tableId;
            isLoading = schema.table(writerTable)->isLoading;
        }
        ENGINE_TRY(explained(writer->apply(change, tolerant || isLoading, changed)));
    }
    if (reader.failed())
        return fail(ErrorCode::Protocol, QStringLiteral("operations are malformed"));
    return {};
}

Result<> SqliteTargetWriter::createTable(const TableSchema& table)
{
    ENGINE_TRY(m_database->execute(createTableSql(table)));
    for (const QString& sql : createIndexSql(table))
        ENGINE_TRY(m_database->execute(sql));
    return {};
}

Result<> SqliteTargetWriter::createStructure(const DatasetSchema& whole)
{
    forgetTables();
    const DatasetSchema schema = withoutParked(whole, m_parking);
    if (schema.engine != QStringLiteral("sqlite")) {
        const QString why = QStringLiteral("its structure is of another kind of database");
        const QString table = schema.tables.empty() ? QString() : schema.tables.front().name;
        return fail(makeEvent(ErrorCode::Schema, events::TGT_STRUCTURE, {m_config.name, table, why},
                              QStringLiteral("structure for target %1: %2").arg(m_config.name, why)));
    }
    for (const TableSchema& table : schema.tables)
        ENGINE_TRY(matchTable(table));
    return {};
}

/// Makes the table where it is missing, and its indexes.
Result<> SqliteTargetWriter::matchTable(const TableSchema& table)
{
    auto found = readSqliteTable(*m_database, table.name);
    if (!found && found.error().event == events::SRC_TABLE_MISSING)
        return explained(createTable(table));
    if (!found && found.error().code != ErrorCode::Schema)
        return explain(std::move(found).error());
    const QStringList differences = found ? schemaDifferences(table, *found) : QStringList{found.error().args.value(2)};
    if (!differences.isEmpty()) {
        const QString all = differences.join(QStringLiteral("; "));
        return fail(makeEvent(ErrorCode::Schema, events::TGT_STRUCTURE, {m_config.name, table.name, all},
                              QStringLiteral("table %1 of target %2: %3").arg(table.name, m_config.name, all)));
    }
    for (const QString& sql : createIndexSql(table))
        ENGINE_TRY(explained(m_database->execute(sql)));
    return {};
}

Result<std::optional<TableSchema>> SqliteTargetWriter::findTable(const QString& name)
{
    auto found = findSqliteTable(*m_database, name);
    if (!found)
        return explain(std::move(found).error());
    return found;
}

Result<QStringList> SqliteTargetWriter::structureSql(const DatasetSchema& schema)
{
    QStringList statements;
    for (const TableSchema& table : schema.tables) {
        ENGINE_TRY_AS(const std::optional<TableSchema> found, findTable(table.name));
        statements += sqliteStructureSql(table, found ? &*found : nullptr);
    }
    return statements;
}

Result<> SqliteTargetWriter::emptyTable(const TableSchema& table, bool mayReplace)
{
    const QString name = sqliteQuoted(table.name);
    if (!mayReplace) {
        ENGINE_TRY_AS(const std::int64_t rows,
                      m_database->queryInteger(QStringLiteral("SELECT count(*) FROM ") + name));
        if (rows > 0)
            return fail(makeEvent(
                ErrorCode::Conflict, events::TGT_NOT_EMPTY, {m_config.name, table.name, QString::number(rows)},
                QStringLiteral("table %1 of target %2 holds %3 rows").arg(table.name, m_config.name).arg(rows)));
    }
    return m_database->execute(QStringLiteral("DELETE FROM ") + name);
}

Result<> SqliteTargetWriter::emptyTables(const DatasetSchema& schema, bool mayReplace)
{
    QStringList tables;
    for (const TableSchema& table : schema.tables) {
        tables.append(table.name);
        if (isParked(table.name))
            ENGINE_TRY(explained(m_parking.startAnew(schema, table, m_place)));
        else
            ENGINE_TRY(explained(emptyTable(table, mayReplace)));
    }
    return explained(m_exceptions.resolveAll(m_faultSql, m_stream, tables));
}

Result<> SqliteTargetWriter::writeCheckpoint(const QString& stream, const Checkpoint& checkpoint)
{
    ENGINE_TRY(explained(m_parking.flush()));
    return explained(m_checkpoints.write(stream, checkpoint));
}

Result<> SqliteTargetWriter::commit()
{
    ENGINE_TRY(explained(m_parking.flush()));
    ENGINE_TRY(explained(setSqliteGuard(*m_database, false)));
    ENGINE_TRY(explained(m_database->execute(QStringLiteral("COMMIT"))));
    m_checkpoints.committed();
    m_exceptions.committed();
    m_parking.committed();
    return {};
}

Result<bool> SqliteTargetWriter::drainParked(const QString& stream, const DatasetSchema& schema)
{
    setPlace(stream, m_place);
    ENGINE_TRY_AS(const TargetFaults now, faults(stream));
    DrainSteps steps;
    steps.begin = [&](const TableSchema& table) -> Result<> {
        m_parking.forget();
        ENGINE_TRY(begin());
        return fit(table);
    };
    steps.write = [&](const QString& table) { return drain(table); };
    steps.rollback = [this] { rollback(); };
    steps.park = [&](const QString& table, const QString& why) {
        return explained(m_parkingTables.park(stream, table, why, false));
    };
    return drainOne(now.parked, schema, steps);
}

/// A table that is gone took its rows along: a new one would only look as if nothing had happened.
Result<> SqliteTargetWriter::fit(const TableSchema& table)
{
    ENGINE_TRY_AS(const auto found, findTable(table.name));
    if (!found)
        return fail(makeEvent(ErrorCode::Schema, events::TGT_STRUCTURE,
                              {m_config.name, table.name, QStringLiteral("it is not there")},
                              QStringLiteral("table %1 of target %2 is not there").arg(table.name, m_config.name)));
    forgetTables(); // what was prepared for the table as it was
    return matchTable(table);
}

Result<> SqliteTargetWriter::drain(const QString& table)
{
    m_draining = table;
    const PacketPlace place = m_place;
    const auto write = [this](const DatasetSchema& structure, const ParkedBlock& block) {
        std::uint64_t changed = 0;
        setPlace(m_stream, block.place);
        return apply(structure, block.operations, block.tolerant, changed);
    };
    ENGINE_TRY(explained(drainOldest(m_parking, table, write)));
    setPlace(m_stream, place);
    ENGINE_TRY(commit());
    m_draining.clear();
    return {};
}

void SqliteTargetWriter::rollback()
{
    forgetTables();
    m_checkpoints.rolledBack();
    m_exceptions.rolledBack();
    m_parking.rolledBack();
    m_draining.clear();
    // SQLite has rolled back by itself after some failures.
    if (!m_database->inTransaction())
        return;
    if (auto done = m_database->execute(QStringLiteral("ROLLBACK")); !done)
        qCWarning(logApply) << "rolling back:" << done.error().toString();
}

Result<std::unique_ptr<TableSnapshot>> SqliteTargetWriter::openSnapshot()
{
    auto snapshot = SqliteSnapshot::open(m_config.location, m_config.name);
    if (!snapshot)
        return explain(std::move(snapshot).error());
    return std::unique_ptr<TableSnapshot>(std::move(*snapshot));
}

Result<QStringList> SqliteTargetWriter::checkReferences(const DatasetSchema& schema, const TableSchema& table)
{
    QStringList findings;
    ENGINE_TRY_AS(SqliteStatement statement,
                  m_database->prepare(
                      QStringLiteral("SELECT parent, count(*) FROM pragma_foreign_key_check(?1) GROUP BY parent")));
    ENGINE_TRY(statement.bindText(1, table.name));
    for (;;) {
        ENGINE_TRY_AS(const bool row, statement.step());
        if (!row)
            return findings;
        const QString parent = statement.text(0);
        // References that lead out of the dataset are not ours to judge.
        if (schema.table(parent) != nullptr)
            findings.append(QStringLiteral("%1: %2 rows refer to rows of %3 that are not there")
                                .arg(table.name)
                                .arg(statement.integer(1))
                                .arg(parent));
    }
}

Result<QStringList> SqliteTargetWriter::checkIntegrity(const DatasetSchema& whole)
{
    const DatasetSchema schema = withoutParked(whole, m_parking);
    QStringList findings;
    for (const TableSchema& table : schema.tables) {
        if (table.foreignKeys.empty())
            continue;
        auto found = checkReferences(schema, table);
        if (found) {
            findings += *found;
        } else if (found.error().code == ErrorCode::Sql && !found.error().transient) {
            // "foreign key mismatch": the reference is declared so that no database could hold it, at the source as
            // well.
            qCWarning(logApply) << "references not checked:" << table.name << found.error().native;
        } else {
            return explain(std::move(found).error());
        }
    }
    return findings;
}

} // namespace

Failure sqliteTargetFailure(Error error, const QString& target)
{
    if (error.event.isEmpty() && error.code == ErrorCode::Sql) {
        error.event = events::TGT_UNAVAILABLE;
        error.args = {target, error.native};
    }
    return fail(withContext(std::move(error), QStringLiteral("target %1").arg(target)));
}

Result<std::unique_ptr<TargetWriter>> openSqliteTarget(const DatabaseConfig& config, const FaultPolicy& faults)
{
    const QFileInfo file(config.location);
    QString why;
    if (!QDir::isAbsolutePath(config.location) || config.location.startsWith(u':')) // ":memory:" and Qt's resources
        why = QStringLiteral("not an absolute path");
    else if (!file.dir().exists())
        why = QStringLiteral("directory %1 does not exist").arg(file.path());
    else if (file.isDir())
        why = QStringLiteral("a directory");
    if (!why.isEmpty())
        return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_PATH,
                              {QStringLiteral("location"), config.location, why},
                              QStringLiteral("target %1: %2: %3").arg(config.name, config.location, why)));
    auto opened = SqliteDatabase::open(config.location, SqliteDatabase::OpenMode::ReadWriteCreate, config.name);
    if (opened) {
        auto writer = std::make_unique<SqliteTargetWriter>(config, faults, std::move(*opened));
        auto prepared = writer->prepareDatabase();
        if (prepared)
            return std::unique_ptr<TargetWriter>(std::move(writer));
        opened = fail(std::move(prepared).error());
    }
    Error error = std::move(opened).error();
    // Anything but a full disk: a file that cannot be opened, or is no database.
    if (error.event != events::DSK_FULL && error.event != events::TGT_UNAVAILABLE) {
        error.event = events::TGT_UNAVAILABLE;
        error.args = {config.name, error.native};
    }
    return fail(withContext(std::move(error), QStringLiteral("target %1").arg(config.name)));
}

} // namespace busheng
