// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/db/server_book.h"

#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <utility>
#include <vector>

struct pg_conn;
struct pg_result;
struct pg_cancel;

namespace busheng {

/// What a query gave back. Values are views into the result.
class PgResult {
public:
    explicit PgResult(pg_result* result) : m_result(result) {}
    PgResult(PgResult&& other) noexcept : m_result(std::exchange(other.m_result, nullptr)) {}
    PgResult& operator=(PgResult&& other) noexcept;
    ~PgResult();

    int rows() const;
    int columns() const;
    bool isNull(int row, int column) const;
    BytesView bytes(int row, int column) const; ///< as sent: text or binary, as asked for
    QString text(int row, int column) const;
    std::int64_t integer(int row, int column) const; ///< of a text result; 0 for NULL
    bool boolean(int row, int column) const;         ///< of a text result
    std::int64_t affectedRows() const;               ///< of an INSERT, UPDATE, DELETE or COPY

private:
    pg_result* m_result;
};

/// A connection to PostgreSQL, or to a database that speaks its protocol (KingbaseES, openGauss), through libpq.
///
/// Of several addresses ("host=a,b") the first is taken that answers as a primary of the database that was used before:
/// no standby, no former primary, no other database (ServerBook, whyNotPgServer). Then it fails: DB_NO_PRIMARY.
///
/// Text travels as UTF-8, dates as ISO, and time zones never touch a value that has none. Calls block; a stop request
/// on `stop` cancels the statement at the server, which then fails with Cancelled. Thread: one at a time. Fails: Sql,
/// with the SQLSTATE at the head of `native`; transient when trying again may help (connection gone, server starting or
/// stopping, too many connections, deadlock, serialization, lock timeout); Storage DSK_FULL transient when the server's
/// disk is full; Cancelled.
class PgConnection {
public:
    struct Options {
        QString conninfo; ///< libpq keywords or URI; passwords only through passfile, service or the environment
        QString name;     ///< what errors call it
        bool replication = false; ///< a walsender that also takes SQL
        QString purpose;          ///< shown in pg_stat_activity as "busheng <purpose>"
        std::stop_token stop;     ///< default: never
        /// Texts of a database in SQL_ASCII come as the bytes that they are: whoever reads them says of what encoding.
        bool rawTexts = false;
    };

    static Result<std::unique_ptr<PgConnection>> open(const Options& options);
    ~PgConnection();
    PgConnection(const PgConnection&) = delete;
    PgConnection& operator=(const PgConnection&) = delete;

    /// One or many statements without parameters, results dropped.
    Result<> execute(const QString& sql);
    /// One statement (or the last of many) whose rows come as text.
    Result<PgResult> query(const QString& sql);
    /// One statement with parameters $1... as text; nullopt is NULL.
    Result<PgResult> query(const QString& sql, const std::vector<std::optional<QString>>& parameters);
    /// First column of the first row; empty or 0 when there is none.
    Result<QString> queryText(const QString& sql);
    Result<std::int64_t> queryInteger(const QString& sql);

    /// One statement with binary parameters; types are those the statement says ($1::int8[]). Rows come as binary when
    /// `binaryRows`.
    Result<PgResult> queryBinary(const QString& sql, const std::vector<std::optional<BytesView>>& parameters,
                                 bool binaryRows = true);

    /// Runs COPY ... TO STDOUT and gives each message as it comes; the view is valid during the call only. A sink that
    /// returns false ends the copy early (the statement is cancelled at the server; the transaction is then aborted).
    Result<> copyOut(const QString& sql, const std::function<bool(BytesView data)>& sink);
    /// Begins COPY ... FROM STDIN; then copyData() as often as wanted and copyEnd() once. A failure ends the copy.
    Result<> copyBegin(const QString& sql);
    Result<> copyData(BytesView data);
    Result<PgResult> copyEnd();

    bool isAlive() const; ///< as far as the client knows, without asking the server
    bool inTransaction() const;
    int serverVersion() const; ///< 150018 for 15.18
    const QString& name() const { return m_name; }

    /// The name for errors and for libpq calls that this class does not wrap.
    pg_conn* native() { return m_connection; }
    /// What libpq says now, as an Error of this connection; `result` may be null.
    Error errorOf(const pg_result* result, const QString& doing) const;
    /// Cancels the running statement. Any thread.
    void cancel();

private:
    PgConnection(pg_conn* connection, QString name, std::stop_token stop, ServerLease lease);
    Result<PgResult> checked(pg_result* result, const QString& doing);

    pg_conn* m_connection;
    pg_cancel* m_cancel;
    QString m_name;
    ServerLease m_lease; ///< of one of several addresses
    std::stop_token m_stop;
    std::optional<std::stop_callback<std::function<void()>>> m_onStop; ///< last: ends before the rest
};

/// "name" with embedded quotes doubled.
QString pgQuoted(const QString& identifier);
/// 'text' with embedded quotes doubled; standard_conforming_strings is on in every connection of ours.
QString pgLiteral(const QString& text);
/// A table of ours is named "schema.table" (the first dot divides): as SQL, both parts quoted.
QString pgQuotedTable(const QString& qualifiedName);

} // namespace busheng
