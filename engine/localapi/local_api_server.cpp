// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/localapi/local_api_server.h"

#include "engine/api/json.h"
#include "engine/base/log.h"
#include "engine/base/platform.h"
#include "engine/localapi/local_api_path.h"
#include "engine/model/events.h"

#include <utility>

namespace busheng {
namespace {

/// 0 when the kernel does not say.
qint64 processBehind(const QLocalSocket& socket)
{
    const auto peer = LocalPeer::behind(socket.socketDescriptor());
    return peer ? peer->process : 0;
}

Result<> checkNobodyAnswers(const QString& path, const QString& dataDirectory)
{
    QLocalSocket probe;
    probe.connectToServer(path);
    // A local connect is decided at once; "connecting" means that a listener's queue is full.
    if (probe.state() == QLocalSocket::UnconnectedState)
        return {};
    const qint64 process = probe.state() == QLocalSocket::ConnectedState ? processBehind(probe) : 0;
    return fail(makeEvent(ErrorCode::Config, events::AGT_DUPLICATE, {dataDirectory, QString::number(process)},
                          QStringLiteral("process %1 listens at %2").arg(process).arg(path)));
}

} // namespace

LocalApiServer::LocalApiServer(EngineApi& engine, const LocalApiLimits& limits, QObject* parent)
    : QObject(parent), m_engine(engine), m_limits(limits)
{
    connect(&m_server, &QLocalServer::newConnection, this, &LocalApiServer::acceptClients);
    connect(&m_engine, &EngineApi::changed, this, &LocalApiServer::pushToAll);
}

void LocalApiServer::setAccess(const LocalAccess& access)
{
    m_access = access;
}

LocalApiServer::~LocalApiServer()
{
    close();
    // A client that has not read everything is closed when it is destroyed as our child, and must not call us then.
    for (LocalApiConnection* connection : std::as_const(m_connections))
        connection->disconnect(this);
}

Result<> LocalApiServer::listen(const QString& dataDirectory)
{
    const QString path = localApiPath(dataDirectory);
    ENGINE_TRY(checkNobodyAnswers(path, dataDirectory));
    // A file has one group, we may name several: with groups everybody may knock, and who it is decides. A pipe of
    // Windows would otherwise shut out the administrators.
    const bool mayAllKnock = m_access.hasGroups() || kIsWindows;
    m_server.setSocketOptions(mayAllKnock ? QLocalServer::WorldAccessOption : QLocalServer::UserAccessOption);
    QLocalServer::removeServer(path);
    if (!m_server.listen(path))
        return fail(makeEvent(ErrorCode::Storage, events::DSK_ERROR, {path, m_server.errorString()},
                              QStringLiteral("listening at %1: %2").arg(path, m_server.errorString())));
    qCInfo(logHost, "local api: listening at %s", qPrintable(path));
    return {};
}

void LocalApiServer::close()
{
    m_server.close();
    const QList<LocalApiConnection*> connections = m_connections;
    for (LocalApiConnection* connection : connections)
        connection->close();
}

void LocalApiServer::acceptClients()
{
    while (QLocalSocket* socket = m_server.nextPendingConnection()) {
        const auto peer = LocalPeer::behind(socket->socketDescriptor());
        if (!peer || !m_access.admits(*peer)) {
            qCWarning(logHost, "local api: process %lld of user %s is not let in", peer ? peer->process : 0,
                      peer ? qPrintable(peer->user) : "?");
            socket->abort();
            socket->deleteLater();
            continue;
        }
        if (m_connections.size() >= m_limits.clients) {
            qCWarning(logHost, "local api: a client is closed: %d others are here already", m_limits.clients);
            socket->abort();
            socket->deleteLater();
            continue;
        }
        auto* connection =
            new LocalApiConnection(socket, m_engine, m_guard, {peer->user, peer->process, {}}, m_limits, this);
        m_connections.append(connection);
        connect(connection, &LocalApiConnection::closed, this, [this, connection] { forget(connection); });
    }
}

void LocalApiServer::forget(LocalApiConnection* connection)
{
    if (m_connections.removeOne(connection))
        connection->deleteLater();
}

void LocalApiServer::pushToAll(const NodeSnapshot& snapshot)
{
    if (m_connections.isEmpty())
        return;
    const Result<QByteArray> frame =
        encodeLocalFrame({{QLatin1String("changed"), toJson(snapshot)}}, m_limits.largestFrame);
    if (!frame) {
        qCWarning(logHost, "local api: %s", qPrintable(frame.error().detail));
        return;
    }
    const QList<LocalApiConnection*> connections = m_connections; // a push may close one
    for (LocalApiConnection* connection : connections)
        connection->push(*frame);
}

} // namespace busheng
