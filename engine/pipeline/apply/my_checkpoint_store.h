// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/mariadb/my_connection.h"
#include "engine/pipeline/apply/known_checkpoints.h"
#include "engine/pipeline/apply/target_writer.h"

namespace busheng {

/// The tables busheng_checkpoint and busheng_structure of a MariaDB target, in the database that its location names
/// (docs/formats/checkpoint.md).
///
/// Each row carries a seal over its own values: an edit by hand shows. A write replaces exactly the row that was read
/// or written before. A lock by name, held as long as the connection, keeps a stream to one writer, and keeps a new
/// connection from reading while what the one before sent is still at work: a commit whose answer was lost is settled
/// by what is read then.
///
/// Thread: that of the connection. Fails: Corrupt TGT_CHECKPOINT; Sql.
class MyCheckpointStore {
public:
    MyCheckpointStore(QString target, QString database) : m_target(std::move(target)), m_database(std::move(database))
    {
    }

    Result<> createTables(MyConnection& connection);
    Result<Checkpoint> read(MyConnection& connection, const QString& stream);
    /// Inside the data's transaction, on a connection with MyConnection::Options::foundRows. What it wrote counts from
    /// committed() on.
    Result<> write(MyConnection& connection, const QString& stream, const Checkpoint& checkpoint);
    void committed();
    void rolledBack();
    /// A new connection: it holds no locks yet.
    Result<> lockAgain(MyConnection& connection);

private:
    Result<> lock(MyConnection& connection, const QString& stream);
    Result<Checkpoint> readRow(MyConnection& connection, const QString& stream, KnownCheckpoint& known);
    Result<> writeRow(MyConnection& connection, const QString& stream, const Checkpoint& checkpoint,
                      const KnownCheckpoint& known, const Bytes& seal);
    QString table(const QString& name) const;
    Failure edited(const QString& stream, const QString& why, const QString& native = {}) const;
    Failure explain(const QString& stream, Error error) const;

    QString m_target;
    QString m_database;
    unsigned long m_heldBy = 0; ///< the connection that took locks last
    KnownCheckpoints m_known;
};

} // namespace busheng
