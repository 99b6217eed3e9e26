// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/localapi/local_api_connection.h"

#include <QList>
#include <QLocalServer>

namespace busheng {

/// Serves an EngineApi to other programs of the same user: console and client attach to a running node through it.
///
/// The socket is readable and writable by its owner only; no other check is made, and none is needed, because who can
/// open it can also read the data directory. Thread: the engine api's.
class LocalApiServer : public QObject {
    Q_OBJECT
public:
    /// The engine must outlive the server.
    explicit LocalApiServer(EngineApi& engine, const LocalApiLimits& limits = {}, QObject* parent = nullptr);
    ~LocalApiServer() override;

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
    QLocalServer m_server;
    QList<LocalApiConnection*> m_connections; ///< our children
};

} // namespace busheng
