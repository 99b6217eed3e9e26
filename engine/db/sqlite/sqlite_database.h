// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/model/cell.h"

#include <QString>

#include <functional>
#include <memory>

struct sqlite3;
struct sqlite3_stmt;

namespace busheng {

class SqliteDatabase;

/// A prepared statement. Must not outlive its database. Thread: that of its database.
class SqliteStatement {
public:
    SqliteStatement(SqliteStatement&& other) noexcept;
    SqliteStatement& operator=(SqliteStatement&& other) noexcept;
    ~SqliteStatement();

    /// Parameters count from 1. Text and blobs are not copied: they must live until the next reset().
    Result<> bind(int parameter, const Cell& cell);
    Result<> bind(int parameter, std::int64_t value) { return bind(parameter, Cell::ofInteger(value)); }
    Result<> bindText(int parameter, const QString& text); ///< copied
    /// True: a row is at hand; false: done.
    Result<bool> step();
    /// Runs to the end and makes it ready for the next use.
    Result<> run();
    void reset();

    int columnCount() const;
    QString columnName(int column) const;
    QString declaredType(int column) const; ///< of the table's column that it is; empty: of none
    /// Views are valid until the next step() or reset().
    Cell cell(int column) const;
    std::int64_t integer(int column) const;
    QString text(int column) const;

private:
    friend class SqliteDatabase;
    SqliteStatement(sqlite3* database, sqlite3_stmt* statement) : m_database(database), m_statement(statement) {}
    sqlite3* m_database = nullptr;
    sqlite3_stmt* m_statement = nullptr;
};

/// A connection to a user's SQLite database through SQLite's own interface: values pass without a QVariant.
///
/// Thread: one at a time (serialized mode; may be moved to another thread between uses). Fails: Sql, transient for busy
/// and locked; Storage DSK_FULL transient when the disk is full; Corrupt when the file is not a database.
class SqliteDatabase {
public:
    enum class OpenMode { ReadOnly, ReadWrite, ReadWriteCreate };

    /// `name` is what errors call it. Waits up to `busyMs` for other writers.
    static Result<std::unique_ptr<SqliteDatabase>> open(const QString& path, OpenMode mode, const QString& name,
                                                        int busyMs = 5000);
    ~SqliteDatabase();
    SqliteDatabase(const SqliteDatabase&) = delete;
    SqliteDatabase& operator=(const SqliteDatabase&) = delete;

    Result<SqliteStatement> prepare(const QString& sql);
    /// The same of a text that must be one statement. Fails: also Config, when something stands behind it.
    Result<SqliteStatement> prepareOnly(const QString& sql);
    Result<> execute(const QString& sql);                  ///< one or many statements, results dropped
    Result<std::int64_t> queryInteger(const QString& sql); ///< first column of the first row; 0 when there is none
    Result<QString> queryText(const QString& sql);
    /// Writes bytes over those of a blob that is there, in pieces, without any more of it in memory: `read` gives them
    /// to what it is called with. Fails: also what `read` returns.
    Result<> writeBlob(const QString& table, const QString& column, std::int64_t rowid,
                       const std::function<Result<>(const std::function<Result<>(BytesView piece)>& sink)>& read);
    std::int64_t changes() const; ///< rows touched by the last insert, update or delete
    bool inTransaction() const;
    const QString& name() const { return m_name; }
    /// True when the file at the path is no longer the one that is open: replaced, moved or deleted.
    bool fileMoved() const;
    /// The collation by which the database compares a column ("BINARY", "NOCASE", ...); Schema when there is none such.
    Result<QString> columnCollation(const QString& table, const QString& column);

private:
    SqliteDatabase(sqlite3* handle, const QString& name) : m_handle(handle), m_name(name) {}
    sqlite3* m_handle;
    QString m_name;
};

/// "name" with embedded quotes doubled: safe in any place where SQL wants an identifier.
QString sqliteQuoted(const QString& identifier);

} // namespace busheng
