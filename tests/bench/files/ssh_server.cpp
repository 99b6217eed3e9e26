// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/files/ssh_server.h"

#include "engine/base/clock.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTcpServer>
#include <QTcpSocket>

namespace busheng::bench {
namespace {

constexpr int kStartWithinMs = 10'000;
constexpr int kRsyncWithinMs = 1'800'000;

Result<> run(const QString& program, const QStringList& arguments, int withinMs = kStartWithinMs)
{
    QProcess process;
    process.start(program, arguments);
    const bool isThrough = process.waitForFinished(withinMs);
    if (!isThrough || process.exitCode() != 0)
        return fail(ErrorCode::Internal,
                    QStringLiteral("%1: %2").arg(program, isThrough ? QString::fromUtf8(process.readAllStandardError())
                                                                    : process.errorString()));
    return {};
}

Result<> write(const QString& path, const QString& text)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text.toUtf8()) < 0)
        return fail(ErrorCode::Internal, path + QStringLiteral(": ") + file.errorString());
    return file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner) ? Result<>()
                                                                                 : fail(ErrorCode::Internal, path);
}

} // namespace

Result<std::unique_ptr<SshServer>> SshServer::start(const QString& directory)
{
    auto server = std::make_unique<SshServer>();
    server->m_directory = directory;
    QDir().mkpath(directory);
    QDir().mkpath(QStringLiteral("/run/sshd")); // sshd wants it, and only root can start one
    for (const char* name : {"host", "user"}) {
        const QString key = directory + u'/' + QLatin1String(name);
        ENGINE_TRY(
            run(QStringLiteral("ssh-keygen"), {QStringLiteral("-q"), QStringLiteral("-t"), QStringLiteral("ed25519"),
                                               QStringLiteral("-N"), QString(), QStringLiteral("-f"), key}));
    }
    ENGINE_TRY(run(QStringLiteral("cp"),
                   {directory + QStringLiteral("/user.pub"), directory + QStringLiteral("/authorized")}));
    QTcpServer port;
    port.listen(QHostAddress::LocalHost);
    server->m_port = port.serverPort();
    port.close();
    ENGINE_TRY(write(
        directory + QStringLiteral("/sshd_config"),
        QStringLiteral("Port %1\nListenAddress 127.0.0.1\nHostKey %2/host\nAuthorizedKeysFile %2/authorized\n"
                       "PermitRootLogin yes\nStrictModes no\nUsePAM no\nPidFile none\nCiphers aes128-gcm@openssh.com\n")
            .arg(server->m_port)
            .arg(directory)));
    server->m_server.setStandardErrorFile(directory + QStringLiteral("/sshd.log"));
    server->m_server.start(
        QStringLiteral("/usr/sbin/sshd"),
        {QStringLiteral("-D"), QStringLiteral("-e"), QStringLiteral("-f"), directory + QStringLiteral("/sshd_config")});
    QElapsedTimer clock;
    clock.start();
    while (clock.elapsed() < kStartWithinMs) {
        QTcpSocket probe;
        probe.connectToHost(QHostAddress::LocalHost, static_cast<quint16>(server->m_port));
        if (probe.waitForConnected(100))
            return server;
        if (server->m_server.state() == QProcess::NotRunning)
            break;
    }
    return fail(ErrorCode::Internal, QStringLiteral("sshd does not listen; see %1/sshd.log").arg(directory));
}

SshServer::~SshServer()
{
    m_server.terminate();
    m_server.waitForFinished(kStartWithinMs);
}

Result<double> SshServer::rsync(const QString& source, const QString& target, const QStringList& options) const
{
    QDir().mkpath(target);
    const QString ssh = QStringLiteral("ssh -p %1 -i %2/user -c aes128-gcm@openssh.com -o StrictHostKeyChecking=no "
                                       "-o UserKnownHostsFile=/dev/null -o LogLevel=ERROR")
                            .arg(m_port)
                            .arg(m_directory);
    const qint64 start = systemClock().monotonicNs();
    ENGINE_TRY(run(QStringLiteral("rsync"),
                   QStringList{QStringLiteral("-a"), QStringLiteral("-e"), ssh} + options +
                       QStringList{source + u'/', QStringLiteral("127.0.0.1:") + target + u'/'},
                   kRsyncWithinMs));
    return static_cast<double>(systemClock().monotonicNs() - start) / 1e9;
}

} // namespace busheng::bench
