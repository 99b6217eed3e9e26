// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/packet_key.h"

#include "engine/crypto/wipe.h"

#include <algorithm>

namespace busheng {

PacketKey::~PacketKey()
{
    wipe(key);
    wipe(salt);
}

Result<PacketKey> derivePacketKey(const LinkKey& link, const StreamId& stream, const BootId& bootId)
{
    // Two different streams must never give the same text.
    for (const QString& code : {stream.from, stream.to})
        if (code.contains(u'|') || !code.isValidUtf16())
            return fail(ErrorCode::Crypto, QStringLiteral("%1 cannot be a node's code").arg(code));
    const QByteArray info = QStringLiteral("busheng packet v1|%1|%2|%3|%4|%5")
                                .arg(link.suite->cipherName(), stream.from, stream.to, QString::number(stream.number),
                                     QString::number(link.epoch))
                                .toUtf8();
    PacketKey derived;
    derived.size = link.suite->keyBytes();
    SecretBytes both(derived.size + derived.salt.size());
    ENGINE_TRY(link.suite->derive({link.secret.data(), link.secret.size()}, view(bootId), view(info), both.bytes));
    const BytesView bytes = both.bytes;
    std::copy_n(bytes.data(), derived.size, derived.key.begin());
    std::copy_n(bytes.data() + derived.size, derived.salt.size(), derived.salt.begin());
    return derived;
}

Nonce packetNonce(const PacketKey& key, std::uint64_t sequence)
{
    Nonce nonce;
    std::copy(key.salt.begin(), key.salt.end(), nonce.begin());
    for (std::size_t i = nonce.size(); i-- > key.salt.size();) {
        nonce[i] = static_cast<char>(sequence & 0xffU);
        sequence >>= 8;
    }
    return nonce;
}

} // namespace busheng
