// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/sqlite/sqlite_database.h"
#include "engine/pipeline/apply/known_checkpoints.h"
#include "engine/pipeline/apply/target_writer.h"

#include <optional>

namespace busheng {

/// The tables busheng_checkpoint and busheng_structure of a SQLite target (docs/formats/checkpoint.md).
///
/// Each row carries a seal over its own values: an edit by hand shows. A write replaces exactly the row that was read
/// or written before, so a second process that applies the same stream is found out before it commits.
///
/// Thread: that of the database. Fails: Corrupt TGT_CHECKPOINT; Sql.
class SqliteCheckpointStore {
public:
    /// The database must outlive the store.
    SqliteCheckpointStore(SqliteDatabase& database, QString target) : m_database(database), m_target(std::move(target))
    {
    }

    Result<> createTables();
    Result<Checkpoint> read(const QString& stream);
    /// Inside the data's transaction. What it wrote counts from committed() on.
    Result<> write(const QString& stream, const Checkpoint& checkpoint);
    void committed();
    void rolledBack();

private:
    Result<Checkpoint> readRow(const QString& stream, KnownCheckpoint& known);
    Result<> writeRow(const QString& stream, const Checkpoint& checkpoint, const KnownCheckpoint& known,
                      const Bytes& seal);
    Result<> writeStructure(const QString& stream, const Bytes& structure);
    Failure edited(const QString& stream, const QString& why, const QString& native = {}) const;
    Failure explain(const QString& stream, Error error) const;

    SqliteDatabase& m_database;
    QString m_target;
    KnownCheckpoints m_known;
    std::optional<SqliteStatement> m_update;
};

} // namespace busheng
