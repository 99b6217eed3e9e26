// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/hello.h"

#include "engine/net/peer_certificate.h"

#include <QCborMap>
#include <QCborStreamReader>
#include <QCborValue>

#include <algorithm>

namespace busheng {
namespace {

const QString kProtocolKey = QStringLiteral("protocol");
const QString kNodeKey = QStringLiteral("node");
const QString kBootKey = QStringLiteral("boot");
const QString kProductKey = QStringLiteral("product");
const QString kEventKey = QStringLiteral("event");

Bytes encode(const QCborMap& map)
{
    return Bytes(view(map.toCborValue().toCbor()));
}

/// Exactly one map and nothing behind it.
Result<QCborMap> decodeMap(BytesView payload)
{
    QCborStreamReader reader(payload.data(), static_cast<qsizetype>(payload.size()));
    const QCborValue value = QCborValue::fromCbor(reader);
    if (reader.lastError() != QCborError::NoError || !value.isMap() ||
        reader.currentOffset() != static_cast<qint64>(payload.size()))
        return fail(ErrorCode::Protocol, QStringLiteral("payload is not one CBOR map"));
    return value.toMap();
}

bool isVersionText(const QString& text)
{
    constexpr int kLongestVersion = 64;
    return text.size() <= kLongestVersion && std::all_of(text.begin(), text.end(), [](QChar c) {
               return c.unicode() < 0x80 && (c.isLetterOrNumber() || QStringView(u".+~-").contains(c));
           });
}

bool isEventId(const QString& text)
{
    constexpr int kLongestId = 64;
    return text.size() <= kLongestId &&
           std::all_of(text.begin(), text.end(), [](QChar c) { return (c >= u'A' && c <= u'Z') || c == u'_'; });
}

} // namespace

Bytes encodeHello(const Hello& hello)
{
    QCborMap map;
    map.insert(kProtocolKey, hello.protocolVersion);
    map.insert(kNodeKey, hello.code);
    map.insert(kBootKey, toQByteArray(view(hello.bootId)));
    map.insert(kProductKey, hello.productVersion);
    return encode(map);
}

Result<Hello> decodeHello(BytesView payload)
{
    ENGINE_TRY_AS(const QCborMap map, decodeMap(payload));
    const QCborValue version = map.value(kProtocolKey);
    if (!version.isInteger() || version.toInteger() != kProtocolVersion)
        return fail(ErrorCode::Protocol,
                    QStringLiteral("the peer speaks another protocol version than %1").arg(kProtocolVersion));
    Hello hello;
    hello.code = map.value(kNodeKey).toString();
    if (!isNodeCode(hello.code))
        return fail(ErrorCode::Protocol, QStringLiteral("Hello names no node code"));
    const QByteArray boot = map.value(kBootKey).toByteArray();
    if (boot.size() != static_cast<qsizetype>(hello.bootId.size()))
        return fail(ErrorCode::Protocol, QStringLiteral("Hello has no boot id of 16 bytes"));
    std::copy(boot.begin(), boot.end(), hello.bootId.begin());
    hello.productVersion = map.value(kProductKey).toString();
    if (!isVersionText(hello.productVersion))
        return fail(ErrorCode::Protocol, QStringLiteral("Hello has a malformed product version"));
    return hello;
}

Bytes encodeBye(const QString& event)
{
    QCborMap map;
    map.insert(kEventKey, event);
    return encode(map);
}

QString decodeBye(BytesView payload)
{
    const auto map = decodeMap(payload);
    const QString event = map ? map->value(kEventKey).toString() : QString();
    return isEventId(event) ? event : QString();
}

} // namespace busheng
