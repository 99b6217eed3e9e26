// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/session_dialer.h"

#include "engine/base/log.h"
#include "engine/model/events.h"
#include "engine/net/tcp_byte_stream.h"

#include <QHostInfo>
#include <QNetworkProxy>
#include <QTcpSocket>

#include <algorithm>
#include <array>
#include <bit>

namespace busheng {
namespace {

constexpr qint64 kFirstPauseMs = 2'000;
constexpr qint64 kLongestPauseMs = 30'000;
constexpr int kMostDoublings = 4;
constexpr qint64 kStableNs = 30'000'000'000; ///< a session that lasted this long was no flapping

bool isIpv6(const QHostAddress& address)
{
    return address.protocol() == QAbstractSocket::IPv6Protocol;
}

SessionDialer::Options expecting(SessionDialer::Options options)
{
    options.session.expectedCode = options.peerCode;
    return options;
}

} // namespace

SessionDialer::SessionDialer(Options options, TlsContext& tls, Clock& clock, RandomSource& random,
                             Session::IsRegistered isRegistered, OnOpen onOpen, OnFailed onFailed, QObject* parent)
    : QObject(parent), m_options(expecting(std::move(options))), m_tls(tls), m_clock(clock), m_random(random),
      m_isRegistered(std::move(isRegistered)), m_onOpen(std::move(onOpen)), m_onFailed(std::move(onFailed)),
      m_timer(clock, [this] { onTimeout(); })
{
}

SessionDialer::~SessionDialer()
{
    if (m_lookup >= 0)
        QHostInfo::abortHostLookup(m_lookup);
    if (m_socket)
        m_socket->disconnect(this);
    if (m_session)
        m_session->disconnect(this);
}

void SessionDialer::start()
{
    if (m_state == State::Idle || m_state == State::Waiting)
        beginRound();
}

void SessionDialer::redial()
{
    if (m_state != State::Idle)
        return;
    if (m_clock.monotonicNs() - m_openedNs >= kStableNs)
        m_failures = 0;
    wait();
}

void SessionDialer::stop()
{
    dropAttempt();
    m_timer.stop();
    m_candidates.clear();
    m_state = State::Idle;
}

qint64 SessionDialer::pauseMs(int failures, std::uint32_t random)
{
    const qint64 longest = std::min(kLongestPauseMs, kFirstPauseMs << std::clamp(failures, 0, kMostDoublings));
    return longest / 2 + random % (longest / 2 + 1);
}

void SessionDialer::beginRound()
{
    m_nextAddress = 0;
    m_candidates.clear();
    next();
}

void SessionDialer::wait()
{
    m_state = State::Waiting;
    m_timer.start(pauseMs(m_failures, randomNumber()));
    ++m_failures;
}

/// Goes on to whatever is to be tried next.
void SessionDialer::next()
{
    if (!m_candidates.isEmpty())
        connectTo(m_candidates.takeFirst());
    else if (m_nextAddress < m_options.addresses.size())
        resolve(m_options.addresses.at(m_nextAddress++));
    else
        wait();
}

QList<QHostAddress> SessionDialer::takingTurns(const QList<QHostAddress>& addresses)
{
    QList<QHostAddress> ipv6;
    QList<QHostAddress> ipv4;
    for (const QHostAddress& address : addresses)
        (isIpv6(address) ? ipv6 : ipv4).append(address);
    QList<QHostAddress> order;
    for (qsizetype i = 0; i < std::max(ipv6.size(), ipv4.size()); ++i)
        order += ipv6.mid(i, 1) + ipv4.mid(i, 1);
    return order;
}

void SessionDialer::resolve(const PeerAddress& address)
{
    m_dialed = address;
    const QHostAddress literal(address.host);
    if (!literal.isNull()) {
        connectTo(literal);
        return;
    }
    m_state = State::Resolving;
    m_timer.start(m_options.connectMs);
    m_lookup = QHostInfo::lookupHost(address.host, this, [this](const QHostInfo& info) { onResolved(info); });
}

void SessionDialer::onResolved(const QHostInfo& info)
{
    if (m_state != State::Resolving || info.lookupId() != m_lookup)
        return;
    m_lookup = -1;
    m_candidates = takingTurns(info.addresses());
    if (m_candidates.isEmpty()) {
        failed(info.errorString());
        return;
    }
    QStringList order;
    for (const QHostAddress& candidate : m_candidates)
        order.append(candidate.toString());
    qCInfo(logNet).noquote() << m_dialed.host << "is tried as" << order.join(QStringLiteral(", "));
    next();
}

void SessionDialer::connectTo(const QHostAddress& host)
{
    m_state = State::Connecting;
    m_socket = std::make_unique<QTcpSocket>();
    m_socket->setProxy(QNetworkProxy::NoProxy);
    connect(m_socket.get(), &QTcpSocket::connected, this, &SessionDialer::onConnected);
    connect(m_socket.get(), &QTcpSocket::errorOccurred, this, [this] { failed(m_socket->errorString()); });
    m_timer.start(m_options.connectMs);
    m_socket->connectToHost(host, m_dialed.port);
}

void SessionDialer::onConnected()
{
    m_state = State::Greeting;
    m_timer.stop(); // the session has its own deadline
    m_socket->disconnect(this);
    m_session = std::make_unique<Session>(std::make_unique<TcpByteStream>(std::move(m_socket)), m_tls,
                                          Session::Side::Dialer, m_options.session, m_clock, m_isRegistered);
    connect(m_session.get(), &Session::opened, this, &SessionDialer::onOpened);
    connect(m_session.get(), &Session::closed, this, &SessionDialer::onSessionClosed);
}

void SessionDialer::onOpened()
{
    m_state = State::Idle;
    m_candidates.clear();
    m_openedNs = m_clock.monotonicNs();
    m_session->disconnect(this);
    m_onOpen(std::move(m_session));
}

void SessionDialer::onSessionClosed(const Error& why)
{
    dropAttempt();
    m_onFailed(m_dialed.toString(), why);
    if (m_state == State::Greeting) // the callback may have stopped us
        next();
}

void SessionDialer::onTimeout()
{
    if (m_state == State::Waiting)
        beginRound();
    else
        failed(QStringLiteral("no answer within %1 ms").arg(m_options.connectMs));
}

void SessionDialer::failed(const QString& why)
{
    const State before = m_state;
    dropAttempt();
    const QString address = m_dialed.toString();
    Error error = makeEvent(ErrorCode::Network, events::LNK_DOWN, {m_options.peerCode, address + u' ' + why},
                            QStringLiteral("dialing %1 at %2: %3").arg(m_options.peerCode, address, why));
    error.transient = true;
    m_onFailed(address, error);
    if (m_state == before)
        next();
}

/// Lets go of what is under way; both may be in the middle of telling us that it failed.
void SessionDialer::dropAttempt()
{
    m_timer.stop();
    if (m_lookup >= 0)
        QHostInfo::abortHostLookup(std::exchange(m_lookup, -1));
    if (m_socket) {
        m_socket->disconnect(this);
        m_socket.release()->deleteLater();
    }
    if (m_session) {
        m_session->disconnect(this);
        m_session.release()->deleteLater();
    }
}

std::uint32_t SessionDialer::randomNumber()
{
    std::array<char, sizeof(std::uint32_t)> bytes{};
    // Only spreads the peers' attempts; without it they come all at once, which is no reason to stay away.
    if (!m_random.fill(bytes))
        qCWarning(logNet) << "no random numbers for the pause between attempts";
    return std::bit_cast<std::uint32_t>(bytes);
}

} // namespace busheng
