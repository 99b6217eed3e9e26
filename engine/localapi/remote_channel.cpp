// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/localapi/remote_channel.h"

#include "engine/api/json.h"
#include "engine/base/log.h"
#include "engine/localapi/local_access.h"
#include "engine/localapi/local_api_path.h"
#include "engine/model/events.h"

#include <QPointer>

#include <utility>

namespace busheng {
RemoteChannel::RemoteChannel(const QString& dataDirectory, std::chrono::milliseconds retryEvery, QObject* parent)
    : QObject(parent), m_dataDirectory(dataDirectory)
{
    m_retry.setInterval(retryEvery);
    connect(&m_retry, &QTimer::timeout, this, &RemoteChannel::tryAgain);
    connect(&m_socket, &QLocalSocket::readyRead, this, &RemoteChannel::takeBytes);
    connect(&m_socket, &QLocalSocket::disconnected, this, &RemoteChannel::noteClosed);
    // A connection that was never made is not "disconnected".
    connect(&m_socket, &QLocalSocket::errorOccurred, this, [this] {
        if (m_socket.state() == QLocalSocket::UnconnectedState)
            noteClosed();
    });
}

RemoteChannel::~RemoteChannel()
{
    m_socket.disconnect(this);
    m_socket.abort();
    const auto pending = std::exchange(m_pending, {});
    for (const auto& [id, done] : pending)
        done(fail(ErrorCode::Cancelled, QStringLiteral("the connection to the node was given up")));
}

Error RemoteChannel::notRunning(const QString& why) const
{
    Error error = makeEvent(ErrorCode::Network, events::AGT_NOT_RUNNING, {m_dataDirectory},
                            QStringLiteral("no node answers at %1: %2").arg(localApiPath(m_dataDirectory), why));
    error.transient = true;
    return error;
}

Result<> RemoteChannel::open()
{
    allowToBeKnown();
    // Decided at once on a local socket: refused, or taken. "Connecting" means that the node's queue is full; it is
    // alive.
    m_socket.connectToServer(localApiPath(m_dataDirectory));
    if (m_socket.state() == QLocalSocket::UnconnectedState)
        return fail(notRunning(m_socket.errorString()));
    if (!isTrustedServer(m_socket.socketDescriptor())) {
        m_socket.abort();
        return fail(notRunning(QStringLiteral("what listens there is another user's program")));
    }
    m_connected = true;
    m_retry.start();
    return {};
}

void RemoteChannel::tryAgain()
{
    if (m_connected)
        return;
    m_socket.connectToServer(localApiPath(m_dataDirectory));
    m_connected = m_socket.state() != QLocalSocket::UnconnectedState && isTrustedServer(m_socket.socketDescriptor());
    if (!m_connected)
        m_socket.abort();
}

void RemoteChannel::request(const QString& method, const QJsonObject& params, Done done)
{
    const qint64 id = ++m_lastId;
    m_pending.emplace(id, std::move(done));
    Error error = notRunning(QStringLiteral("not connected"));
    if (m_socket.state() == QLocalSocket::ConnectedState) {
        const Result<QByteArray> frame = encodeLocalFrame(
            {{QLatin1String("id"), id}, {QLatin1String("method"), method}, {QLatin1String("params"), params}});
        if (frame && m_socket.write(*frame) == frame->size())
            return;
        if (!frame)
            error = frame.error();
    }
    QMetaObject::invokeMethod(
        this, [this, id, error] { failRequest(id, error); }, Qt::QueuedConnection);
}

void RemoteChannel::failRequest(qint64 id, const Error& error)
{
    if (auto node = m_pending.extract(id); !node.empty())
        node.mapped()(fail(error));
}

void RemoteChannel::takeBytes()
{
    m_reader.append(m_socket.readAll());
    processLater();
}

void RemoteChannel::noteClosed()
{
    if (m_socket.isOpen())
        m_reader.append(m_socket.readAll());
    m_closed = true;
    processLater();
}

void RemoteChannel::processLater()
{
    if (!std::exchange(m_processing, true))
        QMetaObject::invokeMethod(this, &RemoteChannel::process, Qt::QueuedConnection);
}

void RemoteChannel::process()
{
    m_processing = false;
    const QPointer<RemoteChannel> self(this);
    while (!m_dropReason) {
        const Result<std::optional<QJsonObject>> frame = m_reader.next();
        if (!frame) {
            drop(frame.error());
            break;
        }
        if (!frame->has_value())
            break;
        handle(**frame);
        if (!self)
            return;
    }
    if (m_closed)
        announceLoss();
}

void RemoteChannel::handle(const QJsonObject& message)
{
    if (message.contains(QLatin1String("id")))
        handleReply(message);
    else if (message.contains(QLatin1String("hello")))
        handleHello(message.value(QLatin1String("hello")).toObject());
    else
        Q_EMIT pushed(message);
}

void RemoteChannel::handleHello(const QJsonObject& hello)
{
    const int protocol = hello.value(QLatin1String("protocol")).toInt();
    if (protocol != kLocalApiProtocol)
        return drop(makeError(
            ErrorCode::Protocol,
            QStringLiteral("the node speaks local protocol %1, this program %2").arg(protocol).arg(kLocalApiProtocol)));
    m_lostAnnounced = false;
    Q_EMIT up();
}

void RemoteChannel::handleReply(const QJsonObject& message)
{
    auto node = m_pending.extract(message.value(QLatin1String("id")).toInteger(-1));
    if (node.empty())
        return drop(makeError(ErrorCode::Protocol, QStringLiteral("a reply to no request")));
    const QJsonValue error = message.value(QLatin1String("error"));
    if (error.isObject())
        node.mapped()(fail(errorFromJson(error.toObject())));
    else
        node.mapped()(message.value(QLatin1String("result")));
}

void RemoteChannel::drop(const Error& reason)
{
    qCWarning(logHost, "local api: the node is dropped: %s", qPrintable(reason.detail));
    m_dropReason = reason;
    m_socket.abort();
}

void RemoteChannel::announceLoss()
{
    m_reader = LocalFrameReader();
    m_connected = false;
    m_closed = false;
    const std::optional<Error> dropReason = std::exchange(m_dropReason, std::nullopt);
    const Error reason = dropReason ? *dropReason : notRunning(QStringLiteral("the connection was closed"));
    const bool announce = !std::exchange(m_lostAnnounced, true);
    const QPointer<RemoteChannel> self(this);
    const auto pending = std::exchange(m_pending, {});
    for (const auto& [id, done] : pending)
        done(fail(notRunning(reason.detail)));
    if (self && announce)
        Q_EMIT lost(reason);
}

} // namespace busheng
