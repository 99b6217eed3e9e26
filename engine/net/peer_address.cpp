// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/peer_address.h"

#include "engine/model/events.h"

#include <QHostAddress>
#include <QStringView>

#include <algorithm>

namespace busheng {
namespace {

bool isDigits(QStringView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

/// Four decimal parts; QHostAddress would take "1.2.3" and "0x7f.1" too.
bool isIpv4(QStringView text)
{
    const auto parts = text.split(u'.');
    return parts.size() == 4 && std::all_of(parts.begin(), parts.end(), [](QStringView part) {
               return isDigits(part) && part.size() <= 3 && part.toInt() <= 255 &&
                      (part.size() == 1 || part[0] != u'0');
           });
}

bool isIpv6(const QString& text)
{
    QHostAddress address;
    return text.contains(u':') && address.setAddress(text) && address.protocol() == QAbstractSocket::IPv6Protocol;
}

bool isNameLabel(QStringView label)
{
    return !label.isEmpty() && label.size() <= 63 && label.front() != u'-' && label.back() != u'-' &&
           std::all_of(label.begin(), label.end(), [](QChar c) {
               return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'-';
           });
}

/// A name of the DNS. One whose last label is a number is a mistyped address, not a name.
bool isHostName(QStringView text)
{
    const auto labels = text.split(u'.');
    return text.size() <= 253 && std::all_of(labels.begin(), labels.end(), isNameLabel) && !isDigits(labels.back());
}

bool isHost(const QString& host, bool bracketed, AddressUse use)
{
    if (bracketed)
        return isIpv6(host);
    if (isIpv4(host))
        return true;
    return use == AddressUse::Listen ? host == u'*' : isHostName(host);
}

} // namespace

QString PeerAddress::toString() const
{
    const QString number = QString::number(port);
    if (host.contains(u':'))
        return u'[' + host + QStringLiteral("]:") + number;
    return host + u':' + number;
}

QString hostPart(const QString& address)
{
    return address.left(address.lastIndexOf(u':'));
}

Result<PeerAddress> parseAddress(const QString& text, AddressUse use)
{
    const QString expected =
        use == AddressUse::Dial
            ? QStringLiteral("host:port, for example 10.1.2.3:7443, [2001:db8::1]:7443 or name:7443")
            : QStringLiteral("address:port, for example 0.0.0.0:7443, [::1]:7443 or *:7443");
    const Failure bad = fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE, {{}, {}, text, expected},
                                       QStringLiteral("'%1' is not %2").arg(text, expected)));
    const qsizetype colon = text.lastIndexOf(u':');
    if (colon < 0)
        return bad;
    const QStringView port = QStringView(text).sliced(colon + 1);
    if (!isDigits(port) || port.size() > 5 || port.toInt() > 65535)
        return bad;
    PeerAddress address;
    address.port = static_cast<quint16>(port.toInt());
    address.host = text.left(colon);
    const bool bracketed = address.host.startsWith(u'[') && address.host.endsWith(u']');
    if (bracketed)
        address.host = address.host.sliced(1, address.host.size() - 2);
    if (!isHost(address.host, bracketed, use) || (use == AddressUse::Dial && address.port == 0))
        return bad;
    return address;
}

} // namespace busheng
