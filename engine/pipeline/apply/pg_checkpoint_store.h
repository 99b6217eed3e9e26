// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/postgres/pg_connection.h"
#include "engine/pipeline/apply/known_checkpoints.h"
#include "engine/pipeline/apply/target_writer.h"

namespace busheng {

/// The tables busheng.checkpoint and busheng.structure of a PostgreSQL target (docs/formats/checkpoint.md), with the
/// rules of SqliteCheckpointStore.
///
/// A commit whose answer was lost may still be under way at the server. Therefore every transaction that applies a
/// stream holds an advisory lock of that stream (lockSql()), and read() waits for it: what it gives is what stays.
///
/// Thread: that of the connection. Fails: Corrupt TGT_CHECKPOINT; Config TGT_UNAVAILABLE (no rights); Sql.
class PgCheckpointStore {
public:
    explicit PgCheckpointStore(QString target) : m_target(std::move(target)) {}

    /// Makes what is missing of schema and tables.
    Result<> createTables(PgConnection& connection);
    /// Outside a transaction.
    Result<Checkpoint> read(PgConnection& connection, const QString& stream);
    /// Inside the data's transaction. What it wrote counts from committed() on.
    Result<> write(PgConnection& connection, const QString& stream, const Checkpoint& checkpoint);
    void committed();
    void rolledBack();
    /// Statements for the head of a transaction: one lock for each stream that was read.
    QString lockSql() const;
    QStringList streams() const;

private:
    Result<Checkpoint> readRow(PgConnection& connection, const QString& stream, KnownCheckpoint& known);
    Result<> writeRow(PgConnection& connection, const QString& stream, const Checkpoint& checkpoint,
                      const KnownCheckpoint& known, const Bytes& seal);
    Failure edited(const QString& stream, const QString& why, const QString& native = {}) const;
    Failure explain(const QString& stream, Error error) const;

    QString m_target;
    KnownCheckpoints m_known;
};

} // namespace busheng
