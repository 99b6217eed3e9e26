// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/db/mariadb/my_quoting.h"
#include "engine/db/server_book.h"

#include <QString>
#include <QVersionNumber>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

struct st_mysql;
struct st_mysql_res;

namespace busheng {

/// What a query gave back, wholly in memory: for catalogs and the like. Values are views into the result.
class MyResult {
public:
    /// Takes `result`, which may be null: a statement without rows.
    explicit MyResult(st_mysql_res* result);

    int rows() const { return static_cast<int>(m_rows.size()); }
    bool isNull(int row, int column) const;
    BytesView bytes(int row, int column) const;
    QString text(int row, int column) const;         ///< empty for NULL
    std::int64_t integer(int row, int column) const; ///< 0 for NULL

private:
    struct Free {
        void operator()(st_mysql_res* result) const;
    };
    std::unique_ptr<st_mysql_res, Free> m_result;
    std::vector<std::vector<BytesView>> m_rows; ///< NULL: a view without a pointer
};

/// One row of a result that is read as it comes: a field each; NULL has no pointer. Valid during the call only.
using MyRow = std::vector<BytesView>;

/// A connection to MariaDB or MySQL through Connector/C. What differs between the two is asked of isMariaDb() and
/// version() where it differs.
///
/// Of several addresses ("host=a,b") the first is taken whose server may be written and has all transactions of the one
/// that was used before (ServerBook, whyNotMyServer). Then it fails: DB_NO_PRIMARY. MariaDB only: the GTIDs of MySQL
/// say nothing of an order.
///
/// Texts travel as utf8mb4, moments in UTC; the session is strict, takes every date that a source may hold, and has no
/// limit of time. Calls block; a stop request on `stop` breaks the connection, and the call fails with Cancelled.
/// Thread: one at a time. Fails: Sql, with the server's error number at the head of `native` ("1213 Deadlock ...");
/// transient when trying again may help; Storage DSK_FULL transient when the server's disk is full; Cancelled.
class MyConnection {
public:
    struct Options {
        QString location;       ///< my_location.h
        QString name;           ///< what errors call it; whose password the vault is asked for
        QString purpose;        ///< shown in the server's connection attributes as "busheng <purpose>"
        std::stop_token stop;   ///< default: never
        bool foundRows = false; ///< an UPDATE answers with the rows it found, changed or not
    };

    static Result<std::unique_ptr<MyConnection>> open(const Options& options);
    ~MyConnection();
    MyConnection(const MyConnection&) = delete;
    MyConnection& operator=(const MyConnection&) = delete;

    /// One statement, results dropped.
    Result<> execute(const QString& sql);
    Result<MyResult> query(const QString& sql);
    /// First column of the first row; empty or 0 when there is none.
    Result<QString> queryText(const QString& sql);
    Result<std::int64_t> queryInteger(const QString& sql);
    /// Gives each row as it comes. A sink that returns false: the rest is read and dropped, so bound it by LIMIT.
    Result<> stream(const QString& sql, const std::function<Result<bool>(const MyRow& row)>& sink);
    std::int64_t affectedRows() const; ///< of the last statement
    /// What the server takes of one value, and of one statement with its values: max_allowed_packet. Asked once.
    Result<std::size_t> mostBytes();

    bool isAlive() const { return m_alive; } ///< as far as the client knows, without asking the server
    bool inTransaction() const;
    QString serverVersion() const; ///< "10.11.19-MariaDB-log"
    QVersionNumber version() const;
    bool isMariaDb() const;
    /// Why this program does not work with the server; empty: it does.
    QString whyUnsupported() const;
    /// For people: "MySQL 5.6.24", "10.11.19-MariaDB-log".
    QString shownVersion() const;
    /// The statement that tells where the binary log ends: file and offset in its first two columns.
    QString logEndSql() const;
    unsigned long threadId() const;
    const QString& name() const { return m_name; }

    /// For calls of Connector/C that this class does not wrap.
    st_mysql* native() { return m_connection; }
    /// What the library says now, as an Error of this connection.
    Error errorOf(const QString& doing);
    /// The same of a number and a text that came from elsewhere, a prepared statement.
    Error errorOf(unsigned int number, const QString& message, const QString& doing);
    /// Ends every call, now and later. Any thread.
    void interrupt();

private:
    MyConnection(st_mysql* connection, qintptr socket, QString name, std::stop_token stop, ServerLease lease);
    Result<> prepareSession();

    st_mysql* m_connection;
    qintptr m_socket; ///< what interrupt() shuts down; the library closes it
    QString m_name;
    ServerLease m_lease; ///< of one of several addresses
    std::stop_token m_stop;
    std::size_t m_mostBytes = 0; ///< 0: not asked yet
    std::atomic<bool> m_alive = true;
    std::optional<std::stop_callback<std::function<void()>>> m_onStop; ///< last: ends before the rest
};

/// The number at the head of Error::native; 0: none.
int myErrorNumber(const Error& error);

} // namespace busheng
