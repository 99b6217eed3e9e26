// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QString>

namespace busheng {

/// Where a node listens or is dialed.
struct PeerAddress {
    QString host; ///< IPv4 or IPv6 literal without brackets, host name (dial only), or "*" (listen only: all addresses)
    quint16 port = 0;

    QString toString() const; ///< "[::1]:7443"
    bool operator==(const PeerAddress&) const = default;
};

enum class AddressUse {
    Dial,  ///< literal or host name; port 1 to 65535
    Listen ///< literal or "*"; port 0 lets the system choose
};

/// Reads "host:port"; an IPv6 literal stands in brackets. Fails: Config CFG_BAD_VALUE, with its first two arguments
/// (file or form, key) left empty for the caller to fill.
Result<PeerAddress> parseAddress(const QString& text, AddressUse use = AddressUse::Dial);

/// "[::1]" of "[::1]:7443": what stays the same when a peer dials again.
QString hostPart(const QString& address);

} // namespace busheng
