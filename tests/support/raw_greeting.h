// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/net/hello.h"
#include "tests/support/raw_tls_peer.h"

namespace busheng::test {

/// A raw peer that opens a session as it must, or nearly: what it says may be changed first.
class RawGreeting {
public:
    RawGreeting(RawTlsPeer& peer, const TlsContext::Files& files, const QString& code);

    Hello hello; ///< as it will be sent
    void sendHello();
    /// Waits for the other side's Hello and signs both; `message` is signed instead when it is not empty.
    bool sendAuth(const Bytes& message = Bytes());
    /// What a proper Auth signs; after the other side's Hello has come.
    Bytes properMessage() const;
    bool waitHello();

private:
    RawTlsPeer& m_peer;
    std::unique_ptr<Sm2Identity> m_identity;
    Bytes m_ownHello;
    Bytes m_peerHello;
};

} // namespace busheng::test
