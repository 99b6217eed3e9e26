// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/model/packet.h"

#include <QString>

namespace busheng {

inline constexpr int kProtocolVersion = 1;

/// The first message of each side. docs/protocol.md has the bytes.
struct Hello {
    int protocolVersion = kProtocolVersion;
    QString code; ///< must be the one of the certificate
    BootId bootId{};
    QString productVersion; ///< for people; decides nothing
};

Bytes encodeHello(const Hello& hello);
/// Fails: Protocol on anything but exactly one well-formed Hello of our protocol version.
Result<Hello> decodeHello(BytesView payload);

/// Why a session ends. Only the event id travels: details of our side are none of the peer's business.
Bytes encodeBye(const QString& event);
/// The peer's event id, or empty when it gave none or one that is no id.
QString decodeBye(BytesView payload);

} // namespace busheng
