// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/mini_mariadb.h"

#include "engine/db/mariadb/my_catalog.h"
#include "engine/db/mariadb/my_connection.h"
#include "tests/support/own_port.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

#include <pwd.h>
#include <signal.h>
#include <unistd.h>

namespace busheng::test {
namespace {

constexpr int kStartMs = 60'000;
const QString kMariaDb = QStringLiteral("/usr/sbin/mariadbd");
/// Where `./dev` puts the MySQL that it gets.
const QString kMySqlHome = QStringLiteral(BUSHENG_MYSQL_HOME);
const QString kMySqlProgram = QStringLiteral("/mysqld");

const passwd* owner()
{
    return ::geteuid() == 0 ? ::getpwnam("mysql") : nullptr;
}

/// Files of the program, as the tests' own: the server writes into them.
Result<> copyTree(const QString& from, const QString& to, const passwd* user)
{
    const auto own = [user](const QString& path) {
        return user == nullptr || ::chown(path.toUtf8().constData(), user->pw_uid, user->pw_gid) == 0;
    };
    bool good = QDir().mkpath(to) && own(to);
    QDirIterator files(from, QDir::AllEntries | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
    while (good && files.hasNext()) {
        const QString file = files.next();
        const QString copy = to + file.mid(from.size());
        good = files.fileInfo().isDir() ? QDir().mkpath(copy) : QFile::copy(file, copy);
        good = good && own(copy) && QFile::setPermissions(copy, QFile::permissions(copy) | QFile::WriteOwner);
    }
    return good ? Result<>() : fail(ErrorCode::Storage, QStringLiteral("%1 cannot be copied to %2").arg(from, to));
}

bool isOpenToOthers(const QString& path)
{
    for (QDir directory(path);;) {
        if (!QFileInfo(directory.path()).permission(QFile::ExeOther))
            return false;
        if (!directory.cdUp())
            return true;
    }
}

/// Where the server's user can run it: a checkout may lie in a folder of the tests' user alone, as /root is.
Result<QString> reachableMySqlHome()
{
    static const QTemporaryDir copy(QStringLiteral("/tmp/busheng-mysql-XXXXXX"));
    const passwd* user = owner();
    if (user == nullptr || isOpenToOthers(kMySqlHome))
        return kMySqlHome;
    if (QFileInfo::exists(copy.filePath(QStringLiteral("share"))))
        return copy.path();
    if (::chown(copy.path().toUtf8().constData(), user->pw_uid, user->pw_gid) != 0)
        return fail(ErrorCode::Storage, QStringLiteral("%1 cannot be given away").arg(copy.path()));
    for (const QString& file : {kMySqlProgram, QStringLiteral("/libaio.so.1")}) {
        QFile copied(copy.path() + file);
        if (!QFile::copy(kMySqlHome + file, copied.fileName()) ||
            !copied.setPermissions(copied.permissions() | QFile::ReadOther | QFile::ExeOther))
            return fail(ErrorCode::Storage, QStringLiteral("%1 cannot be copied").arg(file));
    }
    ENGINE_TRY(copyTree(kMySqlHome + QStringLiteral("/share"), copy.path() + QStringLiteral("/share"), user));
    return copy.path();
}

} // namespace

QString numbersTo(int last)
{
    QStringList digits;
    for (int digit = 0; digit < 10; ++digit)
        digits.append(QStringLiteral("SELECT %1 AS n").arg(digit));
    const QString ten = u'(' + digits.join(QStringLiteral(" UNION ALL ")) + u')';
    return QStringLiteral(
               "(SELECT 1 + a.n + 10 * b.n + 100 * c.n + 1000 * d.n + 10000 * e.n AS seq FROM %1 AS a, %1 AS "
               "b, %1 AS c, %1 AS d, %1 AS e HAVING seq <= %2) AS numbers")
        .arg(ten, QString::number(last));
}

MyFlavour testedFlavour()
{
    return qEnvironmentVariable("BUSHENG_TEST_SERVER") == u"mysql" ? MyFlavour::MySql : MyFlavour::MariaDb;
}

MiniMariaDb::~MiniMariaDb()
{
    if (isRunning())
        kill();
}

void MiniMariaDb::asOwner(QProcess& process) const
{
    process.setWorkingDirectory(m_directory.path());
    if (const passwd* user = owner()) {
        process.setChildProcessModifier([uid = user->pw_uid, gid = user->pw_gid] {
            if (::setgid(gid) != 0 || ::setuid(uid) != 0)
                ::_exit(126);
        });
    }
}

Result<> MiniMariaDb::takeDirectory() const
{
    if (::geteuid() != 0)
        return {};
    const passwd* user = owner();
    if (user == nullptr || ::chown(m_directory.path().toUtf8().constData(), user->pw_uid, user->pw_gid) != 0)
        return fail(ErrorCode::Config, QStringLiteral("no user mysql to run the server as"));
    return {};
}

Result<> MiniMariaDb::start(const QStringList& settings)
{
    const QString installed = isMySql() ? kMySqlHome + kMySqlProgram : kMariaDb;
    if (!QFileInfo::exists(installed))
        return fail(ErrorCode::Config, QStringLiteral("no database server at %1: run ./dev setup").arg(installed));
    ENGINE_TRY(takeDirectory());
    if (isMySql()) {
        ENGINE_TRY_AS(m_home, reachableMySqlHome());
    }
    ENGINE_TRY(isMySql() ? installMySql() : installMariaDb());
    m_settings = settings;
    ENGINE_TRY(launch());
    if (!isMySql())
        return {};
    // Nobody's account, which the package brings, would stand before those that tests make.
    ENGINE_TRY(run(QStringLiteral("DELETE FROM user WHERE user = '';\nFLUSH PRIVILEGES"), QStringLiteral("mysql")));
    return {};
}

QString MiniMariaDb::program() const
{
    return isMySql() ? m_home + kMySqlProgram : kMariaDb;
}

Result<> MiniMariaDb::installMariaDb() const
{
    QProcess install;
    asOwner(install);
    install.setProcessChannelMode(QProcess::MergedChannels);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("TMPDIR"), m_directory.path()); // not /tmp, as below
    install.setProcessEnvironment(environment);
    install.start(QStringLiteral("/usr/bin/mariadb-install-db"),
                  {QStringLiteral("--no-defaults"),
                   QStringLiteral("--datadir=") + m_directory.filePath(QStringLiteral("data")),
                   QStringLiteral("--auth-root-authentication-method=normal"), QStringLiteral("--skip-test-db"),
                   QStringLiteral("--skip-name-resolve"), QStringLiteral("--innodb-log-file-size=16M")});
    if (!install.waitForFinished(kStartMs) || install.exitCode() != 0)
        return fail(ErrorCode::Internal, QStringLiteral("mariadb-install-db: ") + QString::fromUtf8(install.readAll()));
    return {};
}

/// The package brings the system tables; auto.cnf is the server's identity, and each makes its own.
Result<> MiniMariaDb::installMySql() const
{
    const QString data = m_directory.filePath(QStringLiteral("data"));
    ENGINE_TRY(copyTree(kMySqlHome + QStringLiteral("/data/mysql"), data, owner()));
    QFile::remove(data + QStringLiteral("/auto.cnf"));
    return {};
}

Result<> MiniMariaDb::startAgain(const QStringList& settings)
{
    if (!settings.isEmpty())
        m_settings = settings;
    return launch();
}

Result<> MiniMariaDb::launch()
{
    m_port = m_port == 0 ? ownPort() : m_port;
    m_server = std::make_unique<QProcess>();
    asOwner(*m_server);
    m_server->setProcessChannelMode(QProcess::MergedChannels);
    m_server->setStandardOutputFile(m_directory.filePath(QStringLiteral("server.log")), QIODevice::Append);
    if (isMySql()) { // it brings a library of its own
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("LD_LIBRARY_PATH"), m_home);
        m_server->setProcessEnvironment(environment);
    }
    m_server->start(program(), options() + m_settings);
    QDeadlineTimer deadline(kStartMs);
    while (!deadline.hasExpired()) {
        if (m_server->waitForFinished(20))
            return fail(ErrorCode::Internal, QStringLiteral("the server ended: ") + log());
        if (run(QStringLiteral("SELECT 1"), QStringLiteral("mysql")))
            return {};
    }
    return fail(ErrorCode::Timeout, QStringLiteral("the server does not answer: ") + log());
}

QStringList MiniMariaDb::options() const
{
    QStringList options{QStringLiteral("--no-defaults"),
                        QStringLiteral("--datadir=") + m_directory.filePath(QStringLiteral("data")),
                        QStringLiteral("--socket=") + m_directory.filePath(QStringLiteral("my.sock")),
                        QStringLiteral("--pid-file=") + m_directory.filePath(QStringLiteral("my.pid")),
                        // Not /tmp: a server that starts removes the temporary tables it finds, and another that
                        // has some there dies of it.
                        QStringLiteral("--tmpdir=") + m_directory.path(), QStringLiteral("--port=%1").arg(m_port),
                        QStringLiteral("--bind-address=127.0.0.1"), QStringLiteral("--skip-name-resolve"),
                        QStringLiteral("--server-id=%1").arg(m_port), QStringLiteral("--log-bin=binlog"),
                        QStringLiteral("--binlog-format=ROW"), QStringLiteral("--character-set-server=utf8mb4"),
                        QStringLiteral("--innodb-flush-log-at-trx-commit=2"), QStringLiteral("--sync-binlog=0")};
    if (isMySql())
        options += {QStringLiteral("--basedir=") + m_home,
                    QStringLiteral("--lc-messages-dir=") + m_home + QStringLiteral("/share"),
                    QStringLiteral("--character-sets-dir=") + m_home + QStringLiteral("/share/charsets"),
                    QStringLiteral("--gtid-mode=ON"),
                    QStringLiteral("--enforce-gtid-consistency"),
                    QStringLiteral("--log-slave-updates"),
                    QStringLiteral("--explicit-defaults-for-timestamp"),
                    QStringLiteral("--skip-performance-schema"),
                    QStringLiteral("--max-allowed-packet=16M"),
                    QStringLiteral("--skip-sync-frm"),
                    QStringLiteral("--innodb-flush-method=nosync"),
                    QStringLiteral("--innodb-log-file-size=8M"),
                    QStringLiteral("--innodb-buffer-pool-size=32M"),
                    QStringLiteral("--innodb-file-format=Barracuda"),
                    QStringLiteral("--innodb-large-prefix")};
    else
        options += {QStringLiteral("--binlog-row-metadata=FULL"), QStringLiteral("--innodb-log-file-size=64M"),
                    QStringLiteral("--innodb-buffer-pool-size=128M")};
    return options;
}

Result<> MiniMariaDb::stop()
{
    if (!isRunning())
        return {};
    m_server->terminate();
    if (!m_server->waitForFinished(kStartMs))
        return fail(ErrorCode::Timeout, QStringLiteral("the server does not stop"));
    return {};
}

void MiniMariaDb::kill()
{
    if (!isRunning())
        return;
    m_server->kill();
    m_server->waitForFinished(kStartMs);
}

bool MiniMariaDb::isRunning() const
{
    return m_server && m_server->state() != QProcess::NotRunning;
}

QString MiniMariaDb::locationAs(const QString& database, const QString& user) const
{
    return QStringLiteral("host=%1 dbname=%2 user='%3'")
        .arg(m_directory.filePath(QStringLiteral("my.sock")), database, user);
}

QString MiniMariaDb::tcpLocation(const QString& database, const QString& user) const
{
    return QStringLiteral("host=127.0.0.1 port=%1 dbname=%2 user='%3'").arg(QString::number(m_port), database, user);
}

Result<QString> MiniMariaDb::run(const QString& sql, const QString& database) const
{
    MyConnection::Options options;
    options.location = location(database);
    options.name = QStringLiteral("mini");
    options.purpose = QStringLiteral("test");
    ENGINE_TRY_AS(const auto connection, MyConnection::open(options));
    static const QRegularExpression kEnd(QStringLiteral(";\\s*(\\n|$)"));
    QString answer;
    for (const QString& statement : sql.split(kEnd, Qt::SkipEmptyParts)) {
        if (statement.trimmed().isEmpty())
            continue;
        ENGINE_TRY_AS(answer, connection->queryText(statement));
    }
    return answer;
}

/// Each row as the hash of its values behind their lengths; bytes, not what a collation takes for the same.
QString MiniMariaDb::fingerprintSql(const QString& table) const
{
    MyConnection::Options options;
    options.location = location(table.section(u'.', 0, 0));
    options.name = QStringLiteral("mini");
    const auto connection = MyConnection::open(options);
    const auto schema = connection ? readMyTable(**connection, table) : Result<TableSchema>();
    if (!connection || !schema)
        return QStringLiteral("SELECT 'no table %1'").arg(table);
    QStringList values;
    for (const ColumnSchema& column : schema->columns)
        values.append(QStringLiteral("ifnull(concat(length(%1), ':', hex(%1)), 'N')").arg(myQuoted(column.name)));
    return QStringLiteral(
               "SELECT concat(count(*), '/', ifnull(sum(cast(conv(left(md5(concat_ws('|', %1)), 12), 16, 10) "
               "AS unsigned)), 0)) FROM %2")
        .arg(values.join(QStringLiteral(", ")), myQuotedTable(table));
}

QString MiniMariaDb::hasTableSql(const QString& table) const
{
    return QStringLiteral("SELECT count(*) FROM information_schema.TABLES WHERE concat(TABLE_SCHEMA, '.', TABLE_NAME) "
                          "= %1")
        .arg(myLiteral(table));
}

QString MiniMariaDb::log() const
{
    QFile file(m_directory.filePath(QStringLiteral("server.log")));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

} // namespace busheng::test
