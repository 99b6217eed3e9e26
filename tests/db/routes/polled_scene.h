// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pipeline/capture/polled_preflight.h"
#include "engine/pipeline/capture/polling_capturer.h"
#include "tests/db/postgres_capture/stream_sink.h"
#include "tests/support/fake_clock.h"
#include "tests/support/mini_mariadb.h"
#include "tests/support/mini_postgres.h"
#include "tests/support/mini_sqlite.h"

namespace busheng::test {

/// A server of each kind, for all tests of a class.
struct AllServers {
    MiniPostgres postgres;
    MiniMariaDb mariadb;
    MiniSqlite sqlite;

    Result<> start();
    const TestServer& named(const QString& driver) const;
};

/// A test's rows: one for each kind of database.
void addDatabases();

/// What a route keeps, in memory, for as many capturers as a test opens.
struct KeptMarks {
    RouteMemory::Marks marks;
    int saves = 0;
    bool fails = false;

    std::unique_ptr<RouteMemory> memory();
};

/// Rows by table id and key, as their bytes.
using RowsByKey = std::map<std::pair<std::uint32_t, Bytes>, Bytes>;

/// A database of its own with a table and a dataset of it, and what a target would have of it by what the sink holds.
class PolledScene {
public:
    /// `columns`: of the table `item`, behind `id`, in words of all three databases; WHEN is a type of times without a
    /// zone.
    PolledScene(const TestServer& server, const QString& database, const QString& columns, DatasetConfig dataset);

    /// A capturer that goes on behind what the sink has, as after a restart.
    Result<> open();
    /// The dataset is of these tables; the capturer, which is open, is told.
    Result<> setTables(const QStringList& tables);
    /// The same before the next open().
    void become(const QStringList& tables) { m_dataset.tables = tables; }
    Result<PollResult> poll();
    /// poll(), when the clock has come to the next look.
    Result<PollResult> look();
    Result<PositionedSnapshot> snapshot();
    Result<> noteApplied(Position position) { return m_capturer->noteApplied(position); }
    Result<std::vector<Finding>> preflight();

    Result<QString> run(const QString& sql) const { return m_server.run(sql, m_database); }
    /// A time of the source's own wall clock so many seconds from now, as a literal.
    QString time(int secondsFromNow) const;

    /// What became of an empty target.
    Result<RowsByKey> applied() const;
    /// The rows of a snapshot.
    Result<RowsByKey> rows(TableSnapshot& snapshot) const;
    Result<RowsByKey> rowsNow();
    /// Kinds of the operations of the newest transaction: "upsert upsert remove".
    QString newest() const;

    StreamSink& sink() { return m_sink; }
    FakeClock& clock() { return m_clock; }
    KeptMarks& kept() { return m_kept; }
    QString table() const { return m_schema.tables.front().name; } ///< as its snapshots know it
    QString changeTable() const;
    Result<> uninstall();
    void close() { m_capturer.reset(); }
    Capturer& capturer() { return *m_capturer; }
    const DatasetSchema& schema() const { return m_schema; }
    const DatabaseConfig& source() const { return m_source; }
    const DatasetConfig& dataset() const { return m_dataset; }
    void setLocation(const QString& location) { m_source.location = location; }

private:
    Result<std::unique_ptr<PolledSource>> openSource() const;
    Result<std::unique_ptr<PolledRoute>> openRoute(RouteMemory& memory);

    const TestServer& m_server;
    const QString m_database;
    const QString m_table;
    DatabaseConfig m_source;
    DatasetConfig m_dataset;
    FakeClock m_clock;
    KeptMarks m_kept;
    StreamSink m_sink;
    std::unique_ptr<Capturer> m_capturer;
    DatasetSchema m_schema;
};

} // namespace busheng::test
