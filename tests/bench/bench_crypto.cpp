// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/clock.h"
#include "engine/base/random_source.h"
#include "engine/crypto/link_key_wrap.h"
#include "engine/pipeline/pack/packet_codec.h"
#include "tests/bench/bench.h"

#include <gcrypt.h>

#include <algorithm>

namespace busheng::bench {
namespace {

constexpr std::size_t kBody = 1U << 20;
constexpr int kPackets = 200;

double mibPerSecond(qint64 ns)
{
    return static_cast<double>(kBody) * kPackets / (1 << 20) / (static_cast<double>(ns) / 1e9);
}

/// Seals and opens bodies that do not compress, so that the cipher is what is measured.
Result<double> ours(const LinkKey& key, const BootId& bootId, BytesView body, Clock& clock)
{
    const StreamId stream{QStringLiteral("340000"), QStringLiteral("100000"), 1};
    PacketWriter writer(key, stream, bootId);
    PacketReader reader(stream);
    reader.addKey(key);
    Bytes packet;
    Bytes opened;
    const qint64 start = clock.monotonicNs();
    for (int i = 1; i <= kPackets; ++i) {
        PacketHeader header;
        header.sequence = static_cast<std::uint64_t>(i);
        packet.clear();
        ENGINE_TRY(writer.write(header, body, packet));
        ENGINE_TRY(reader.read(packet, opened));
    }
    return mibPerSecond(clock.monotonicNs() - start);
}

Result<double> bareCipher(BytesView body, Clock& clock)
{
    gcry_cipher_hd_t cipher = nullptr;
    if (gcry_cipher_open(&cipher, GCRY_CIPHER_SM4, GCRY_CIPHER_MODE_GCM, 0) != 0)
        return fail(ErrorCode::Crypto, QStringLiteral("libgcrypt has no SM4-GCM"));
    const Bytes key(16, 'k');
    Bytes buffer(body);
    gcry_cipher_setkey(cipher, key.data(), key.size());
    const qint64 start = clock.monotonicNs();
    for (std::uint64_t i = 0; i < 2 * kPackets; ++i) {
        Bytes nonce(12, '\0');
        std::copy_n(reinterpret_cast<const char*>(&i), sizeof i, nonce.begin());
        char tag[16];
        gcry_cipher_reset(cipher);
        gcry_cipher_setiv(cipher, nonce.data(), nonce.size());
        gcry_cipher_encrypt(cipher, buffer.data(), buffer.size(), nullptr, 0);
        gcry_cipher_gettag(cipher, tag, sizeof tag);
    }
    const double speed = mibPerSecond(clock.monotonicNs() - start);
    gcry_cipher_close(cipher);
    return speed;
}

} // namespace

Result<std::vector<Row>> benchCrypto(const Options& options)
{
    Clock& clock = systemClock();
    ENGINE_TRY_AS(const LinkKey key, generateLinkKey(1, systemRandom()));
    Bytes body(kBody, '\0');
    ENGINE_TRY(systemRandom().fill(body));
    std::vector<double> own;
    std::vector<double> peer;
    for (int run = 0; run < options.rounds; ++run) {
        BootId bootId{};
        ENGINE_TRY(systemRandom().fill(bootId));
        ENGINE_TRY_AS(const double sealed, ours(key, bootId, body, clock));
        ENGINE_TRY_AS(const double bare, bareCipher(body, clock));
        own.push_back(sealed);
        peer.push_back(bare);
    }
    return std::vector<Row>{{QStringLiteral("crypto.seal_open"),
                             median(own),
                             median(peer),
                             QStringLiteral("MiB/s, sealed and opened again"),
                             {Goal::Of::RatioAtLeast, 0.85}}};
}

} // namespace busheng::bench
