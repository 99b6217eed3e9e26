// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/pg_target_writer.h"

#include "engine/db/postgres/pg_snapshot.h"
#include "engine/model/events.h"
#include "engine/pipeline/apply/large_row.h"
#include "engine/pipeline/apply/pg_checkpoint_store.h"
#include "engine/pipeline/apply/pg_errors.h"
#include "engine/pipeline/apply/pg_operations.h"
#include "engine/pipeline/apply/pg_target_session.h"
#include "engine/pipeline/apply/pg_target_structure.h"
#include "engine/pipeline/apply/pg_value_writer.h"

namespace busheng {
namespace {

class PgTargetWriter final : public TargetWriter {
public:
    explicit PgTargetWriter(const PgTarget& config) : m_session(config), m_checkpoints(config.target.name) {}

    Result<> open();
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
    void setPlace(const QString& stream, const PacketPlace& place) override;
    Result<TargetFaults> faults(const QString& stream) override;
    bool takeFaultsChanged() override;
    Result<std::uint64_t> rowsSetAside(const QString& stream, const QString& table) override;
    bool isParked(const QString& table) const override;
    Result<bool> drainParked(const QString& stream, const DatasetSchema& schema) override;
    void forgetFaults() override;
    Result<> refuse(const RefusedOperation& refused) override;
    Result<> writeValue(const DatasetSchema& schema, const ValuePlace& place, ValueSource* value) override;
    Result<std::optional<TableSchema>> findTable(const QString& name) override
    {
        ENGINE_TRY(connectAgain());
        return findPgTable(m_session.connection(), name);
    }
    Result<QStringList> structureSql(const DatasetSchema& schema) override
    {
        ENGINE_TRY(connectAgain());
        return pgStructureSql(m_session.connection(), m_session.name(), schema, !m_session.enforcesReferences(),
                              m_session.config().addColumns);
    }

private:
    Result<> connectAgain();
    Result<> explained(Result<> result) const;
    Result<> drain(const QString& table);

    PgTargetSession m_session;
    PgCheckpointStore m_checkpoints;
    std::unique_ptr<PgOperations> m_operations; ///< of the connection at hand
    std::unique_ptr<PgValueWriter> m_values;    ///< the same
    QString m_stream;
    PacketPlace m_place;
};

Result<> PgTargetWriter::explained(Result<> result) const
{
    if (!result)
        return pgTargetFailure(std::move(result).error(), m_session.name());
    return result;
}

Result<> PgTargetWriter::open()
{
    ENGINE_TRY(m_session.connect());
    m_operations = std::make_unique<PgOperations>(m_session);
    m_values = std::make_unique<PgValueWriter>(m_session.connection(), m_session.name());
    if (!m_stream.isEmpty())
        m_operations->setPlace(m_stream, m_place);
    ENGINE_TRY(explained(m_checkpoints.createTables(m_session.connection())));
    ENGINE_TRY(explained(PgExceptionStore::createTable(m_session.connection())));
    return explained(PgParkingTables::createTables(m_session.connection()));
}

/// The server may have come back meanwhile; what was open is gone.
Result<> PgTargetWriter::connectAgain()
{
    if (m_session.isConnected())
        return {};
    m_operations.reset();
    m_values.reset();
    return open();
}

Result<Checkpoint> PgTargetWriter::readCheckpoint(const QString& stream)
{
    ENGINE_TRY(connectAgain());
    auto checkpoint = m_checkpoints.read(m_session.connection(), stream);
    if (!checkpoint)
        return pgTargetFailure(std::move(checkpoint).error(), m_session.name());
    return checkpoint;
}

Result<> PgTargetWriter::begin()
{
    ENGINE_TRY(connectAgain());
    const QStringList streams = m_checkpoints.streams();
    return explained(
        m_operations->begin(streams.isEmpty() ? m_session.name() : streams.first(), m_checkpoints.lockSql()));
}

Result<> PgTargetWriter::apply(const DatasetSchema& schema, BytesView block, bool tolerant, std::uint64_t& changed)
{
    return explained(m_operations->take(schema, block, tolerant, changed));
}

Result<> PgTargetWriter::createStructure(const DatasetSchema& schema)
{
    ENGINE_TRY(explained(m_operations->flush()));
    m_operations->forgetTables();
    m_values->forget();
    m_operations->touched();
    return explained(createPgStructure(m_session.connection(), m_session.name(),
                                       withoutParked(schema, m_operations->parking()), !m_session.enforcesReferences(),
                                       m_session.config().addColumns, m_session.options(QStringLiteral("structure"))));
}

bool PgTargetWriter::isParked(const QString& table) const
{
    return m_operations && m_operations->parking().isParked(table);
}

Result<> PgTargetWriter::emptyTables(const DatasetSchema& schema, bool mayReplace)
{
    ENGINE_TRY(explained(m_operations->flush()));
    m_operations->touched();
    const DatasetSchema rest = withoutParked(schema, m_operations->parking());
    if (!rest.tables.empty())
        ENGINE_TRY(explained(emptyPgTables(m_session.connection(), m_session.name(), rest, mayReplace)));
    m_operations->emptied(rest);
    for (const TableSchema& table : schema.tables) {
        if (isParked(table.name))
            ENGINE_TRY(explained(m_operations->parking().startAnew(schema, table, m_place)));
    }
    QStringList tables;
    for (const TableSchema& table : schema.tables)
        tables.append(table.name);
    return m_stream.isEmpty() ? Result<>() : explained(m_operations->exceptions().resolveAll(m_stream, tables));
}

Result<> PgTargetWriter::writeCheckpoint(const QString& stream, const Checkpoint& checkpoint)
{
    ENGINE_TRY(explained(m_operations->flush()));
    m_operations->touched();
    return explained(m_checkpoints.write(m_session.connection(), stream, checkpoint));
}

Result<> PgTargetWriter::commit()
{
    ENGINE_TRY(explained(m_operations->flush()));
    ENGINE_TRY(m_session.commit());
    m_checkpoints.committed();
    m_operations->committed();
    return {};
}

void PgTargetWriter::rollback()
{
    if (m_operations)
        m_operations->rolledBack();
    if (m_values)
        m_values->forget();
    m_checkpoints.rolledBack();
    m_session.rollback();
}

Result<std::unique_ptr<TableSnapshot>> PgTargetWriter::openSnapshot()
{
    auto snapshot = PgSnapshot::open(m_session.options(QStringLiteral("snapshot")));
    if (!snapshot)
        return pgTargetFailure(std::move(snapshot).error(), m_session.name());
    return std::unique_ptr<TableSnapshot>(std::move(*snapshot));
}

Result<QStringList> PgTargetWriter::checkIntegrity(const DatasetSchema& schema)
{
    ENGINE_TRY(connectAgain());
    auto findings = checkPgReferences(m_session.connection(), withoutParked(schema, m_operations->parking()));
    if (!findings)
        return pgTargetFailure(std::move(findings).error(), m_session.name());
    return findings;
}

void PgTargetWriter::setPlace(const QString& stream, const PacketPlace& place)
{
    m_stream = stream;
    m_place = place;
    if (m_operations)
        m_operations->setPlace(stream, place);
}

Result<> PgTargetWriter::refuse(const RefusedOperation& refused)
{
    if (m_session.config().faults.rowErrors != RowErrorPolicy::SetAside || m_stream.isEmpty())
        return fail(refused.why);
    ENGINE_TRY(explained(m_operations->flush())); // what came before it stands before it
    m_operations->touched();
    const RowException exception = exceptionOf(refused, m_stream, m_place);
    PgExceptionStore& store = m_operations->exceptions();
    const bool isAgain = isRepair(refused.kind) && store.isOpen(exception.table, exception.keyCells);
    return explained(isAgain ? store.failedAgain(exception) : store.add(exception));
}

Result<> PgTargetWriter::writeValue(const DatasetSchema& schema, const ValuePlace& place, ValueSource* value)
{
    const TableSchema* const table = schema.table(place.tableId);
    if (table == nullptr)
        return fail(ErrorCode::Protocol, QStringLiteral("a large value of a table that the structure does not have"));
    ENGINE_TRY(explained(m_operations->flush())); // its row stands before it
    m_operations->touched();
    if (isParked(table->name))
        return refuse(refusedValue(*table, place, {}, kParkedValue));
    auto written = m_values->write(*table, place, value);
    if (!written && written.error().event == events::TGT_VALUE)
        return refuse(refusedValue(*table, place, written.error().args.value(1), written.error().args.value(3)));
    return explained(std::move(written));
}

Result<TargetFaults> PgTargetWriter::faults(const QString& stream)
{
    ENGINE_TRY(connectAgain());
    auto faults = PgExceptionStore::count(m_session.connection(), stream);
    if (!faults)
        return pgTargetFailure(std::move(faults).error(), m_session.name());
    auto parked = PgParkingTables(m_session.connection()).list(stream);
    if (!parked)
        return pgTargetFailure(std::move(parked).error(), m_session.name());
    faults->parked = std::move(*parked);
    return faults;
}

bool PgTargetWriter::takeFaultsChanged()
{
    if (!m_operations)
        return false;
    const bool exceptions = m_operations->exceptions().takeChanged();
    return m_operations->parking().takeChanged() || exceptions;
}

Result<std::uint64_t> PgTargetWriter::rowsSetAside(const QString& stream, const QString& table)
{
    ENGINE_TRY(connectAgain());
    auto rows = PgExceptionStore::countLoaded(m_session.connection(), stream, table);
    if (!rows)
        return pgTargetFailure(std::move(rows).error(), m_session.name());
    return rows;
}

Result<bool> PgTargetWriter::drainParked(const QString& stream, const DatasetSchema& schema)
{
    setPlace(stream, m_place);
    ENGINE_TRY_AS(const TargetFaults now, faults(stream));
    DrainSteps steps;
    steps.begin = [&](const TableSchema& table) -> Result<> {
        m_operations->parking().forget();
        ENGINE_TRY(begin());
        return explained(fitPgTable(m_session.connection(), m_session.name(), table, m_session.config().addColumns));
    };
    steps.write = [&](const QString& table) { return drain(table); };
    steps.rollback = [this] { rollback(); };
    steps.park = [&](const QString& table, const QString& why) {
        return explained(PgParkingTables(m_session.connection()).park(stream, table, why, false));
    };
    return drainOne(now.parked, schema, steps);
}

Result<> PgTargetWriter::drain(const QString& table)
{
    m_operations->setDraining(table);
    const auto write = [this](const DatasetSchema& structure, const ParkedBlock& block) -> Result<> {
        std::uint64_t changed = 0;
        m_operations->setPlace(m_stream, block.place);
        ENGINE_TRY(m_operations->take(structure, block.operations, block.tolerant, changed));
        return m_operations->flush();
    };
    ENGINE_TRY(explained(drainOldest(m_operations->parking(), table, write)));
    ENGINE_TRY(commit());
    m_operations->setDraining({});
    return {};
}

void PgTargetWriter::forgetFaults()
{
    if (m_operations)
        m_operations->exceptions().forget();
    if (m_operations)
        m_operations->parking().forget();
}

} // namespace

Result<std::unique_ptr<TargetWriter>> openPgTarget(const PgTarget& target)
{
    auto writer = std::make_unique<PgTargetWriter>(target);
    ENGINE_TRY(writer->open());
    return std::unique_ptr<TargetWriter>(std::move(writer));
}

} // namespace busheng
