// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/raw_greeting.h"

#include "engine/net/message_codec.h"

#include <QTest>

namespace busheng::test {

RawGreeting::RawGreeting(RawTlsPeer& peer, const TlsContext::Files& files, const QString& code) : m_peer(peer)
{
    auto identity = Sm2Identity::create(files.sm2);
    if (!identity)
        qFatal("raw greeting: %s", qPrintable(identity.error().toString()));
    m_identity = std::move(*identity);
    hello.code = code;
    hello.bootId.fill('r');
    hello.productVersion = QStringLiteral("0.1");
    hello.suites = {QStringLiteral("SM4-GCM+SM3+SM2")};
    hello.sm2Chain = m_identity->chain();
}

void RawGreeting::sendHello()
{
    m_ownHello = encodeHello(hello);
    Bytes bytes;
    appendMessage(bytes, {MessageType::Hello, 0, m_ownHello});
    m_peer.sendPlain(bytes);
}

bool RawGreeting::waitHello()
{
    static_cast<void>(QTest::qWaitFor(
        [this] { return m_peer.received().size() > kMessageHeaderBytes || m_peer.isDisconnected(); }, 10'000));
    MessageReader reader;
    BytesView received = m_peer.received();
    const auto message = reader.take(received);
    if (!message || !*message)
        return false;
    m_peerHello = (**message).payload;
    return true;
}

Bytes RawGreeting::properMessage() const
{
    const bool isListener = m_peer.isServer();
    const Bytes binding = m_peer.bindingSecret();
    return authMessage({isListener ? m_peerHello : m_ownHello, isListener ? m_ownHello : m_peerHello, binding},
                       !isListener);
}

bool RawGreeting::sendAuth(const Bytes& message)
{
    if (!waitHello())
        return false;
    const auto signature = m_identity->sign(message.empty() ? properMessage() : message);
    if (!signature)
        qFatal("raw greeting: %s", qPrintable(signature.error().toString()));
    Bytes bytes;
    appendMessage(bytes, {MessageType::Auth, 0, encodeAuth(*signature)});
    m_peer.sendPlain(bytes);
    return true;
}

} // namespace busheng::test
