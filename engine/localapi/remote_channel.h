// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/localapi/local_api_frame.h"

#include <QLocalSocket>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>
#include <map>

namespace busheng {

/// The client's end of the local socket: requests with their replies, pushes, and coming back after a loss.
///
///   Closed -> Connected (hello not heard yet) -> Up -> Lost -> Connected ... ; each Lost is announced once
///
/// Every request is answered exactly once: by the node, with AGT_NOT_RUNNING when the connection is lost or not there,
/// or with Cancelled when the channel is destroyed. Never inside request(). Thread: its own.
class RemoteChannel : public QObject {
    Q_OBJECT
public:
    using Done = std::function<void(Result<QJsonValue>)>;

    RemoteChannel(const QString& dataDirectory, std::chrono::milliseconds retryEvery, QObject* parent = nullptr);
    ~RemoteChannel() override;

    /// Connects at once or not at all. Fails: Network with AGT_NOT_RUNNING. Nothing is tried again before it was ok
    /// once.
    Result<> open();
    void request(const QString& method, const QJsonObject& params, Done done);

Q_SIGNALS:
    /// A node that speaks our protocol is there, for the first time or again.
    void up();
    void pushed(const QJsonObject& message);
    void lost(const busheng::Error& reason);

private:
    void tryAgain();
    void takeBytes();
    void noteClosed();
    void processLater();
    void process();
    void handle(const QJsonObject& message);
    void handleReply(const QJsonObject& message);
    void handleHello(const QJsonObject& hello);
    void drop(const Error& reason);
    void announceLoss();
    void failRequest(qint64 id, const Error& error);
    Error notRunning(const QString& why) const;

    const QString m_dataDirectory;
    QLocalSocket m_socket;
    QTimer m_retry;
    LocalFrameReader m_reader;
    std::map<qint64, Done> m_pending;
    qint64 m_lastId = 0;
    std::optional<Error> m_dropReason;
    bool m_processing = false; ///< process() is on its way
    bool m_connected = false;  ///< as far as our callers have been told
    bool m_closed = false;     ///< what is in m_reader is the last of this connection
    bool m_lostAnnounced = false;
};

} // namespace busheng
