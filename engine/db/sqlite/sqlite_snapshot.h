// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/sqlite/sqlite_database.h"
#include "engine/db/table_snapshot.h"

#include <map>
#include <optional>

namespace busheng {

/// A read transaction of an SQLite database on its own connection. See TableSnapshot.
///
/// Keys compare as SQLite compares storage classes (NULL, numbers, text, blob) with the BINARY collation, whatever
/// collation the column has. Ranges are row values, so a key of any width is one index search.
/// In WAL mode writers go on while it is held, but the log of the database cannot be wound back; in any other journal
/// mode it keeps them from committing. A row whose key holds NULL is in no range that has an end.
/// A scan's sink must not scan or fetch the same table through the same snapshot.
class SqliteSnapshot final : public TableSnapshot {
public:
    /// Pins what is committed now. `name` is what errors call the database.
    static Result<std::unique_ptr<SqliteSnapshot>> open(const QString& path, const QString& name);
    ~SqliteSnapshot() override;

    void restrict(const QString& table, const QString& condition) override;
    Result<std::uint64_t> countRows(const TableSchema& table) override;
    Result<> scan(const TableSchema& table, const KeyRange& range, std::uint64_t limit, const RowSink& sink) override;
    Result<Bytes> fetch(const TableSchema& table, BytesView key) override;

    /// For reading more of the same moment. Read only, and the transaction must stay open.
    SqliteDatabase& database() { return *m_database; }

private:
    enum Shape : int { All = 0, After = 1, UpTo = 2, Between = 3, Fetch = 4 };

    explicit SqliteSnapshot(std::unique_ptr<SqliteDatabase> database) : m_database(std::move(database)) {}
    Result<SqliteStatement*> statement(const TableSchema& table, int shape);
    Result<QString> selectSql(const TableSchema& table, int shape);

    std::unique_ptr<SqliteDatabase> m_database;
    std::map<std::pair<QString, int>, SqliteStatement> m_statements; // destroyed before the connection
    std::map<QString, QString> m_restrictions;                       // by table
    Bytes m_row;                                                     // reused from row to row
};

} // namespace busheng
