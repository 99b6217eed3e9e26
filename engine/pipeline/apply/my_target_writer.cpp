// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/my_target_writer.h"

#include "engine/base/log.h"
#include "engine/db/mariadb/my_location.h"
#include "engine/db/mariadb/my_snapshot.h"
#include "engine/model/events.h"
#include "engine/pipeline/apply/large_row.h"
#include "engine/pipeline/apply/my_checkpoint_store.h"
#include "engine/pipeline/apply/my_errors.h"
#include "engine/pipeline/apply/my_fault_sql.h"
#include "engine/pipeline/apply/my_row_settler.h"
#include "engine/pipeline/apply/my_table_writer.h"
#include "engine/pipeline/apply/my_target_structure.h"
#include "engine/pipeline/apply/my_value_writer.h"
#include "engine/pipeline/apply/plain_parking_tables.h"

#include <array>
#include <unordered_map>

namespace busheng {
namespace {

constexpr std::size_t kMostRows = 4000; ///< of a set
/// A lock wait ends before the packet's sender thinks that nobody is here any more.
const std::array kSession = {QStringLiteral("SET SESSION foreign_key_checks = 0, innodb_lock_wait_timeout = 20, "
                                            "lock_wait_timeout = 60, wait_timeout = 600"),
                             QStringLiteral("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")};

class MyTargetWriter final : public TargetWriter {
public:
    MyTargetWriter(MyTarget config, const QString& database)
        : m_config(std::move(config)), m_database(database), m_checkpoints(m_config.target.name, database)
    {
    }

    Result<> open();
    Result<Checkpoint> readCheckpoint(const QString& stream) override;
    Result<> begin() override;
    Result<> apply(const DatasetSchema& schema, BytesView block, bool tolerant, std::uint64_t& changed) override;
    bool commitsStructure() const override { return true; }
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
    bool isParked(const QString& table) const override { return m_parking && m_parking->isParked(table); }
    Result<bool> drainParked(const QString& stream, const DatasetSchema& schema) override;
    void forgetFaults() override;

private:
    const QString& name() const { return m_config.target.name; }
    Result<> connectAgain();
    void forgetConnection();
    Result<> prepareConnection();
    Result<> startTransaction();
    Result<> flush();
    Result<> drain(const QString& table);
    Result<> fit(const TableSchema& table);
    void forgetTables();
    Result<MyTableWriter*> tableWriter(const DatasetSchema& schema, std::uint32_t tableId);

    template <typename T>
    Result<T> explained(Result<T> result) const
    {
        if (!result)
            return myTargetFailure(std::move(result).error(), name());
        return result;
    }

    MyTarget m_config;
    QString m_database;
    std::unique_ptr<MyConnection> m_connection;
    MyCheckpointStore m_checkpoints;
    ExceptionStore m_exceptions;
    std::optional<MyFaultSql> m_faultSql; ///< of the connection at hand, as the three that follow
    std::optional<MyRowSettler> m_settler;
    std::optional<PlainParkingTables> m_parkingTables;
    std::optional<Parking> m_parking;
    QString m_draining; ///< the parked table whose operations are written now
    QString m_stream;
    PacketPlace m_place;
    std::unordered_map<std::uint32_t, MyTableWriter> m_tables; ///< by TableSchema::id; end before the connection
    std::uint32_t m_tablesVersion = 0;                         ///< of the structure that they are for
    std::optional<MyValueWriter> m_values;                     ///< of the connection at hand; ends before it
};

Result<> MyTargetWriter::open()
{
    forgetTables();
    MyConnection::Options options = m_config.connection(QStringLiteral("apply"));
    options.foundRows = true;
    forgetConnection();
    ENGINE_TRY_AS(m_connection, explained(MyConnection::open(options)));
    const auto prepared = prepareConnection();
    if (!prepared) {
        forgetConnection();
        m_connection.reset(); // one that is half ready is not to be used
    }
    return prepared;
}

void MyTargetWriter::forgetConnection()
{
    m_values.reset();
    m_settler.reset();
    m_parking.reset();
    m_parkingTables.reset();
    m_faultSql.reset();
    m_draining.clear();
}

Result<> MyTargetWriter::prepareConnection()
{
    m_faultSql.emplace(*m_connection, m_database);
    m_settler.emplace(*m_connection, *m_faultSql, m_config.faults, m_exceptions);
    m_parkingTables.emplace(*m_faultSql);
    m_parking.emplace(*m_parkingTables, name());
    m_values.emplace(*m_connection, name());
    m_settler->setPlace(m_stream, m_place);
    m_exceptions.forget();
    ENGINE_TRY_AS(const QString why, explained(whyNoMyTarget(*m_connection)));
    if (!why.isEmpty())
        return fail(makeEvent(ErrorCode::Config, events::TGT_UNAVAILABLE, {name(), why},
                              QStringLiteral("target %1: %2").arg(name(), why)));
    for (const QString& sql : kSession)
        ENGINE_TRY(explained(m_connection->execute(sql)));
    ENGINE_TRY(explained(m_checkpoints.createTables(*m_connection)));
    ENGINE_TRY(explained(m_exceptions.prepare(*m_faultSql, m_config.faults.settles())));
    return explained(m_checkpoints.lockAgain(*m_connection));
}

/// The server may have come back meanwhile; what was open is gone.
Result<> MyTargetWriter::connectAgain()
{
    return m_connection && m_connection->isAlive() ? Result<>() : open();
}

void MyTargetWriter::forgetTables()
{
    m_tables.clear();
    m_tablesVersion = 0;
    if (m_values)
        m_values->forget();
}

Result<Checkpoint> MyTargetWriter::readCheckpoint(const QString& stream)
{
    ENGINE_TRY(connectAgain());
    return explained(m_checkpoints.read(*m_connection, stream));
}

Result<> MyTargetWriter::begin()
{
    ENGINE_TRY(connectAgain());
    auto begun = startTransaction();
    if (begun || m_connection->isAlive() || m_config.stop.stop_requested())
        return explained(std::move(begun));
    // Closed while it was idle, which is found when it is used.
    ENGINE_TRY(open());
    return explained(startTransaction());
}

Result<> MyTargetWriter::startTransaction()
{
    ENGINE_TRY(m_connection->execute(QStringLiteral("START TRANSACTION")));
    if (m_stream.isEmpty())
        return {};
    ENGINE_TRY(m_exceptions.learn(*m_faultSql, m_stream));
    return m_parking->learn(m_stream);
}

void MyTargetWriter::setPlace(const QString& stream, const PacketPlace& place)
{
    if (stream != m_stream)
        forgetFaults();
    m_stream = stream;
    m_place = place;
    if (m_settler)
        m_settler->setPlace(stream, place);
}

Result<> MyTargetWriter::refuse(const RefusedOperation& refused)
{
    ENGINE_TRY(explained(flush()));
    return explained(m_settler->refuse(refused));
}

Result<> MyTargetWriter::writeValue(const DatasetSchema& schema, const ValuePlace& place, ValueSource* value)
{
    const TableSchema* const table = schema.table(place.tableId);
    if (table == nullptr)
        return fail(ErrorCode::Protocol, QStringLiteral("a large value of a table that the structure does not have"));
    ENGINE_TRY(explained(flush())); // its row stands before it
    if (isParked(table->name))
        return refuse(refusedValue(*table, place, {}, kParkedValue));
    auto written = m_values->write(*table, place, value);
    if (!written && written.error().event == events::TGT_VALUE)
        return refuse(refusedValue(*table, place, written.error().args.value(1), written.error().args.value(3)));
    return explained(std::move(written));
}

Result<TargetFaults> MyTargetWriter::faults(const QString& stream)
{
    ENGINE_TRY(connectAgain());
    ENGINE_TRY_AS(TargetFaults faults, explained(m_exceptions.count(*m_faultSql, stream)));
    ENGINE_TRY_AS(faults.parked, explained(m_parkingTables->list(stream)));
    return faults;
}

bool MyTargetWriter::takeFaultsChanged()
{
    const bool exceptions = m_exceptions.takeChanged();
    return (m_parking && m_parking->takeChanged()) || exceptions;
}

void MyTargetWriter::forgetFaults()
{
    m_exceptions.forget();
    if (m_parking)
        m_parking->forget();
}

Result<std::uint64_t> MyTargetWriter::rowsSetAside(const QString& stream, const QString& table)
{
    ENGINE_TRY(connectAgain());
    return explained(m_exceptions.countLoaded(*m_faultSql, stream, table));
}

Result<MyTableWriter*> MyTargetWriter::tableWriter(const DatasetSchema& schema, std::uint32_t tableId)
{
    if (const auto known = m_tables.find(tableId); known != m_tables.end())
        return &known->second;
    const TableSchema* const table = schema.table(tableId);
    if (table == nullptr)
        return fail(ErrorCode::Protocol,
                    QStringLiteral("an operation on table %1, which the structure does not have").arg(tableId));
    ENGINE_TRY_AS(const std::optional<TableSchema> found, findMyTable(*m_connection, table->name));
    if (!found)
        return fail(makeEvent(ErrorCode::Schema, events::TGT_STRUCTURE,
                              {name(), table->name, QStringLiteral("it is not there")},
                              QStringLiteral("table %1 of target %2 is not there").arg(table->name, name())));
    return &m_tables
                .try_emplace(tableId, *m_connection, name(), *table, *found, m_config.strict ? 1 : kMostRows,
                             *m_settler)
                .first->second;
}

Result<> MyTargetWriter::apply(const DatasetSchema& schema, BytesView block, bool tolerant, std::uint64_t& changed)
{
    if (m_tablesVersion != schema.version) {
        ENGINE_TRY(explained(flush()));
        forgetTables();
        m_tablesVersion = schema.version;
    }
    ChangeReader reader(block);
    RowChange change;
    MyTableWriter* writer = nullptr;
    std::uint32_t writerTable = 0;
    bool isLoading = false;
    while (reader.next(change)) {
        const TableSchema* const of = m_parking->isAny() ? schema.table(change.tableId) : nullptr;
        if (of != nullptr && of->name != m_draining && m_parking->isParked(of->name)) {
            ENGINE_TRY(explained(m_parking->add(schema, of->name, change, tolerant, m_place)));
            ++changed;
            continue;
        }
        if (writer == nullptr || change.tableId != writerTable) {
            ENGINE_TRY_AS(writer, explained(tableWriter(schema, change.tableId)));
            writerTable = change.tableId;
            isLoading = schema.table(writerTable)->isLoading;
        }
        ENGINE_TRY(explained(writer->take(change, tolerant || isLoading, changed)));
    }
    if (reader.failed())
        return fail(ErrorCode::Protocol, QStringLiteral("operations are malformed"));
    return {};
}

Result<> MyTargetWriter::flush()
{
    if (m_parking && m_parking->isAny())
        ENGINE_TRY(m_parking->flush());
    for (auto& [id, writer] : m_tables)
        ENGINE_TRY(writer.flush());
    return {};
}

Result<> MyTargetWriter::createStructure(const DatasetSchema& schema)
{
    ENGINE_TRY(connectAgain());
    ENGINE_TRY(explained(flush()));
    forgetTables();
    const bool wasOpen = m_connection->inTransaction();
    if (wasOpen)
        ENGINE_TRY(explained(m_connection->execute(QStringLiteral("COMMIT")))); // nothing is in it: commitsStructure()
    ENGINE_TRY(
        explained(createMyStructure(*m_connection, name(), withoutParked(schema, *m_parking), m_config.addColumns)));
    return explained(m_connection->execute(QStringLiteral("START TRANSACTION")));
}

Result<> MyTargetWriter::emptyTables(const DatasetSchema& schema, bool mayReplace)
{
    ENGINE_TRY(explained(flush()));
    ENGINE_TRY(explained(emptyMyTables(*m_connection, name(), withoutParked(schema, *m_parking), mayReplace)));
    QStringList tables;
    for (const TableSchema& table : schema.tables) {
        tables.append(table.name);
        if (isParked(table.name))
            ENGINE_TRY(explained(m_parking->startAnew(schema, table, m_place)));
    }
    return explained(m_exceptions.resolveAll(*m_faultSql, m_stream, tables));
}

Result<> MyTargetWriter::writeCheckpoint(const QString& stream, const Checkpoint& checkpoint)
{
    ENGINE_TRY(explained(flush()));
    return explained(m_checkpoints.write(*m_connection, stream, checkpoint));
}

Result<> MyTargetWriter::commit()
{
    ENGINE_TRY(explained(flush()));
    ENGINE_TRY(explained(m_connection->execute(QStringLiteral("COMMIT"))));
    m_checkpoints.committed();
    m_exceptions.committed();
    m_parking->committed();
    return {};
}

Result<bool> MyTargetWriter::drainParked(const QString& stream, const DatasetSchema& schema)
{
    setPlace(stream, m_place);
    ENGINE_TRY_AS(const TargetFaults now, faults(stream));
    DrainSteps steps;
    steps.begin = [&](const TableSchema& table) -> Result<> {
        m_parking->forget();
        ENGINE_TRY(fit(table)); // before the transaction: what alters a table commits it
        return begin();
    };
    steps.write = [&](const QString& table) { return drain(table); };
    steps.rollback = [this] { rollback(); };
    steps.park = [&](const QString& table, const QString& why) {
        return explained(m_parkingTables->park(stream, table, why, false));
    };
    return drainOne(now.parked, schema, steps);
}

/// A table that is gone took its rows along: a new one would only look as if nothing had happened.
Result<> MyTargetWriter::fit(const TableSchema& table)
{
    ENGINE_TRY(connectAgain());
    ENGINE_TRY_AS(const auto found, findTable(table.name));
    if (!found)
        return fail(makeEvent(ErrorCode::Schema, events::TGT_STRUCTURE,
                              {name(), table.name, QStringLiteral("it is not there")},
                              QStringLiteral("table %1 of target %2 is not there").arg(table.name, name())));
    DatasetSchema alone;
    alone.engine = QStringLiteral("mariadb");
    alone.tables.push_back(table);
    forgetTables(); // what was prepared for the table as it was
    return explained(createMyStructure(*m_connection, name(), alone, m_config.addColumns));
}

Result<> MyTargetWriter::drain(const QString& table)
{
    m_draining = table;
    const PacketPlace place = m_place;
    const auto write = [this](const DatasetSchema& structure, const ParkedBlock& block) -> Result<> {
        std::uint64_t changed = 0;
        setPlace(m_stream, block.place);
        ENGINE_TRY(apply(structure, block.operations, block.tolerant, changed));
        return flush();
    };
    ENGINE_TRY(explained(drainOldest(*m_parking, table, write)));
    setPlace(m_stream, place);
    ENGINE_TRY(commit());
    m_draining.clear();
    return {};
}

void MyTargetWriter::rollback()
{
    for (auto& [id, writer] : m_tables)
        writer.drop();
    m_checkpoints.rolledBack();
    m_exceptions.rolledBack();
    m_draining.clear();
    if (m_parking)
        m_parking->rolledBack();
    if (!m_connection || !m_connection->isAlive())
        return;
    if (auto done = m_connection->execute(QStringLiteral("ROLLBACK")); !done)
        qCWarning(logApply) << "rolling back:" << done.error().toString();
}

Result<std::unique_ptr<TableSnapshot>> MyTargetWriter::openSnapshot()
{
    auto snapshot = MySnapshot::open(m_config.connection(QStringLiteral("verify")));
    if (!snapshot)
        return myTargetFailure(std::move(snapshot).error(), name());
    return std::unique_ptr<TableSnapshot>(std::move(*snapshot));
}

Result<QStringList> MyTargetWriter::checkIntegrity(const DatasetSchema& schema)
{
    ENGINE_TRY(connectAgain());
    return explained(checkMyReferences(*m_connection, withoutParked(schema, *m_parking)));
}

Result<std::optional<TableSchema>> MyTargetWriter::findTable(const QString& table)
{
    ENGINE_TRY(connectAgain());
    return explained(findMyTable(*m_connection, table));
}

Result<QStringList> MyTargetWriter::structureSql(const DatasetSchema& schema)
{
    ENGINE_TRY(connectAgain());
    return explained(myStructureSql(*m_connection, name(), schema, m_config.addColumns));
}

} // namespace

MyConnection::Options MyTarget::connection(const QString& purpose) const
{
    MyConnection::Options options;
    options.location = target.location;
    options.name = target.name;
    options.purpose = purpose;
    options.stop = stop;
    return options;
}

Result<std::unique_ptr<TargetWriter>> openMyTarget(const MyTarget& target)
{
    ENGINE_TRY_AS(const MyLocation location, parseMyLocation(target.target.location));
    auto writer = std::make_unique<MyTargetWriter>(target, location.database);
    ENGINE_TRY(writer->open());
    return std::unique_ptr<TargetWriter>(std::move(writer));
}

} // namespace busheng
