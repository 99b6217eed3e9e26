// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/test_server.h"

#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>

namespace busheng::test {

/// Which of the two kinds of server that speak one protocol.
enum class MyFlavour { MariaDb, MySql };

/// BUSHENG_TEST_SERVER=mysql: the tests of a class run against a MySQL instead of a MariaDB.
MyFlavour testedFlavour();

/// The numbers from 1 to `last` (at most 100,000) as rows of a column `seq`, for a FROM.
QString numbersTo(int last);

/// A real MariaDB or MySQL 5.6 server in a temporary directory, listening on a Unix socket there and on a free loopback
/// port. Its administrator is `root`, without a password on this machine. Runs as the user `mysql` when the test runs
/// as root. Stopped and removed in the destructor. A server that is not installed is a failure, never a skip.
///
/// It logs rows as a source must (binlog_format=ROW; MariaDB with row_metadata=FULL, MySQL with GTIDs) and does not
/// wait for the disk, unless the settings say otherwise: what it has committed outlives kill(), though not the machine.
class MiniMariaDb final : public TestServer {
public:
    explicit MiniMariaDb(MyFlavour flavour = testedFlavour()) : m_flavour(flavour) {}
    ~MiniMariaDb() override;

    /// Makes the data and starts. `settings`: further options, "--name=value".
    Result<> start(const QStringList& settings = {});
    /// The same data again, after stop() or kill(); `settings` replace those of start() when there are any.
    Result<> startAgain(const QStringList& settings = {});
    Result<> stop(); ///< SIGTERM
    void kill();     ///< SIGKILL: as a power cut does it
    bool isRunning() const override;

    QString driver() const override { return QStringLiteral("mariadb"); }
    QString location(const QString& database) const override { return locationAs(database, QStringLiteral("root")); }
    QString locationAs(const QString& database, const QString& user) const;
    QString tcpLocation(const QString& database, const QString& user) const;
    /// Statements parted by ";" and a line's end.
    Result<QString> run(const QString& sql, const QString& database) const override;
    QString fingerprintSql(const QString& table) const override;
    QString hasTableSql(const QString& table) const override;
    bool isMySql() const { return m_flavour == MyFlavour::MySql; }
    QString directory() const { return m_directory.path(); }
    int port() const { return m_port; }
    qint64 processId() const { return m_server ? m_server->processId() : 0; }
    QString log() const; ///< what the server wrote

private:
    Result<> takeDirectory() const;
    Result<> installMariaDb() const;
    Result<> installMySql() const;
    QString program() const;
    QStringList options() const;
    Result<> launch();
    void asOwner(QProcess& process) const;

    MyFlavour m_flavour;
    QTemporaryDir m_directory{QStringLiteral("/tmp/busheng-my-XXXXXX")};
    std::unique_ptr<QProcess> m_server;
    QStringList m_settings;
    QString m_home; ///< of MySQL
    int m_port = 0;
};

} // namespace busheng::test
