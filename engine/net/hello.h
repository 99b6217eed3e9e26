// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/model/fence.h"
#include "engine/model/packet.h"

#include <QString>
#include <QStringList>

#include <array>
#include <vector>

namespace busheng {

inline constexpr int kProtocolVersion = 2;

using HelloNonce = std::array<char, 32>;

/// The first message of each side. docs/protocol.md has the bytes.
struct Hello {
    int protocolVersion = kProtocolVersion;
    QString code; ///< must be the one of both certificates
    BootId bootId{};
    QString productVersion; ///< for people; decides nothing
    QStringList suites;     ///< for sealing packets, the best first
    HelloNonce nonce{};
    std::vector<Bytes> sm2Chain; ///< DER, the node's own first
    /// The same for encryption: link keys for the node are hidden for it. Empty: it has none of an authority.
    std::vector<Bytes> encryptionChain;
    Fence fence; ///< which copy of the node this is; not said by versions before 0.1: never restored
};

/// The suite of a session: the dialer's best that the listener has too; empty: none. Both Hellos are signed, so that
/// nobody on the way can take one out.
QString chooseSuite(const QStringList& ofDialer, const QStringList& ofListener);

/// What a node signs to prove who it is: both Hellos as they went over the wire, what only the two ends of this very
/// TLS session have, and on which side it is. Whoever ends the TLS session on the way has another `binding` on each
/// side.
struct AuthTerms {
    BytesView dialerHello;
    BytesView listenerHello;
    BytesView binding;
};
Bytes authMessage(const AuthTerms& terms, bool ofDialer);

/// The second message of each side.
Bytes encodeAuth(BytesView signature);
/// Fails: Protocol.
Result<Bytes> decodeAuth(BytesView payload);

Bytes encodeHello(const Hello& hello);
/// Fails: Protocol on anything but exactly one well-formed Hello of our protocol version.
Result<Hello> decodeHello(BytesView payload);

/// Why a session ends. Only the event id travels: details of our side are none of the peer's business.
Bytes encodeBye(const QString& event);
/// The peer's event id, or empty when it gave none or one that is no id.
QString decodeBye(BytesView payload);

} // namespace busheng
