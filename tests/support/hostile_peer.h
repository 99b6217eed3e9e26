// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/crypto/link_key.h"
#include "engine/host/control_message.h"
#include "engine/net/session.h"
#include "tests/support/raw_tls_peer.h"

#include <memory>
#include <optional>
#include <vector>

namespace busheng::test {

/// Certificate, key and authority of a node's data directory.
TlsContext::Files identityOf(const QString& dataDirectory);

/// A node that speaks the session protocol as it must, accepts each subscription, and then says what the test wants. It
/// dials. Its link keys are those that the receiver has.
class HostilePeer {
public:
    /// Tries to open a session; whether it is open says isOpen().
    HostilePeer(const QString& dataDirectory, const QString& code, const QString& address);
    ~HostilePeer();

    bool isOpen() const { return m_session->state() == Session::State::Open; }
    bool isOver() const { return m_over; }
    const Error& reason() const { return m_reason; }
    void send(const Message& message) { m_session->send(message); }
    void sendPacket(std::uint32_t stream, BytesView packet) { send({MessageType::Packet, stream, Bytes(packet)}); }
    /// What a Refused message said, the oldest that was not taken yet; empty when none comes in time.
    std::optional<control::Refusal> takeRefusal(int withinMs = 10'000);
    /// The newest sequence that a Received message acknowledged; waits until it is at least `atLeast`.
    std::uint64_t waitReceived(std::uint64_t atLeast, int withinMs = 10'000);
    /// Waits until `count` Subscribe messages have come: each is answered, what is sent behind it is looked at.
    bool waitSubscribes(int count, int withinMs = 10'000);
    std::uint32_t subscribedStream() const { return m_subscribedStream; } ///< of the newest Subscribe
    bool waitOver(int withinMs = 10'000);

private:
    void take(const Message& message);

    std::unique_ptr<TlsContext> m_tls;
    std::unique_ptr<Session> m_session;
    std::vector<control::Refusal> m_refusals;
    std::uint64_t m_received = 0;
    int m_subscribes = 0;
    std::uint32_t m_subscribedStream = 0;
    bool m_over = false;
    Error m_reason;
};

/// A peer that is let in by its certificate and then need not keep to the message format at all.
class HostileWire {
public:
    HostileWire(const TlsContext::Files& files, const QString& code, const QString& address);
    bool isGreeted() const;
    void sendBytes(BytesView bytes) { m_peer->sendPlain(bytes); }
    bool waitDisconnected(int withinMs = 10'000);

private:
    std::unique_ptr<RawTlsPeer> m_peer;
};

} // namespace busheng::test
