// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/pg_checkpoint_store.h"

#include "engine/model/events.h"
#include "engine/pipeline/apply/checkpoint_seal.h"
#include "engine/pipeline/apply/pg_errors.h"

#include <xxhash.h>

#include <array>
#include <bit>

namespace busheng {
namespace {

/// Beyond it somebody else holds the stream, and the caller shall say so and try again.
const QString kLockPatience = QStringLiteral("SET LOCAL lock_timeout = '30s'; ");

QString lockOf(const QString& stream)
{
    const QByteArray utf8 = (QStringLiteral("busheng ") + stream).toUtf8();
    const auto number =
        std::bit_cast<std::int64_t>(XXH3_64bits(utf8.constData(), static_cast<std::size_t>(utf8.size())));
    return QStringLiteral("SELECT pg_advisory_xact_lock(%1); ").arg(number);
}

/// int8 as PostgreSQL sends and receives it.
class Number {
public:
    explicit Number(std::uint64_t value)
    {
        for (std::size_t i = 0; i < m_bytes.size(); ++i)
            m_bytes[i] = static_cast<char>(value >> (56 - 8 * i));
    }
    operator BytesView() const { return {m_bytes.data(), m_bytes.size()}; } // NOLINT: a parameter is what it is for

private:
    std::array<char, 8> m_bytes{};
};

std::uint64_t numberAt(const PgResult& row, int column)
{
    std::uint64_t value = 0;
    for (const char byte : row.bytes(0, column))
        value = value << 8 | static_cast<unsigned char>(byte);
    return value;
}

} // namespace

Failure PgCheckpointStore::edited(const QString& stream, const QString& why, const QString& native) const
{
    Error error = makeEvent(ErrorCode::Corrupt, events::TGT_CHECKPOINT, {m_target, stream + QStringLiteral(": ") + why},
                            QStringLiteral("checkpoint of stream %1 in target %2: %3").arg(stream, m_target, why));
    error.native = native;
    return fail(error);
}

/// A statement on our own tables fails for good only when somebody changed or dropped them.
Failure PgCheckpointStore::explain(const QString& stream, Error error) const
{
    if (error.code == ErrorCode::Sql && !error.transient && !isPgRightsError(error))
        return edited(stream, QStringLiteral("its table is missing or was changed"), error.native);
    return fail(withContext(std::move(error), QStringLiteral("checkpoint of stream %1").arg(stream)));
}

Result<> PgCheckpointStore::createTables(PgConnection& connection)
{
    // Asked first: CREATE ... IF NOT EXISTS wants the right to create even when there is nothing to do.
    ENGINE_TRY_AS(const QString there,
                  connection.queryText(QStringLiteral("SELECT to_regclass('busheng.checkpoint') IS NOT NULL AND "
                                                      "to_regclass('busheng.structure') IS NOT NULL AND EXISTS (SELECT "
                                                      "FROM pg_catalog.pg_attribute WHERE attrelid = to_regclass("
                                                      "'busheng.checkpoint') AND attname = 'partial' AND NOT "
                                                      "attisdropped)")));
    if (there == u"t")
        return {};
    // The lock: two streams may open the same target at the same moment. The schema by hand: CREATE SCHEMA IF NOT
    // EXISTS wants the right to make schemas even where it is there.
    return connection.execute(QStringLiteral("BEGIN; ") + lockOf(QStringLiteral("tables")) + QStringLiteral(R"(
        DO $$ BEGIN IF to_regnamespace('busheng') IS NULL THEN CREATE SCHEMA busheng; END IF; END $$;
        CREATE TABLE IF NOT EXISTS busheng.checkpoint (
            stream text NOT NULL PRIMARY KEY,
            sequence bigint NOT NULL,
            digest bytea NOT NULL,
            position bigint NOT NULL,
            generation bigint NOT NULL,
            state bigint NOT NULL,
            upsert_until bigint NOT NULL,
            rows_loaded bigint NOT NULL,
            changes_applied bigint NOT NULL,
            expected_rows bytea NOT NULL,
            seal bytea NOT NULL) WITH (fillfactor = 50);
        ALTER TABLE busheng.checkpoint ADD COLUMN IF NOT EXISTS partial bytea NOT NULL DEFAULT '';
        CREATE TABLE IF NOT EXISTS busheng.structure (
            stream text NOT NULL PRIMARY KEY,
            structure bytea NOT NULL);
        COMMIT)"));
}

Result<Checkpoint> PgCheckpointStore::readRow(PgConnection& connection, const QString& stream, KnownCheckpoint& known)
{
    const QByteArray name = stream.toUtf8();
    ENGINE_TRY_AS(
        const PgResult row,
        connection.queryBinary(
            QStringLiteral("SELECT c.sequence, c.digest, c.position, c.generation, c.state, c.upsert_until, "
                           "c.rows_loaded, c.changes_applied, c.expected_rows, c.seal, s.structure, c.partial "
                           "FROM busheng.checkpoint c LEFT JOIN busheng.structure s ON s.stream = c.stream "
                           "WHERE c.stream = $1::text"),
            {view(name)}));
    if (row.rows() == 0)
        return Checkpoint();
    Checkpoint checkpoint;
    checkpoint.sequence = numberAt(row, 0);
    const BytesView digest = row.bytes(0, 1);
    if (digest.size() != checkpoint.digest.size())
        return edited(stream, QStringLiteral("its digest has a wrong length"));
    digest.copy(checkpoint.digest.data(), digest.size());
    checkpoint.position.order = numberAt(row, 2);
    checkpoint.generation = numberAt(row, 3);
    const std::uint64_t state = numberAt(row, 4);
    if (state > static_cast<std::uint64_t>(SubscriptionState::Stopped))
        return edited(stream, QStringLiteral("its state is none that exists"));
    checkpoint.state = static_cast<SubscriptionState>(state);
    checkpoint.upsertUntil.order = numberAt(row, 5);
    checkpoint.rowsLoaded = numberAt(row, 6);
    checkpoint.changesApplied = numberAt(row, 7);
    checkpoint.expectedRows = decodeExpectedRows(row.bytes(0, 8));
    known.seal = Bytes(row.bytes(0, 9));
    checkpoint.structure = Bytes(row.bytes(0, 10));
    known.structure = checkpoint.structure;
    if (!decodePartial(row.bytes(0, 11), checkpoint))
        return edited(stream, QStringLiteral("its part of a packet is malformed"));
    if (checkpointSeal(stream, checkpoint) != known.seal)
        return edited(stream, QStringLiteral("its values were changed by hand"));
    return checkpoint;
}

Result<Checkpoint> PgCheckpointStore::read(PgConnection& connection, const QString& stream)
{
    KnownCheckpoint known;
    Result<Checkpoint> checkpoint;
    if (auto begun = connection.execute(QStringLiteral("BEGIN; ") + kLockPatience + lockOf(stream)); !begun)
        checkpoint = fail(std::move(begun).error());
    else
        checkpoint = readRow(connection, stream, known);
    if (auto ended = connection.execute(QStringLiteral("ROLLBACK")); !ended && checkpoint)
        checkpoint = fail(std::move(ended).error());
    if (!checkpoint)
        return explain(stream, std::move(checkpoint).error());
    m_known.read(stream, known);
    return checkpoint;
}

Result<> PgCheckpointStore::writeRow(PgConnection& connection, const QString& stream, const Checkpoint& checkpoint,
                                     const KnownCheckpoint& known, const Bytes& seal)
{
    const QByteArray name = stream.toUtf8();
    if (checkpoint.structure != known.structure)
        ENGINE_TRY(connection.queryBinary(
            QStringLiteral("INSERT INTO busheng.structure (stream, structure) VALUES ($1::text, $2::bytea) "
                           "ON CONFLICT (stream) DO UPDATE SET structure = excluded.structure"),
            {view(name), BytesView(checkpoint.structure)}));
    const Bytes counts = encodeExpectedRows(checkpoint.expectedRows);
    const Bytes partial = encodePartial(checkpoint);
    const Number sequence(checkpoint.sequence);
    const Number position(checkpoint.position.order);
    const Number generation(checkpoint.generation);
    const Number state(static_cast<std::uint64_t>(checkpoint.state));
    const Number upsertUntil(checkpoint.upsertUntil.order);
    const Number rowsLoaded(checkpoint.rowsLoaded);
    const Number changesApplied(checkpoint.changesApplied);
    std::vector<std::optional<BytesView>> values{
        view(name),  sequence,   position,       view(checkpoint.digest), generation,      state,
        upsertUntil, rowsLoaded, changesApplied, BytesView(counts),       BytesView(seal), BytesView(partial)};
    QString sql =
        QStringLiteral("INSERT INTO busheng.checkpoint (stream, sequence, position, digest, generation, state, "
                       "upsert_until, rows_loaded, changes_applied, expected_rows, seal, partial) VALUES ($1::text, "
                       "$2::int8, $3::int8, $4::bytea, $5::int8, $6::int8, $7::int8, $8::int8, $9::int8, "
                       "$10::bytea, $11::bytea, $12::bytea)");
    if (!known.seal.empty()) {
        values.emplace_back(known.seal);
        sql = QStringLiteral("UPDATE busheng.checkpoint SET sequence = $2::int8, position = $3::int8, "
                             "digest = $4::bytea, generation = $5::int8, state = $6::int8, upsert_until = $7::int8, "
                             "rows_loaded = $8::int8, changes_applied = $9::int8, expected_rows = $10::bytea, "
                             "seal = $11::bytea, partial = $12::bytea WHERE stream = $1::text AND seal = $13::bytea");
    }
    ENGINE_TRY_AS(const PgResult written, connection.queryBinary(sql, values));
    if (written.affectedRows() != 1)
        return edited(
            stream, QStringLiteral("it is not what was written last: edited, removed, or applied by another process"));
    return {};
}

Result<> PgCheckpointStore::write(PgConnection& connection, const QString& stream, const Checkpoint& checkpoint)
{
    if (!m_known.wasRead(stream))
        return fail(ErrorCode::Internal, QStringLiteral("checkpoint of %1 written before it was read").arg(stream));
    const KnownCheckpoint known = m_known.now(stream);
    const Bytes seal = checkpointSeal(stream, checkpoint);
    if (auto written = writeRow(connection, stream, checkpoint, known, seal); !written)
        return explain(stream, std::move(written).error());
    m_known.wrote(stream, {seal, checkpoint.structure});
    return {};
}

void PgCheckpointStore::committed()
{
    m_known.committed();
}

void PgCheckpointStore::rolledBack()
{
    m_known.rolledBack();
}

QStringList PgCheckpointStore::streams() const
{
    QStringList names = m_known.streams();
    names.sort(); // everybody locks in the same order
    return names;
}

QString PgCheckpointStore::lockSql() const
{
    QString sql;
    for (const QString& stream : streams())
        sql += lockOf(stream);
    return sql;
}

} // namespace busheng
