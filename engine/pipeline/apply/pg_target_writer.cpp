// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/pg_target_writer.h"

#include "engine/db/postgres/pg_snapshot.h"
#include "engine/pipeline/apply/pg_checkpoint_store.h"
#include "engine/pipeline/apply/pg_errors.h"
#include "engine/pipeline/apply/pg_operations.h"
#include "engine/pipeline/apply/pg_target_session.h"
#include "engine/pipeline/apply/pg_target_structure.h"

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

    PgTargetSession m_session;
    PgCheckpointStore m_checkpoints;
    std::unique_ptr<PgOperations> m_operations; ///< of the connection at hand
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
    return explained(m_checkpoints.createTables(m_session.connection()));
}

/// The server may have come back meanwhile; what was open is gone.
Result<> PgTargetWriter::connectAgain()
{
    if (m_session.isConnected())
        return {};
    m_operations.reset();
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
    m_operations->touched();
    return explained(createPgStructure(m_session.connection(), m_session.name(), schema,
                                       !m_session.enforcesReferences(), m_session.config().addColumns));
}

Result<> PgTargetWriter::emptyTables(const DatasetSchema& schema, bool mayReplace)
{
    ENGINE_TRY(explained(m_operations->flush()));
    m_operations->touched();
    ENGINE_TRY(explained(emptyPgTables(m_session.connection(), m_session.name(), schema, mayReplace)));
    m_operations->emptied(schema);
    return {};
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
    auto findings = checkPgReferences(m_session.connection(), schema);
    if (!findings)
        return pgTargetFailure(std::move(findings).error(), m_session.name());
    return findings;
}

} // namespace

Result<std::unique_ptr<TargetWriter>> openPgTarget(const PgTarget& target)
{
    auto writer = std::make_unique<PgTargetWriter>(target);
    ENGINE_TRY(writer->open());
    return std::unique_ptr<TargetWriter>(std::move(writer));
}

} // namespace busheng
