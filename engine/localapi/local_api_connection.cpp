// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/localapi/local_api_connection.h"

#include "engine/api/json.h"
#include "engine/base/log.h"
#include "engine/localapi/local_api_methods.h"

#include <QPointer>

namespace busheng {
namespace {

constexpr qint64 kReadAtOnce = 64 << 10;

} // namespace

LocalApiConnection::LocalApiConnection(QLocalSocket* socket, EngineApi& engine, LocalApiGuard* guard,
                                       const LocalApiGuard::Caller& caller, const LocalApiLimits& limits,
                                       QObject* parent)
    : QObject(parent), m_socket(socket), m_engine(engine), m_guard(guard),
      m_caller(std::make_shared<LocalApiGuard::Caller>(caller)), m_limits(limits), m_reader(limits.largestFrame)
{
    m_socket->setParent(this);
    m_socket->setReadBufferSize(kReadAtOnce); // the rest waits in the client
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this,
            [this] { refuse(QStringLiteral("a frame was not finished in time")); });
    connect(m_socket, &QLocalSocket::readyRead, this, &LocalApiConnection::readFrames);
    connect(m_socket, &QLocalSocket::bytesWritten, this, &LocalApiConnection::sendWaitingPush);
    connect(m_socket, &QLocalSocket::disconnected, this, &LocalApiConnection::closed);
    const QJsonObject hello{{QLatin1String("protocol"), kLocalApiProtocol},
                            {QLatin1String("version"), QStringLiteral(BUSHENG_VERSION)}};
    send(encodeLocalFrame({{QLatin1String("hello"), hello}}).value());
    // What came before we listened is not announced again.
    QMetaObject::invokeMethod(this, &LocalApiConnection::readFrames, Qt::QueuedConnection);
}

void LocalApiConnection::readFrames()
{
    const QPointer<LocalApiConnection> self(this);
    while (m_socket->bytesAvailable() > 0 && !m_refused) {
        m_reader.append(m_socket->read(kReadAtOnce));
        for (;;) {
            const Result<std::optional<QJsonObject>> frame = m_reader.next();
            if (!frame)
                return refuse(frame.error().detail);
            if (!frame->has_value())
                break;
            m_deadline.stop();
            handleRequest(**frame);
            if (!self || m_refused)
                return;
        }
    }
    // Runs from the first byte of a frame, so that one byte now and then does not hold it off.
    if (m_reader.isInFrame() && !m_deadline.isActive())
        m_deadline.start(m_limits.frameDeadline);
}

void LocalApiConnection::handleRequest(const QJsonObject& request)
{
    const QJsonValue id = request.value(QLatin1String("id"));
    const QJsonValue method = request.value(QLatin1String("method"));
    const QJsonValue params = request.value(QLatin1String("params"));
    if (id.toInteger(-1) < 0 || !method.isString() || !(params.isObject() || params.isUndefined()))
        return refuse(QStringLiteral("a frame is no request"));
    if (m_inWork >= m_limits.requestsInWork)
        return refuse(QStringLiteral("more than %1 requests at once").arg(m_limits.requestsInWork));
    ++m_inWork;
    const auto answer = [self = QPointer(this), number = id.toInteger()](const Result<QJsonValue>& result) {
        if (self)
            self->reply(number, result);
    };
    if (m_guard)
        m_guard->call(m_caller, method.toString(), params.toObject(), answer);
    else
        callLocalApi(m_engine, method.toString(), params.toObject(), answer);
}

void LocalApiConnection::reply(qint64 id, const Result<QJsonValue>& result)
{
    --m_inWork;
    const auto frameOf = [&](const Result<QJsonValue>& content) {
        QJsonObject object{{QLatin1String("id"), id}};
        if (content)
            object.insert(QLatin1String("result"), *content);
        else
            object.insert(QLatin1String("error"), toJson(content.error()));
        return encodeLocalFrame(object, m_limits.largestFrame);
    };
    Result<QByteArray> frame = frameOf(result);
    if (!frame)
        frame = frameOf(fail(frame.error()));
    if (!frame)
        return refuse(QStringLiteral("not even an error fits into a frame"));
    send(*frame);
}

void LocalApiConnection::push(const QByteArray& frame)
{
    const bool may = m_guard == nullptr || m_guard->mayWatch(*m_caller);
    if (!may && !m_watches)
        return;
    // Whose session has ended is told so once.
    m_waitingPush = may ? frame : encodeLocalFrame({{QLatin1String("signedOut"), QJsonObject()}}).value();
    m_watches = may;
    sendWaitingPush();
}

void LocalApiConnection::sendWaitingPush()
{
    if (m_waitingPush.isEmpty() || m_socket->bytesToWrite() > m_limits.unsentBeforePause)
        return;
    // Emptied first: writing may come back here through bytesWritten().
    send(std::exchange(m_waitingPush, QByteArray()));
}

void LocalApiConnection::send(const QByteArray& frame)
{
    if (m_refused || m_socket->state() != QLocalSocket::ConnectedState)
        return;
    m_socket->write(frame);
    if (m_socket->bytesToWrite() > m_limits.unsentBeforeClose)
        refuse(QStringLiteral("it does not read its replies"));
}

void LocalApiConnection::close()
{
    m_socket->flush();
    m_socket->disconnectFromServer();
}

void LocalApiConnection::refuse(const QString& why)
{
    if (m_refused)
        return;
    m_refused = true;
    m_deadline.stop();
    qCWarning(logHost, "local api: a client is closed: %s", qPrintable(why));
    m_socket->abort();
}

} // namespace busheng
