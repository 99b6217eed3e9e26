// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/localapi/local_access.h"
#include "engine/localapi/local_api_connection.h"

#include <QList>
#include <QLocalServer>

namespace busheng {

/// Serves an EngineApi to other programs of the same user: console and client attach to a running node through it.
///
/// Whom it serves is decided by what the kernel says of the process that connects (LocalAccess); without groups the
/// socket is also readable and writable by its owner only. Thread: the engine api's.
class LocalApiServer : public QObject {
    Q_OBJECT
public:
    /// The engine must outlive the server.
    explicit LocalApiServer(EngineApi& engine, const LocalApiLimits& limits = {}, QObject* parent = nullptr);
    ~LocalApiServer() override;

    /// Before listen(); else the user of this process alone.
    void setAccess(const LocalAccess& access);
    /// Before listen(): what decides about each request. Must outlive the server.
    void setGuard(LocalApiGuard& guard) { m_guard = &guard; }
    /// Listens at localApiPath(). A socket file that a killed node left is replaced. Fails: Config with AGT_DUPLICATE
    /// when another process answers there, Storage with DSK_ERROR.
    Result<> listen(const QString& dataDirectory);
    /// Hands replies already given to the system, closes all clients and removes the socket. Again: nothing.
    void close();

    int clientCount() const { return static_cast<int>(m_connections.size()); }

private:
    void acceptClients();
    void forget(LocalApiConnection* connection);
    void pushToAll(const NodeSnapshot& snapshot);

    EngineApi& m_engine;
    const LocalApiLimits m_limits;
    LocalAccess m_access;
    LocalApiGuard* m_guard = nullptr;
    QLocalServer m_server;
    QList<LocalApiConnection*> m_connections; ///< our children
};

} // namespace busheng
