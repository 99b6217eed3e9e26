// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/my_checkpoint_store.h"

#include "engine/base/log.h"
#include "engine/model/events.h"
#include "engine/pipeline/apply/checkpoint_seal.h"
#include "engine/pipeline/apply/my_errors.h"

#include <xxhash.h>

namespace busheng {
namespace {

/// Beyond it somebody else holds the stream, and the caller shall say so and try again.
constexpr int kLockSeconds = 30;
const QString kCheckpoint = QStringLiteral("busheng_checkpoint");
const QString kStructure = QStringLiteral("busheng_structure");

QString hex(BytesView bytes)
{
    return bytes.empty() ? QStringLiteral("''") : QStringLiteral("X'%1'").arg(toHex(bytes));
}

std::uint64_t numberAt(const MyResult& row, int column)
{
    return row.text(0, column).toULongLong();
}

} // namespace

QString MyCheckpointStore::table(const QString& name) const
{
    return myQuoted(m_database) + u'.' + myQuoted(name);
}

Failure MyCheckpointStore::edited(const QString& stream, const QString& why, const QString& native) const
{
    Error error = makeEvent(ErrorCode::Corrupt, events::TGT_CHECKPOINT, {m_target, stream + QStringLiteral(": ") + why},
                            QStringLiteral("checkpoint of stream %1 in target %2: %3").arg(stream, m_target, why));
    error.native = native;
    return fail(error);
}

/// A statement on our own tables fails for good only when somebody changed or dropped them.
Failure MyCheckpointStore::explain(const QString& stream, Error error) const
{
    if (error.code == ErrorCode::Sql && !error.transient && !isMyRightsError(error))
        return edited(stream, QStringLiteral("its table is missing or was changed"), error.native);
    return fail(withContext(std::move(error), QStringLiteral("checkpoint of stream %1").arg(stream)));
}

Result<> MyCheckpointStore::createTables(MyConnection& connection)
{
    // Asked first: CREATE ... IF NOT EXISTS wants the right to create even when there is nothing to do.
    ENGINE_TRY_AS(const std::int64_t there,
                  connection.queryInteger(QStringLiteral(
                      "SELECT count(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND "
                      "TABLE_NAME IN ('busheng_checkpoint', 'busheng_structure')")));
    if (there == 2)
        return {};
    const QString stream = QStringLiteral("stream varchar(190) character set utf8mb4 collate utf8mb4_bin NOT NULL "
                                          "PRIMARY KEY");
    ENGINE_TRY(connection.execute(
        QStringLiteral("CREATE TABLE IF NOT EXISTS %1 (%2, sequence bigint unsigned NOT NULL, digest varbinary(64) NOT "
                       "NULL, position bigint unsigned NOT NULL, generation bigint unsigned NOT NULL, state int NOT "
                       "NULL, upsert_until bigint unsigned NOT NULL, rows_loaded bigint unsigned NOT NULL, "
                       "changes_applied bigint unsigned NOT NULL, expected_rows longblob NOT NULL, seal varbinary(16) "
                       "NOT NULL, partial varbinary(64) NOT NULL) ENGINE=InnoDB")
            .arg(table(kCheckpoint), stream)));
    return connection.execute(
        QStringLiteral("CREATE TABLE IF NOT EXISTS %1 (%2, structure longblob NOT NULL) ENGINE=InnoDB")
            .arg(table(kStructure), stream));
}

Result<> MyCheckpointStore::lock(MyConnection& connection, const QString& stream)
{
    const QByteArray utf8 = (m_database + u' ' + stream).toUtf8();
    const QString name =
        QStringLiteral("'busheng.%1'")
            .arg(QString::number(XXH3_64bits(utf8.constData(), static_cast<std::size_t>(utf8.size())), 16));
    // Ours from before: the server may not have noticed yet that it is gone.
    ENGINE_TRY_AS(const std::int64_t holder,
                  connection.queryInteger(QStringLiteral("SELECT IS_USED_LOCK(%1)").arg(name)));
    if (holder != 0 && static_cast<unsigned long>(holder) == m_heldBy && m_heldBy != connection.threadId()) {
        if (auto ended = connection.execute(QStringLiteral("KILL %1").arg(holder)); !ended)
            qCDebug(logApply).noquote() << "ending our old connection:" << ended.error().toString();
    }
    ENGINE_TRY_AS(
        const std::int64_t locked,
        connection.queryInteger(QStringLiteral("SELECT GET_LOCK(%1, %2)").arg(name, QString::number(kLockSeconds))));
    if (locked == 1)
        return {};
    Error error = makeTransient(ErrorCode::Sql, QString(), QStringLiteral("waiting for stream %1").arg(stream));
    error.native = QStringLiteral("1205 another connection writes this stream");
    return fail(std::move(error));
}

Result<> MyCheckpointStore::lockAgain(MyConnection& connection)
{
    QStringList streams = m_known.streams();
    streams.sort(); // everybody locks in the same order
    for (const QString& stream : streams)
        ENGINE_TRY(lock(connection, stream));
    m_heldBy = connection.threadId();
    return {};
}

Result<Checkpoint> MyCheckpointStore::readRow(MyConnection& connection, const QString& stream, KnownCheckpoint& known)
{
    ENGINE_TRY_AS(
        const MyResult row,
        connection.query(
            QStringLiteral("SELECT c.sequence, c.digest, c.position, c.generation, c.state, c.upsert_until, "
                           "c.rows_loaded, c.changes_applied, c.expected_rows, c.seal, s.structure, c.partial "
                           "FROM %1 c LEFT JOIN %2 s ON s.stream = c.stream WHERE c.stream = %3")
                .arg(table(kCheckpoint), table(kStructure), myLiteral(stream))));
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
    const std::int64_t state = row.integer(0, 4);
    if (state < 0 || state > static_cast<std::int64_t>(SubscriptionState::Stopped))
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

Result<Checkpoint> MyCheckpointStore::read(MyConnection& connection, const QString& stream)
{
    KnownCheckpoint known;
    Result<Checkpoint> checkpoint;
    if (auto locked = m_known.wasRead(stream) ? Result<>() : lock(connection, stream); !locked)
        checkpoint = fail(std::move(locked).error());
    else
        checkpoint = readRow(connection, stream, known);
    if (!checkpoint)
        return explain(stream, std::move(checkpoint).error());
    m_known.read(stream, known);
    return checkpoint;
}

Result<> MyCheckpointStore::writeRow(MyConnection& connection, const QString& stream, const Checkpoint& checkpoint,
                                     const KnownCheckpoint& known, const Bytes& seal)
{
    if (checkpoint.structure != known.structure)
        ENGINE_TRY(connection.execute(QStringLiteral("REPLACE INTO %1 (stream, structure) VALUES (%2, %3)")
                                          .arg(table(kStructure), myLiteral(stream), hex(checkpoint.structure))));
    const QString values =
        QStringLiteral("sequence = %1, digest = %2, position = %3, generation = %4, state = %5, upsert_until = %6, "
                       "rows_loaded = %7, changes_applied = %8, expected_rows = %9, ")
            .arg(checkpoint.sequence)
            .arg(hex(view(checkpoint.digest)))
            .arg(checkpoint.position.order)
            .arg(checkpoint.generation)
            .arg(static_cast<int>(checkpoint.state))
            .arg(checkpoint.upsertUntil.order)
            .arg(checkpoint.rowsLoaded)
            .arg(checkpoint.changesApplied)
            .arg(hex(encodeExpectedRows(checkpoint.expectedRows))) +
        QStringLiteral("seal = %1, partial = %2").arg(hex(seal), hex(encodePartial(checkpoint)));
    const QString sql = known.seal.empty()
                            ? QStringLiteral("INSERT INTO %1 SET stream = %2, %3")
                            : QStringLiteral("UPDATE %1 SET %3 WHERE stream = %2 AND seal = ") + hex(known.seal);
    ENGINE_TRY(connection.execute(sql.arg(table(kCheckpoint), myLiteral(stream), values)));
    if (connection.affectedRows() != 1)
        return edited(
            stream, QStringLiteral("it is not what was written last: edited, removed, or applied by another process"));
    return {};
}

Result<> MyCheckpointStore::write(MyConnection& connection, const QString& stream, const Checkpoint& checkpoint)
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

void MyCheckpointStore::committed()
{
    m_known.committed();
}

void MyCheckpointStore::rolledBack()
{
    m_known.rolledBack();
}

} // namespace busheng
