// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/test_server.h"

#include <QProcess>
#include <QTemporaryDir>

#include <memory>

namespace busheng::test {

/// A real PostgreSQL server in a temporary directory, listening on a Unix socket there and on a free loopback port,
/// without a password for anybody on this machine. Runs as the user `postgres` when the test runs as root. Stopped and
/// removed in the destructor. A server that is not installed is a failure, never a skip.
class MiniPostgres final : public TestServer {
public:
    MiniPostgres() = default;
    ~MiniPostgres() override;

    /// initdb and start. `settings`: further lines of postgresql.conf. wal_level is logical and fsync off unless they
    /// say otherwise.
    Result<> start(const QStringList& settings = {});
    /// A standby of a running server, which follows it.
    Result<> startStandbyOf(const MiniPostgres& original);
    /// From here on a standby is a primary with a history of its own.
    Result<> promote();
    /// Both at once: a copy with another history.
    Result<> startPromotedCopyOf(const MiniPostgres& original);
    /// The same cluster again, after stop() or kill().
    Result<> startAgain();
    Result<> stop(); ///< fast shutdown
    void kill();     ///< SIGKILL to the server and all its backends: as a power cut does it
    bool isRunning() const override;

    /// libpq keywords for `database` over the Unix socket, as the superuser `postgres` or as `user`.
    QString conninfo(const QString& database = QStringLiteral("postgres"),
                     const QString& user = QStringLiteral("postgres")) const;
    /// The same over TCP.
    QString tcpConninfo(const QString& database = QStringLiteral("postgres"),
                        const QString& user = QStringLiteral("postgres")) const;
    /// Runs SQL as the superuser, and gives the first column of the first row of the last statement.
    Result<QString> run(const QString& sql, const QString& database = QStringLiteral("postgres")) const override;
    QString driver() const override { return QStringLiteral("postgres"); }
    QString location(const QString& database) const override { return conninfo(database); }
    QString fingerprintSql(const QString& table) const override;
    QString hasTableSql(const QString& table) const override;
    /// Makes a user whom the server lets in over TCP with this password (SCRAM) and by nothing else; starts it again.
    Result<> makeUserWithPassword(const QString& user, const QString& password);
    /// One of the server's programs, for example "pgbench".
    static QString program(const QString& name);
    QString directory() const { return m_directory.path(); }
    int port() const { return m_port; }
    qint64 processId() const { return m_server ? m_server->processId() : 0; } ///< of the postmaster
    QString log() const;                                                      ///< what the server wrote

private:
    Result<> takeDirectory() const;
    Result<> addSettings(const QStringList& lines) const;
    Result<> launch();
    void spawn();
    Result<> runAsOwner(const QString& program, const QStringList& arguments);
    void asOwner(QProcess& process) const;

    QTemporaryDir m_directory{QStringLiteral("/tmp/busheng-pg-XXXXXX")};
    std::unique_ptr<QProcess> m_server;
    int m_port = 0;
};

} // namespace busheng::test
