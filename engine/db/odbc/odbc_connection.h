// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/db/odbc/odbc_dialect.h"
#include "engine/db/odbc/odbc_rows.h"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

namespace busheng {

/// What a query gave back, wholly in memory, as texts: for catalogs and the like.
using OdbcTexts = std::vector<std::vector<std::optional<QString>>>;

/// A connection through a driver of the operating system's driver manager.
///
/// Calls block; a stop request on `stop` cancels the statement that runs, and the call fails with Cancelled. Thread:
/// one at a time. Fails: Sql, with what the driver says and its SQLSTATE in `native`; Config ODBC_DRIVER (transient)
/// for a driver or data source that is not there; Config CFG_BAD_VALUE for the location; Cancelled.
class OdbcConnection {
public:
    struct Options {
        QString location;      ///< odbc_location.h
        QString name;          ///< what errors call it; whose password the vault is asked for
        bool mayWrite = false; ///< else the driver is told that nothing will be written
        std::stop_token stop;  ///< default: never
    };

    static Result<std::unique_ptr<OdbcConnection>> open(const Options& options);
    ~OdbcConnection();
    OdbcConnection(const OdbcConnection&) = delete;
    OdbcConnection& operator=(const OdbcConnection&) = delete;

    /// From here on all is read in one read-only transaction, which ends with the connection.
    Result<> beginSnapshot();
    /// One statement, results dropped; answers with the rows that it changed, -1: the driver does not say.
    Result<std::int64_t> execute(const QString& sql);
    /// At most `most` rows.
    Result<OdbcTexts> query(const QString& sql, int most = 1'000'000);
    /// First column of the first row; empty when there is none, or NULL.
    Result<QString> queryText(const QString& sql);
    /// Gives each row of a SELECT of these fields as it comes. `byRow`: fields may be of any length, and rows are
    /// fetched one by one; else in blocks, and a value that is longer than its field says ends with TooLong, after all
    /// rows before it.
    Result<OdbcEnd> stream(const QString& sql, const std::vector<OdbcField>& fields, bool byRow, const OdbcSink& sink);

    const OdbcDialect& dialect() const { return *m_dialect; }
    const QString& name() const { return m_name; }
    /// "PostgreSQL 15.0.20, psqlodbcw.so 13.02.0000".
    QString product() const;

private:
    friend class OdbcStatement;
    OdbcConnection(std::shared_ptr<const OdbcDialect> dialect, Options options);
    Result<> connect(const QString& connectionString);
    Result<> begin(const QStringList& statements);
    Error errorOf(short type, void* handle, const QString& doing) const;
    void setRunning(void* statement);

    std::shared_ptr<const OdbcDialect> m_dialect;
    QString m_name;
    bool m_mayWrite;
    std::stop_token m_stop;
    void* m_environment = nullptr;
    void* m_connection = nullptr;
    bool m_isConnected = false;
    bool m_inTransaction = false;
    std::mutex m_mutex;        ///< of the one below: a stop request comes from another thread
    void* m_running = nullptr; ///< statement that a stop request cancels
    std::optional<std::stop_callback<std::function<void()>>> m_onStop; ///< last: ends before the rest
};

/// Of this machine, for a person to choose from. Thread: any. Fails: Config ODBC_DRIVER.
struct OdbcChoices {
    QStringList drivers;
    QStringList dataSources;
};
Result<OdbcChoices> odbcChoices();

} // namespace busheng
