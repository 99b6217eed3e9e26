// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/mini_mariadb.h"
#include "tests/support/mini_postgres.h"
#include "tests/support/mini_sqlite.h"

namespace busheng::test {

/// A server that a test has started, reached through the real ODBC driver of its kind. A driver that is not installed
/// is a failure of the first connection, never a skip. The server must outlive this.
class OdbcServer final : public TestServer {
public:
    explicit OdbcServer(const MiniPostgres& server)
        : m_server(server),
          m_start(QStringLiteral("Dialect=postgresql;Driver={PostgreSQL Unicode};Servername=127.0.0.1;"
                                 "Port=%1;UID=postgres;Database=")
                      .arg(server.port()))
    {
    }
    explicit OdbcServer(const MiniMariaDb& server)
        : m_server(server),
          m_start(QStringLiteral("Dialect=mariadb;Driver={MariaDB Unicode};Socket=%1/my.sock;UID=root;"
                                 "Database=")
                      .arg(server.directory()))
    {
    }
    explicit OdbcServer(const MiniSqlite& server)
        : m_server(server), m_start(QStringLiteral("Dialect=sqlite;Driver={SQLite3};Database="))
    {
    }

    QString driver() const override { return QStringLiteral("odbc"); }
    QString kind() const override { return m_server.driver(); }
    QString location(const QString& database) const override
    {
        return m_start + (kind() == u"sqlite" ? m_server.location(database) : database);
    }
    Result<QString> run(const QString& sql, const QString& database) const override
    {
        return m_server.run(sql, database);
    }
    QString fingerprintSql(const QString& table) const override { return m_server.fingerprintSql(table); }
    QString hasTableSql(const QString& table) const override { return m_server.hasTableSql(table); }
    bool isRunning() const override { return m_server.isRunning(); }

private:
    const TestServer& m_server;
    const QString m_start;
};

} // namespace busheng::test
