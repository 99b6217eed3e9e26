// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/hello.h"

#include "engine/base/byte_writer.h"
#include "engine/crypto/sm3.h"
#include "engine/net/peer_certificate.h"
#include "engine/net/sm2_identity.h"

#include <QCborArray>
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
const QString kSuitesKey = QStringLiteral("suites");
const QString kNonceKey = QStringLiteral("nonce");
const QString kChainKey = QStringLiteral("sm2");
const QString kEncryptionKey = QStringLiteral("sm2enc");
const QString kFenceKey = QStringLiteral("fence");
const QString kHolderKey = QStringLiteral("holder");
const QString kSignatureKey = QStringLiteral("signature");
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

bool isSuiteName(const QString& text)
{
    constexpr int kLongestName = 48;
    return !text.isEmpty() && text.size() <= kLongestName && std::all_of(text.begin(), text.end(), [](QChar c) {
        return (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'-' || c == u'+';
    });
}

Result<QStringList> readSuites(const QCborValue& value)
{
    constexpr qsizetype kMostSuites = 16;
    const QCborArray list = value.toArray();
    QStringList suites;
    for (const QCborValue& item : list) {
        if (!isSuiteName(item.toString()) || suites.contains(item.toString()))
            return fail(ErrorCode::Protocol, QStringLiteral("Hello has a malformed list of suites"));
        suites.append(item.toString());
    }
    if (suites.isEmpty() || suites.size() > kMostSuites)
        return fail(ErrorCode::Protocol, QStringLiteral("Hello has a malformed list of suites"));
    return suites;
}

Result<std::vector<Bytes>> readChain(const QCborValue& value)
{
    const QCborArray list = value.toArray();
    std::vector<Bytes> chain;
    for (const QCborValue& item : list) {
        const QByteArray der = item.toByteArray();
        if (der.isEmpty() || der.size() > static_cast<qsizetype>(Sm2Identity::kLargestCertificate))
            return fail(ErrorCode::Protocol, QStringLiteral("Hello has a malformed SM2 certificate"));
        chain.emplace_back(view(der));
    }
    if (chain.empty() || chain.size() > Sm2Identity::kLongestChain)
        return fail(ErrorCode::Protocol, QStringLiteral("Hello has no SM2 certificate, or too many"));
    return chain;
}

QCborArray arrayOf(const std::vector<Bytes>& chain)
{
    QCborArray array;
    for (const Bytes& der : chain)
        array.append(toQByteArray(der));
    return array;
}

Result<Fence> readFence(const QCborMap& map)
{
    Fence fence;
    const QCborValue number = map.value(kFenceKey);
    const QByteArray holder = map.value(kHolderKey).toByteArray();
    if (number.isUndefined())
        return fence;
    if (!number.isInteger() || number.toInteger() < 0 || holder.size() != static_cast<qsizetype>(fence.holder.size()))
        return fail(ErrorCode::Protocol, QStringLiteral("Hello has a malformed fence"));
    fence.number = static_cast<std::uint64_t>(number.toInteger());
    std::copy(holder.begin(), holder.end(), fence.holder.begin());
    return fence;
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
    map.insert(kSuitesKey, QCborArray::fromStringList(hello.suites));
    map.insert(kNonceKey, toQByteArray(BytesView(hello.nonce.data(), hello.nonce.size())));
    map.insert(kChainKey, arrayOf(hello.sm2Chain));
    if (!hello.encryptionChain.empty())
        map.insert(kEncryptionKey, arrayOf(hello.encryptionChain));
    map.insert(kFenceKey, static_cast<qint64>(hello.fence.number));
    map.insert(kHolderKey, toQByteArray(BytesView(hello.fence.holder.data(), hello.fence.holder.size())));
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
    ENGINE_TRY_AS(hello.suites, readSuites(map.value(kSuitesKey)));
    const QByteArray nonce = map.value(kNonceKey).toByteArray();
    if (nonce.size() != static_cast<qsizetype>(hello.nonce.size()))
        return fail(ErrorCode::Protocol, QStringLiteral("Hello has no nonce of 32 bytes"));
    std::copy(nonce.begin(), nonce.end(), hello.nonce.begin());
    ENGINE_TRY_AS(hello.sm2Chain, readChain(map.value(kChainKey)));
    if (map.contains(kEncryptionKey)) {
        ENGINE_TRY_AS(hello.encryptionChain, readChain(map.value(kEncryptionKey)));
    }
    ENGINE_TRY_AS(hello.fence, readFence(map));
    return hello;
}

QString chooseSuite(const QStringList& ofDialer, const QStringList& ofListener)
{
    for (const QString& suite : ofDialer) {
        if (ofListener.contains(suite))
            return suite;
    }
    return {};
}

Bytes authMessage(const AuthTerms& terms, bool ofDialer)
{
    Bytes whole;
    ByteWriter writer(whole);
    writer.sized(terms.dialerHello);
    writer.sized(terms.listenerHello);
    writer.sized(terms.binding);
    const Digest digest = sm3(whole);
    // A domain of its own: no other signature of a node begins like this.
    Bytes message = "busheng/2 session authentication";
    message.push_back('\0');
    message.append(ofDialer ? "dialer" : "listener");
    message.push_back('\0');
    message.append(view(digest));
    return message;
}

Bytes encodeAuth(BytesView signature)
{
    QCborMap map;
    map.insert(kSignatureKey, toQByteArray(signature));
    return encode(map);
}

Result<Bytes> decodeAuth(BytesView payload)
{
    constexpr qsizetype kLongestSignature = 80; // two numbers of 256 bits in DER
    ENGINE_TRY_AS(const QCborMap map, decodeMap(payload));
    const QByteArray signature = map.value(kSignatureKey).toByteArray();
    if (signature.isEmpty() || signature.size() > kLongestSignature)
        return fail(ErrorCode::Protocol, QStringLiteral("Auth has no signature"));
    return Bytes(view(signature));
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
