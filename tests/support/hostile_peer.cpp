// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/hostile_peer.h"

#include "engine/net/peer_address.h"
#include "engine/net/tcp_byte_stream.h"
#include "tests/support/raw_greeting.h"

#include <QTcpSocket>
#include <QTest>

namespace busheng::test {
namespace {

constexpr int kConnectMs = 10'000;

std::unique_ptr<ByteStream> connectTo(const QString& address)
{
    const auto parsed = parseAddress(address);
    if (!parsed)
        qFatal("hostile peer: %s", qPrintable(parsed.error().toString()));
    auto socket = std::make_unique<QTcpSocket>();
    socket->connectToHost(parsed->host, parsed->port);
    if (!socket->waitForConnected(kConnectMs))
        qFatal("hostile peer: %s", qPrintable(socket->errorString()));
    return std::make_unique<TcpByteStream>(std::move(socket));
}

BootId bootId()
{
    BootId id{};
    id.fill('h');
    return id;
}

} // namespace

TlsContext::Files identityOf(const QString& dataDirectory)
{
    const QString folder = dataDirectory + QStringLiteral("/identity/");
    return {folder + QStringLiteral("node.crt"),
            folder + QStringLiteral("node.key"),
            folder + QStringLiteral("authority.crt"),
            folder + QStringLiteral("crl"),
            {folder + QStringLiteral("sm2-sign.crt"), folder + QStringLiteral("sm2-sign.key"),
             folder + QStringLiteral("sm2-authority.crt")}};
}

HostilePeer::HostilePeer(const QString& dataDirectory, const QString& code, const QString& address)
{
    auto tls = TlsContext::create(identityOf(dataDirectory));
    if (!tls)
        qFatal("hostile peer: %s", qPrintable(tls.error().toString()));
    m_tls = std::move(*tls);
    Session::Options options;
    options.ownCode = code;
    options.bootId = bootId();
    m_session = std::make_unique<Session>(connectTo(address), *m_tls, Session::Side::Dialer, options, systemClock(),
                                          [](const QString&) { return true; });
    QObject::connect(m_session.get(), &Session::messageReceived, m_session.get(),
                     [this](const Message& message) { take(message); });
    QObject::connect(m_session.get(), &Session::closed, m_session.get(), [this](const Error& why) {
        m_over = true;
        m_reason = why;
    });
    static_cast<void>(QTest::qWaitFor([this] { return isOpen() || m_over; }, kConnectMs));
}

HostilePeer::~HostilePeer() = default;

void HostilePeer::take(const Message& message)
{
    if (message.type == MessageType::Refused) {
        if (auto refusal = control::decodeRefusal(message))
            m_refusals.push_back(*refusal);
    } else if (message.type == MessageType::Received) {
        if (auto progress = control::decodeProgress(message))
            m_received = std::max(m_received, progress->sequence);
    } else if (message.type == MessageType::Control) {
        const auto body = control::decode(message);
        if (body && std::holds_alternative<control::Subscribe>(*body)) {
            send(control::encode(message.stream, control::Subscribed{}));
            send({MessageType::Begin, message.stream, {}});
            ++m_subscribes;
            m_subscribedStream = message.stream;
        }
    }
}

std::optional<control::Refusal> HostilePeer::takeRefusal(int withinMs)
{
    if (!QTest::qWaitFor([this] { return !m_refusals.empty(); }, withinMs))
        return std::nullopt;
    const control::Refusal first = m_refusals.front();
    m_refusals.erase(m_refusals.begin());
    return first;
}

std::uint64_t HostilePeer::waitReceived(std::uint64_t atLeast, int withinMs)
{
    static_cast<void>(QTest::qWaitFor([&] { return m_received >= atLeast; }, withinMs));
    return m_received;
}

bool HostilePeer::waitSubscribes(int count, int withinMs)
{
    return QTest::qWaitFor([&] { return m_subscribes >= count; }, withinMs);
}

bool HostilePeer::waitOver(int withinMs)
{
    return QTest::qWaitFor([this] { return m_over; }, withinMs);
}

HostileWire::HostileWire(const TlsContext::Files& files, const QString& code, const QString& address)
{
    RawTlsPeer::Setup setup;
    setup.files = files;
    m_peer = std::make_unique<RawTlsPeer>(connectTo(address), setup);
    static_cast<void>(QTest::qWaitFor([this] { return isGreeted() || m_peer->isDisconnected(); }, kConnectMs));
    RawGreeting greeting(*m_peer, files, code);
    greeting.sendHello();
    greeting.sendAuth();
}

bool HostileWire::isGreeted() const
{
    return m_peer->isReady() && !m_peer->received().empty();
}

bool HostileWire::waitDisconnected(int withinMs)
{
    return QTest::qWaitFor([this] { return m_peer->isDisconnected(); }, withinMs);
}

} // namespace busheng::test
