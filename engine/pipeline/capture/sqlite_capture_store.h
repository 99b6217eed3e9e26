// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/sqlite/sqlite_database.h"
#include "engine/model/position.h"
#include "engine/model/schema.h"

namespace busheng {

/// What trigger capture keeps in a source database for one dataset (tables: sqlite_trigger_sql.h). Several datasets may
/// share a source, and a table may be in several of them: it then has one set of triggers, and changes stay until the
/// slowest dataset has released them. Two nodes must not capture the same source under the same dataset name.
///
/// Thread: that of its database, which must outlive it. Durable: what every call wrote, when it returns.
class SqliteCaptureStore {
public:
    struct State {
        std::uint64_t started = 0;  ///< position at which the dataset's capture began
        std::uint64_t released = 0; ///< the dataset needs nothing at or before; started when nothing was released yet
        std::uint64_t newest = 0;   ///< id of the last change of all
        bool guardUp = false;       ///< committed with the guard up: triggers are silent
    };

    SqliteCaptureStore(SqliteDatabase& database, QString dataset) : m_database(database), m_dataset(std::move(dataset))
    {
    }

    /// Makes what is missing, in one transaction; no-op when all is there. Never makes a trigger again that the dataset
    /// already relied on: changes may be missing then, and check() says so.
    /// `resumeAfter` zero: the dataset is new here, or nothing was captured yet. `leaving`: further tables that it is
    /// still of, left as they are; they need not be there any more. All others that it was of are forgotten. Returns
    /// the structure of `tables`. Fails: Schema (as readSqliteSchema; SRC_TABLE_KEYLESS; SRC_TABLE_REFUSED;
    /// SRC_POSITION_LOST; CAP_DRIFT), Sql.
    Result<DatasetSchema> install(const QStringList& tables, const QStringList& leaving, Position resumeAfter);
    /// The dataset is of these tables alone: what was made for others goes.
    Result<> forgetOthers(const QStringList& tables);
    /// Makes the triggers anew, in the same words, so that they are the youngest of their tables; not of those leaving.
    Result<> renewTriggers(const DatasetSchema& schema, const std::vector<std::int64_t>& numbers,
                           const QStringList& leaving);
    /// Removes everything of this dataset, and everything of ours with the last dataset. No-op when nothing is there.
    Result<> uninstall();

    Result<State> state();
    /// Fails with SRC_POSITION_LOST unless the source still holds everything after `resumeAfter`.
    Result<> requireHeld(const State& state, Position resumeAfter) const;
    Result<> beat(qint64 utcMs);
    /// Deletes what no dataset needs any more, in small transactions, so that writers wait only briefly.
    Result<> release(Position position);

private:
    Result<bool> isRegistered();
    Result<> registerDataset(Position resumeAfter);
    Result<> attach(const TableSchema& table);
    Result<> detachOthers(const QStringList& tables);
    Result<> retireUnused();
    Result<> widen(int width);
    Result<> executeAll(const QStringList& statements);
    Result<> run(const QString& sql, const QString& text);

    SqliteDatabase& m_database;
    QString m_dataset;
};

} // namespace busheng
