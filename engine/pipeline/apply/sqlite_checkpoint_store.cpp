// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/sqlite_checkpoint_store.h"

#include "engine/model/events.h"
#include "engine/pipeline/apply/checkpoint_seal.h"

#include <bit>

namespace busheng {
namespace {

std::int64_t toColumn(std::uint64_t value)
{
    return std::bit_cast<std::int64_t>(value);
}

std::uint64_t fromColumn(const SqliteStatement& row, int column)
{
    return std::bit_cast<std::uint64_t>(row.integer(column));
}

/// Parameters ?1 to ?11 of an INSERT or UPDATE. The views must live until the statement ran.
Result<> bindRow(SqliteStatement& statement, const QString& stream, const Checkpoint& checkpoint, BytesView counts,
                 BytesView seal)
{
    ENGINE_TRY(statement.bindText(1, stream));
    ENGINE_TRY(statement.bind(2, toColumn(checkpoint.sequence)));
    ENGINE_TRY(statement.bind(3, Cell::ofBlob(view(checkpoint.digest))));
    ENGINE_TRY(statement.bind(4, toColumn(checkpoint.position.order)));
    ENGINE_TRY(statement.bind(5, toColumn(checkpoint.generation)));
    ENGINE_TRY(statement.bind(6, static_cast<std::int64_t>(checkpoint.state)));
    ENGINE_TRY(statement.bind(7, toColumn(checkpoint.upsertUntil.order)));
    ENGINE_TRY(statement.bind(8, toColumn(checkpoint.rowsLoaded)));
    ENGINE_TRY(statement.bind(9, toColumn(checkpoint.changesApplied)));
    ENGINE_TRY(statement.bind(10, Cell::ofBlob(counts)));
    return statement.bind(11, Cell::ofBlob(seal));
}

} // namespace

Failure SqliteCheckpointStore::edited(const QString& stream, const QString& why, const QString& native) const
{
    Error error = makeEvent(ErrorCode::Corrupt, events::TGT_CHECKPOINT, {m_target, stream + QStringLiteral(": ") + why},
                            QStringLiteral("checkpoint of stream %1 in target %2: %3").arg(stream, m_target, why));
    error.native = native;
    return fail(error);
}

/// A statement on our own tables fails for good only when somebody changed or dropped them.
Failure SqliteCheckpointStore::explain(const QString& stream, Error error) const
{
    if ((error.code == ErrorCode::Sql && !error.transient) || error.code == ErrorCode::Conflict)
        return edited(stream, QStringLiteral("its table is missing or was changed"), error.native);
    return fail(withContext(std::move(error), QStringLiteral("checkpoint of stream %1").arg(stream)));
}

Result<> SqliteCheckpointStore::createTables()
{
    return m_database.execute(QStringLiteral(R"(
        CREATE TABLE IF NOT EXISTS busheng_checkpoint (
            stream TEXT NOT NULL PRIMARY KEY,
            sequence INTEGER NOT NULL,
            digest BLOB NOT NULL,
            position INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            state INTEGER NOT NULL,
            upsert_until INTEGER NOT NULL,
            rows_loaded INTEGER NOT NULL,
            changes_applied INTEGER NOT NULL,
            expected_rows BLOB NOT NULL,
            seal BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS busheng_structure (
            stream TEXT NOT NULL PRIMARY KEY,
            structure BLOB NOT NULL))"));
}

Result<Checkpoint> SqliteCheckpointStore::readRow(const QString& stream, KnownCheckpoint& known)
{
    ENGINE_TRY_AS(SqliteStatement statement,
                  m_database.prepare(QStringLiteral(
                      "SELECT c.sequence, c.digest, c.position, c.generation, c.state, c.upsert_until, c.rows_loaded, "
                      "c.changes_applied, c.expected_rows, c.seal, s.structure FROM busheng_checkpoint c "
                      "LEFT JOIN busheng_structure s ON s.stream = c.stream WHERE c.stream = ?1")));
    ENGINE_TRY(statement.bindText(1, stream));
    ENGINE_TRY_AS(const bool found, statement.step());
    if (!found)
        return Checkpoint();
    Checkpoint checkpoint;
    checkpoint.sequence = fromColumn(statement, 0);
    const BytesView digest = statement.cell(1).bytes;
    if (digest.size() != checkpoint.digest.size())
        return edited(stream, QStringLiteral("its digest has a wrong length"));
    digest.copy(checkpoint.digest.data(), digest.size());
    checkpoint.position.order = fromColumn(statement, 2);
    checkpoint.generation = fromColumn(statement, 3);
    const std::int64_t state = statement.integer(4);
    if (state < 0 || state > static_cast<std::int64_t>(SubscriptionState::Stopped))
        return edited(stream, QStringLiteral("its state is none that exists"));
    checkpoint.state = static_cast<SubscriptionState>(state);
    checkpoint.upsertUntil.order = fromColumn(statement, 5);
    checkpoint.rowsLoaded = fromColumn(statement, 6);
    checkpoint.changesApplied = fromColumn(statement, 7);
    checkpoint.expectedRows = decodeExpectedRows(statement.cell(8).bytes);
    known.seal = Bytes(statement.cell(9).bytes);
    checkpoint.structure = Bytes(statement.cell(10).bytes);
    known.structure = checkpoint.structure;
    if (checkpointSeal(stream, checkpoint) != known.seal)
        return edited(stream, QStringLiteral("its values were changed by hand"));
    return checkpoint;
}

Result<Checkpoint> SqliteCheckpointStore::read(const QString& stream)
{
    KnownCheckpoint known;
    auto checkpoint = readRow(stream, known);
    if (!checkpoint)
        return explain(stream, std::move(checkpoint).error());
    m_known.read(stream, known);
    return checkpoint;
}

Result<> SqliteCheckpointStore::writeStructure(const QString& stream, const Bytes& structure)
{
    ENGINE_TRY_AS(SqliteStatement statement,
                  m_database.prepare(
                      QStringLiteral("INSERT OR REPLACE INTO busheng_structure (stream, structure) VALUES (?1, ?2)")));
    ENGINE_TRY(statement.bindText(1, stream));
    ENGINE_TRY(statement.bind(2, Cell::ofBlob(structure)));
    return statement.run();
}

Result<> SqliteCheckpointStore::writeRow(const QString& stream, const Checkpoint& checkpoint,
                                         const KnownCheckpoint& known, const Bytes& seal)
{
    if (checkpoint.structure != known.structure)
        ENGINE_TRY(writeStructure(stream, checkpoint.structure));
    const Bytes counts = encodeExpectedRows(checkpoint.expectedRows);
    if (known.seal.empty()) {
        ENGINE_TRY_AS(SqliteStatement insert,
                      m_database.prepare(QStringLiteral("INSERT INTO busheng_checkpoint VALUES "
                                                        "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")));
        ENGINE_TRY(bindRow(insert, stream, checkpoint, counts, seal));
        return insert.run();
    }
    if (!m_update) {
        ENGINE_TRY_AS(m_update,
                      m_database.prepare(QStringLiteral(
                          "UPDATE busheng_checkpoint SET sequence = ?2, digest = ?3, position = ?4, generation = ?5, "
                          "state = ?6, upsert_until = ?7, rows_loaded = ?8, changes_applied = ?9, expected_rows = ?10, "
                          "seal = ?11 WHERE stream = ?1 AND seal = ?12")));
    }
    ENGINE_TRY(bindRow(*m_update, stream, checkpoint, counts, seal));
    ENGINE_TRY(m_update->bind(12, Cell::ofBlob(known.seal)));
    ENGINE_TRY(m_update->run());
    if (m_database.changes() != 1)
        return edited(
            stream, QStringLiteral("it is not what was written last: edited, removed, or applied by another process"));
    return {};
}

Result<> SqliteCheckpointStore::write(const QString& stream, const Checkpoint& checkpoint)
{
    if (!m_known.wasRead(stream))
        return fail(ErrorCode::Internal, QStringLiteral("checkpoint of %1 written before it was read").arg(stream));
    const KnownCheckpoint known = m_known.now(stream);
    const Bytes seal = checkpointSeal(stream, checkpoint);
    if (auto written = writeRow(stream, checkpoint, known, seal); !written)
        return explain(stream, std::move(written).error());
    m_known.wrote(stream, {seal, checkpoint.structure});
    return {};
}

void SqliteCheckpointStore::committed()
{
    m_known.committed();
}

void SqliteCheckpointStore::rolledBack()
{
    m_known.rolledBack();
}

} // namespace busheng
