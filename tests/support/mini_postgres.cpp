// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/mini_postgres.h"

#include "engine/db/postgres/pg_connection.h"
#include "tests/support/own_port.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <pwd.h>
#include <signal.h>
#include <unistd.h>

namespace busheng::test {
namespace {

constexpr int kStartMs = 60'000;

/// The newest server that is installed.
QString binFolder()
{
    const QDir root(QStringLiteral("/usr/lib/postgresql"));
    const QStringList versions = root.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name | QDir::Reversed);
    for (const QString& version : versions) {
        const QString folder = root.filePath(version + QStringLiteral("/bin"));
        if (QFileInfo::exists(folder + QStringLiteral("/initdb")))
            return folder;
    }
    return {};
}

} // namespace

MiniPostgres::~MiniPostgres()
{
    if (isRunning())
        kill();
}

void MiniPostgres::asOwner(QProcess& process) const
{
    if (::geteuid() != 0)
        return;
    const passwd* user = ::getpwnam("postgres");
    if (user == nullptr)
        return;
    process.setChildProcessModifier([uid = user->pw_uid, gid = user->pw_gid] {
        if (::setgid(gid) != 0 || ::setuid(uid) != 0)
            ::_exit(126);
    });
    process.setWorkingDirectory(m_directory.path());
}

Result<> MiniPostgres::runAsOwner(const QString& program, const QStringList& arguments)
{
    QProcess process;
    asOwner(process);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    if (!process.waitForFinished(kStartMs) || process.exitCode() != 0)
        return fail(
            ErrorCode::Internal,
            QStringLiteral("%1: %2%3").arg(program, process.errorString(), QString::fromUtf8(process.readAll())));
    return {};
}

Result<> MiniPostgres::start(const QStringList& settings)
{
    const QString bin = binFolder();
    if (bin.isEmpty())
        return fail(ErrorCode::Config, QStringLiteral("no PostgreSQL server in /usr/lib/postgresql: run ./dev setup"));
    ENGINE_TRY(takeDirectory());
    ENGINE_TRY(
        runAsOwner(bin + QStringLiteral("/initdb"),
                   {QStringLiteral("-D"), m_directory.filePath(QStringLiteral("data")), QStringLiteral("-U"),
                    QStringLiteral("postgres"), QStringLiteral("-A"), QStringLiteral("trust"), QStringLiteral("-E"),
                    QStringLiteral("UTF8"), QStringLiteral("--no-locale"), QStringLiteral("--no-sync")}));
    ENGINE_TRY(
        addSettings(QStringList{QStringLiteral("wal_level = logical"), QStringLiteral("fsync = off"),
                                QStringLiteral("max_wal_senders = 20"), QStringLiteral("max_replication_slots = 20"),
                                QStringLiteral("listen_addresses = '127.0.0.1'"),
                                QStringLiteral("unix_socket_directories = '%1'").arg(m_directory.path())} +
                    settings));
    return launch();
}

/// PostgreSQL refuses root.
Result<> MiniPostgres::takeDirectory() const
{
    if (::geteuid() != 0)
        return {};
    const passwd* user = ::getpwnam("postgres");
    if (user == nullptr || ::chown(m_directory.path().toUtf8().constData(), user->pw_uid, user->pw_gid) != 0)
        return fail(ErrorCode::Config, QStringLiteral("no user postgres to run the server as"));
    return {};
}

Result<> MiniPostgres::addSettings(const QStringList& lines) const
{
    QFile config(m_directory.filePath(QStringLiteral("data/postgresql.auto.conf")));
    if (!config.open(QIODevice::Append))
        return fail(ErrorCode::Storage, config.errorString());
    config.write(lines.join(u'\n').toUtf8() + '\n');
    return {};
}

Result<> MiniPostgres::startStandbyOf(const MiniPostgres& original)
{
    ENGINE_TRY(takeDirectory());
    ENGINE_TRY(runAsOwner(program(QStringLiteral("pg_basebackup")),
                          {QStringLiteral("-D"), m_directory.filePath(QStringLiteral("data")), QStringLiteral("-d"),
                           original.conninfo(), QStringLiteral("-X"), QStringLiteral("stream"), QStringLiteral("-R"),
                           QStringLiteral("-c"), QStringLiteral("fast"), QStringLiteral("--no-sync")}));
    ENGINE_TRY(addSettings({QStringLiteral("unix_socket_directories = '%1'").arg(m_directory.path())}));
    return launch();
}

Result<> MiniPostgres::startPromotedCopyOf(const MiniPostgres& original)
{
    ENGINE_TRY(startStandbyOf(original));
    return promote();
}

Result<> MiniPostgres::promote()
{
    ENGINE_TRY_AS(const QString promoted, run(QStringLiteral("SELECT pg_promote()")));
    return promoted == u"t" ? Result<>() : fail(ErrorCode::Internal, QStringLiteral("it is not promoted: ") + log());
}

Result<> MiniPostgres::makeUserWithPassword(const QString& user, const QString& password)
{
    QFile rules(m_directory.filePath(QStringLiteral("data/pg_hba.conf")));
    if (!rules.open(QIODevice::ReadWrite))
        return fail(ErrorCode::Storage, rules.errorString());
    const QByteArray others = rules.readAll();
    rules.seek(0);
    rules.write(QStringLiteral("host all %1 127.0.0.1/32 scram-sha-256\n").arg(user).toUtf8() + others);
    rules.close();
    ENGINE_TRY(run(QStringLiteral("CREATE ROLE %1 LOGIN PASSWORD '%2'").arg(user, password)));
    ENGINE_TRY(stop());
    return startAgain();
}

Result<> MiniPostgres::startAgain()
{
    return launch();
}

void MiniPostgres::spawn()
{
    m_server = std::make_unique<QProcess>();
    asOwner(*m_server);
    m_server->setProcessChannelMode(QProcess::MergedChannels);
    m_server->setStandardOutputFile(m_directory.filePath(QStringLiteral("server.log")), QIODevice::Append);
    m_server->start(binFolder() + QStringLiteral("/postgres"),
                    {QStringLiteral("-D"), m_directory.filePath(QStringLiteral("data")), QStringLiteral("-p"),
                     QString::number(m_port)});
}

Result<> MiniPostgres::launch()
{
    m_port = m_port == 0 ? ownPort() : m_port;
    spawn();
    QDeadlineTimer deadline(kStartMs);
    while (!deadline.hasExpired()) {
        if (m_server->waitForFinished(20)) {
            // Backends of a server that was killed are gone a moment after it.
            if (!log().section(u'\n', -4).contains(u"pre-existing shared memory block"))
                return fail(ErrorCode::Internal, QStringLiteral("the server ended: ") + log());
            spawn();
        }
        if (run(QStringLiteral("SELECT 1")))
            return {};
    }
    return fail(ErrorCode::Timeout, QStringLiteral("the server does not answer: ") + log());
}

Result<> MiniPostgres::stop()
{
    if (!isRunning())
        return {};
    ::kill(static_cast<pid_t>(m_server->processId()), SIGINT);
    if (!m_server->waitForFinished(kStartMs))
        return fail(ErrorCode::Timeout, QStringLiteral("the server does not stop"));
    return {};
}

void MiniPostgres::kill()
{
    if (!isRunning())
        return;
    // Backends would notice by themselves that their postmaster is gone, but may answer one more question before.
    QFile list(QStringLiteral("/proc/%1/task/%1/children").arg(m_server->processId()));
    const QByteArrayList backends = list.open(QIODevice::ReadOnly) ? list.readAll().split(' ') : QByteArrayList();
    m_server->kill();
    m_server->waitForFinished(kStartMs);
    for (const QByteArray& backend : backends) {
        if (const int pid = backend.toInt(); pid > 1)
            ::kill(pid, SIGKILL);
    }
}

bool MiniPostgres::isRunning() const
{
    return m_server && m_server->state() != QProcess::NotRunning;
}

QString MiniPostgres::program(const QString& name)
{
    return binFolder() + u'/' + name;
}

QString MiniPostgres::conninfo(const QString& database, const QString& user) const
{
    return QStringLiteral("host=%1 port=%2 dbname=%3 user=%4")
        .arg(m_directory.path(), QString::number(m_port), database, user);
}

QString MiniPostgres::tcpConninfo(const QString& database, const QString& user) const
{
    return QStringLiteral("host=127.0.0.1 port=%1 dbname=%2 user=%3").arg(QString::number(m_port), database, user);
}

Result<QString> MiniPostgres::run(const QString& sql, const QString& database) const
{
    PgConnection::Options options;
    options.conninfo = conninfo(database);
    options.name = QStringLiteral("mini");
    options.purpose = QStringLiteral("test");
    ENGINE_TRY_AS(const auto connection, PgConnection::open(options));
    return connection->queryText(sql);
}

QString MiniPostgres::fingerprintSql(const QString& table) const
{
    return QStringLiteral("SELECT count(*) || '/' || coalesce(sum(hash_record_extended(r, 0)::numeric), 0) FROM %1 r")
        .arg(pgQuotedTable(table));
}

QString MiniPostgres::hasTableSql(const QString& table) const
{
    return QStringLiteral("SELECT count(to_regclass(%1))").arg(pgLiteral(table));
}

QString MiniPostgres::log() const
{
    QFile file(m_directory.filePath(QStringLiteral("server.log")));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

} // namespace busheng::test
