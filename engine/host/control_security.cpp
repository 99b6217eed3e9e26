// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/control_security.h"

namespace busheng::control {

QCborArray publicKeysValue(const std::vector<PublicKey>& keys)
{
    QCborArray array;
    for (const PublicKey& key : keys)
        array.append(QCborArray{numberValue(key.suite), bytesValue(key.pem)});
    return array;
}

std::vector<PublicKey> readPublicKeys(MapReader& in)
{
    std::vector<PublicKey> keys;
    for (const QCborValue value : in.array("publicKeys")) {
        const QCborArray item = value.toArray();
        if (item.size() != 2 || !isByte(item.at(0)) || !item.at(1).isByteArray() || keys.size() == kMostKeys) {
            in.fail();
            break;
        }
        keys.push_back({static_cast<std::uint8_t>(item.at(0).toInteger()), Bytes(view(item.at(1).toByteArray()))});
    }
    return keys;
}

QCborMap toMap(const Keys& body)
{
    QCborArray grants;
    for (const Keys::Grant& grant : body.grants)
        grants.append(QCborArray{numberValue(grant.epoch), numberValue(grant.suite), bytesValue(grant.wrapped)});
    return MapWriter("keys").put("oldest", numberValue(body.oldest)).put("grants", grants).take();
}

QCborMap toMap(const KeysHeld& body)
{
    QCborArray held;
    for (const KeysHeld::Held& key : body.held)
        held.append(QCborArray{numberValue(key.epoch), key.fingerprint});
    return MapWriter("keys-held")
        .put("newest", numberValue(body.newest))
        .put("held", held)
        .put("event", body.event)
        .put("args", QCborArray::fromStringList(body.args))
        .take();
}

Body readKeys(MapReader& in)
{
    Keys body;
    body.oldest = in.small("oldest");
    for (const QCborValue value : in.array("grants")) {
        const QCborArray item = value.toArray();
        if (item.size() != 3 || !isSmall(item.at(0)) || !isByte(item.at(1)) || !item.at(2).isByteArray() ||
            body.grants.size() == kMostKeys) {
            in.fail();
            break;
        }
        body.grants.push_back({static_cast<std::uint32_t>(item.at(0).toInteger()),
                               static_cast<std::uint8_t>(item.at(1).toInteger()),
                               Bytes(view(item.at(2).toByteArray()))});
    }
    return body;
}

Body readKeysHeld(MapReader& in)
{
    KeysHeld body;
    body.newest = in.small("newest");
    for (const QCborValue value : in.array("held")) {
        const QCborArray item = value.toArray();
        if (item.size() != 2 || !isSmall(item.at(0)) || !item.at(1).isString() || body.held.size() == kMostKeys) {
            in.fail();
            break;
        }
        body.held.push_back({static_cast<std::uint32_t>(item.at(0).toInteger()), item.at(1).toString()});
    }
    body.event = in.string("event");
    body.args = in.strings("args");
    return body;
}

QCborMap toMap(const Statement& body)
{
    return MapWriter("statement")
        .put("says", body.kind)
        .put("sequence", numberValue(body.sequence))
        .put("digest", body.digest)
        .put("packets", numberValue(body.packets))
        .put("changes", numberValue(body.changes))
        .put("plainBytes", QCborValue(body.plainBytes))
        .put("sealedBytes", QCborValue(body.sealedBytes))
        .put("utcMs", QCborValue(body.utcMs))
        .put("position", numberValue(body.position))
        .put("suite", body.suite)
        .put("publicKey", bytesValue(body.publicKey))
        .put("signature", bytesValue(body.signature))
        .take();
}

Body readStatement(MapReader& in)
{
    Statement body;
    body.kind = in.string("says");
    body.sequence = in.number("sequence");
    body.digest = in.string("digest");
    body.packets = in.number("packets");
    body.changes = in.number("changes");
    body.plainBytes = in.integer("plainBytes");
    body.sealedBytes = in.integer("sealedBytes");
    body.utcMs = in.integer("utcMs");
    body.position = in.number("position");
    body.suite = in.string("suite");
    body.publicKey = in.bytes("publicKey");
    body.signature = in.bytes("signature");
    return body;
}

} // namespace busheng::control
