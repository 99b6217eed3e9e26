// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/postgres/pg_connection.h"
#include "engine/model/row_change.h"
#include "engine/pipeline/apply/applier.h"
#include "engine/pipeline/apply/pg_target_writer.h"
#include "tests/support/mini_postgres.h"

#include <random>

namespace busheng::test {

/// Two databases on one real server: in `source` people work, and what they do becomes operations; `target` is written
/// by a PostgreSQL TargetWriter. Rows are compared byte for byte, as the server sends them.
class PgApplyFixture {
public:
    explicit PgApplyFixture(MiniPostgres& server);

    Result<> create(); ///< two empty databases
    void connect();    ///< once more, after the server was down
    /// Both databases.
    void both(const QString& sql);
    void onSource(const QString& sql);
    void onTarget(const QString& sql);
    QString askTarget(const QString& sql);
    DatasetSchema schema(const QStringList& tables);
    /// Opens the writer of `config`.
    Result<> open();
    void close() { writer.reset(); }

    /// The values of a SELECT list as a row of native cells: row("1, 'x'::text").
    Bytes row(const QString& values);
    /// Operations that a statement on the source amounts to, appended to `block`.
    void insert(const TableSchema& table, const QString& values);
    void update(const TableSchema& table, const QString& set, const QString& where);
    void erase(const TableSchema& table, const QString& where);
    void truncate(const TableSchema& table);
    void add(ChangeKind kind, std::uint32_t table, BytesView before, BytesView after);
    Bytes taken() { return std::exchange(block, {}); }

    /// One target transaction of what is in `block`; rolled back when it fails.
    Result<> apply(const DatasetSchema& schema, bool tolerant = false);
    /// createStructure in a transaction of its own.
    Result<> createStructure(const DatasetSchema& schema);

    /// All rows of a table, encoded and sorted.
    std::vector<Bytes> sourceRows(const TableSchema& table) { return rows(*source, table); }
    std::vector<Bytes> targetRows(const TableSchema& table) { return rows(*target, table); }
    bool isSame(const DatasetSchema& schema);

    MiniPostgres& server;
    PgTarget config;
    std::unique_ptr<PgConnection> source;
    std::unique_ptr<PgConnection> target; ///< beside the writer's
    std::unique_ptr<TargetWriter> writer;
    Bytes block;
    std::uint64_t changed = 0;
    std::uint64_t count = 0;  ///< operations ever added
    std::uint64_t packet = 0; ///< number of the last that apply() applied
    /// Values that an update did not change travel as Unchanged, as TOASTed ones do.
    bool leavesOutUnchanged = false;
    /// The whole old row comes with updates and deletes, as with REPLICA IDENTITY FULL.
    bool sendsOldRows = false;

private:
    static std::vector<Bytes> rows(PgConnection& connection, const TableSchema& table);
};

/// The rows of a binary result, encoded.
std::vector<Bytes> nativeRows(const PgResult& result);

} // namespace busheng::test
