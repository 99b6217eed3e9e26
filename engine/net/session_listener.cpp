// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/session_listener.h"

#include "engine/base/log.h"
#include "engine/model/events.h"
#include "engine/net/tcp_byte_stream.h"

#include <QHostAddress>
#include <QNetworkProxy>
#include <QTcpSocket>
#include <QTimer>

#include <algorithm>

namespace busheng {
namespace {

constexpr int kResumeAcceptingMs = 1'000;
constexpr int kBacklog = 256; ///< all provinces come back at once after a break at the ministry
constexpr qint64 kLimitReportNs = 10'000'000'000;

/// What counts as one peer: who has one IPv6 address has the whole /64.
QString groupOf(const QHostAddress& address)
{
    bool isIpv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIpv4);
    if (isIpv4)
        return QHostAddress(ipv4).toString();
    Q_IPV6ADDR bytes = address.toIPv6Address();
    std::fill(std::begin(bytes.c) + 8, std::end(bytes.c), quint8{0});
    return QHostAddress(bytes).toString();
}

} // namespace

SessionListener::SessionListener(Options options, TlsContext& tls, Clock& clock, Session::IsRegistered isRegistered,
                                 OnOpen onOpen, OnFailed onFailed, QObject* parent)
    : QObject(parent), m_options(std::move(options)), m_tls(tls), m_clock(clock),
      m_isRegistered(std::move(isRegistered)), m_onOpen(std::move(onOpen)), m_onFailed(std::move(onFailed))
{
    m_server.setProxy(QNetworkProxy::NoProxy);
    m_server.setListenBacklogSize(kBacklog);
    connect(&m_server, &QTcpServer::newConnection, this, &SessionListener::acceptPending);
    connect(&m_server, &QTcpServer::acceptError, this, [this] {
        // Out of descriptors, most likely. Qt stops accepting for good then; we try again.
        qCWarning(logNet).noquote() << "cannot accept a connection:" << m_server.errorString();
        QTimer::singleShot(kResumeAcceptingMs, this, [this] { m_server.resumeAccepting(); });
    });
}

SessionListener::~SessionListener()
{
    close();
}

Result<> SessionListener::listen(const PeerAddress& address)
{
    const QHostAddress host = address.host == u'*' ? QHostAddress(QHostAddress::Any) : QHostAddress(address.host);
    if (!host.isNull() && m_server.listen(host, address.port)) {
        qCInfo(logNet).noquote() << "listening on" << this->address().toString();
        return {};
    }
    const QString text = address.toString();
    Error error;
    if (m_server.serverError() == QAbstractSocket::AddressInUseError)
        error = makeEvent(ErrorCode::Config, events::CFG_PORT_TAKEN, {text},
                          QStringLiteral("another program listens on %1").arg(text));
    else if (m_server.serverError() == QAbstractSocket::SocketAccessError)
        error = makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                          {{}, {}, text, QStringLiteral("a port that this user may open (above 1023)")},
                          QStringLiteral("may not listen on %1").arg(text));
    else
        error = makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                          {{}, {}, text, QStringLiteral("an address of this machine, or * for all")},
                          QStringLiteral("cannot listen on %1").arg(text));
    error.native = m_server.errorString();
    return fail(std::move(error));
}

PeerAddress SessionListener::address() const
{
    return {m_server.serverAddress() == QHostAddress(QHostAddress::Any) ? QStringLiteral("*")
                                                                        : m_server.serverAddress().toString(),
            m_server.serverPort()};
}

void SessionListener::close()
{
    m_server.close();
    for (Handshake& handshake : m_handshaking)
        handshake.session->disconnect(this);
    m_handshaking.clear();
}

void SessionListener::acceptPending()
{
    // What is not taken here stays in the server's short queue, and behind that in the system's.
    while (handshakes() < m_options.maxHandshakes && m_server.hasPendingConnections())
        accept(std::unique_ptr<QTcpSocket>(m_server.nextPendingConnection()));
}

void SessionListener::accept(std::unique_ptr<QTcpSocket> socket)
{
    if (socket->state() != QAbstractSocket::ConnectedState)
        return; // gone while it waited for its turn
    const QString group = groupOf(socket->peerAddress());
    if (!isAllowed(*socket, group))
        return;
    auto session = std::make_unique<Session>(std::make_unique<TcpByteStream>(std::move(socket)), m_tls,
                                             Session::Side::Listener, m_options.session, m_clock, m_isRegistered);
    Session* const raw = session.get();
    connect(raw, &Session::opened, this, [this, raw] { handOver(raw); });
    connect(raw, &Session::closed, this, [this, raw](const Error& why) { drop(raw, why); });
    m_handshaking.push_back({group, std::move(session)});
}

bool SessionListener::isAllowed(const QTcpSocket& socket, const QString& group)
{
    const auto sameGroup = std::count_if(m_handshaking.begin(), m_handshaking.end(),
                                         [&group](const Handshake& handshake) { return handshake.group == group; });
    const bool tooManyHandshakes = sameGroup >= m_options.maxHandshakesPerAddress;
    const bool tooManySessions = m_sessions >= m_options.maxSessions;
    if (!tooManyHandshakes && !tooManySessions)
        return true;
    if (m_clock.monotonicNs() >= m_nextLimitReportNs) {
        m_nextLimitReportNs = m_clock.monotonicNs() + kLimitReportNs;
        const QString address = PeerAddress{socket.peerAddress().toString(), socket.peerPort()}.toString();
        const QString why = tooManySessions ? QStringLiteral("this node has its most sessions, %1").arg(m_sessions)
                                            : QStringLiteral("too many connections from there at once");
        Error error = makeEvent(ErrorCode::Network, events::LNK_REFUSED, {address, why},
                                QStringLiteral("connection from %1 refused: %2").arg(address, why));
        error.transient = true;
        m_onFailed(address, error);
    }
    return false;
}

void SessionListener::handOver(Session* session)
{
    std::unique_ptr<Session> open = take(session);
    session->disconnect(this);
    ++m_sessions;
    connect(session, &QObject::destroyed, this, [this] { --m_sessions; });
    m_onOpen(std::move(open));
}

void SessionListener::drop(Session* session, const Error& why)
{
    take(session).release()->deleteLater(); // it is in the middle of telling us
    m_onFailed(session->peer().address, why);
}

std::unique_ptr<Session> SessionListener::take(Session* session)
{
    const auto at = std::find_if(m_handshaking.begin(), m_handshaking.end(),
                                 [session](const Handshake& handshake) { return handshake.session.get() == session; });
    std::unique_ptr<Session> taken = std::move(at->session);
    m_handshaking.erase(at);
    QMetaObject::invokeMethod(this, &SessionListener::acceptPending, Qt::QueuedConnection); // there is a place again
    return taken;
}

} // namespace busheng
