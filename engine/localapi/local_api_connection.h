// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine_api.h"
#include "engine/localapi/local_api_frame.h"
#include "engine/localapi/local_api_guard.h"

#include <QLocalSocket>
#include <QTimer>

#include <chrono>

namespace busheng {

/// Bounds of what the programs of this machine may ask of a node; tests make them smaller.
struct LocalApiLimits {
    int clients = 32;
    qsizetype largestFrame = kLocalApiLargestFrame;
    std::chrono::milliseconds frameDeadline = std::chrono::seconds(10); ///< from a frame's first byte to its last
    int requestsInWork = 256;                                           ///< of one client, taken and not answered
    qint64 unsentBeforePause = 1 << 20;  ///< bytes a client has not read, above which pushes wait
    qint64 unsentBeforeClose = 64 << 20; ///< and above which it is closed
};

/// One program at the local socket: reads its requests, writes its replies and the pushes. Part of LocalApiServer.
///
/// Whoever breaks the rules (a bad frame, a frame that is not finished in time, too much asked or not read) is closed,
/// and nobody else notices. Thread: the engine api's.
class LocalApiConnection : public QObject {
    Q_OBJECT
public:
    /// Takes the socket over. Engine and guard must outlive the connection; without a guard everything may be asked.
    LocalApiConnection(QLocalSocket* socket, EngineApi& engine, LocalApiGuard* guard,
                       const LocalApiGuard::Caller& caller, const LocalApiLimits& limits, QObject* parent);

    /// Sends the node's state, when the client may see it; one that waits because the client reads slowly is replaced
    /// by the next.
    void push(const QByteArray& frame);
    /// Hands what is written to the system, and closes.
    void close();

Q_SIGNALS:
    /// Once, when nothing more can come from it.
    void closed();

private:
    void readFrames();
    void handleRequest(const QJsonObject& request);
    void reply(qint64 id, const Result<QJsonValue>& result);
    void send(const QByteArray& frame);
    void sendWaitingPush();
    void refuse(const QString& why);

    QLocalSocket* m_socket; ///< our child
    EngineApi& m_engine;
    LocalApiGuard* const m_guard;
    const std::shared_ptr<LocalApiGuard::Caller> m_caller;
    bool m_watches = false; ///< it was shown the state
    const LocalApiLimits m_limits;
    LocalFrameReader m_reader;
    QTimer m_deadline;
    QByteArray m_waitingPush;
    int m_inWork = 0;
    bool m_refused = false;
};

} // namespace busheng
