// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/sqlite/sqlite_database.h"
#include "engine/db/sqlite/sqlite_snapshot.h"
#include "engine/pipeline/verify/row_difference.h"

#include <QTemporaryDir>

namespace busheng::test {

/// A source and a target, both SQLite files, with one table `t` of the same structure.
class ComparisonFixture {
public:
    explicit ComparisonFixture(const QString& createTable);

    void inSource(const QString& sql) { run(*m_source, sql); }
    void inTarget(const QString& sql) { run(*m_target, sql); }
    void inBoth(const QString& sql);
    SqliteDatabase& source() { return *m_source; }
    SqliteDatabase& target() { return *m_target; }

    /// What is committed now.
    std::unique_ptr<TableSnapshot> sourceSnapshot() const;
    std::unique_ptr<TableSnapshot> targetSnapshot() const;
    const TableSchema& table() const { return m_table; }

    /// The whole way: digests of the source, comparison at the target, rows of the ranges that differ, differences.
    Result<std::vector<RowDifference>> compare() const;
    std::size_t rangesThatDiffered() const { return m_rangesThatDiffered; }

private:
    static void run(SqliteDatabase& database, const QString& sql);

    QTemporaryDir m_directory;
    std::unique_ptr<SqliteDatabase> m_source;
    std::unique_ptr<SqliteDatabase> m_target;
    TableSchema m_table;
    mutable std::size_t m_rangesThatDiffered = 0;
};

} // namespace busheng::test
