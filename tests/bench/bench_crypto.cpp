// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/clock.h"
#include "engine/base/random_source.h"
#include "engine/crypto/link_key_wrap.h"
#include "engine/pipeline/pack/packet_codec.h"
#include "tests/bench/bench.h"

#include <gcrypt.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>

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

Result<double> bareAes(BytesView body, Clock& clock)
{
    const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(EVP_CIPHER_CTX_new(),
                                                                                  &EVP_CIPHER_CTX_free);
    const Bytes key(32, 'k');
    Bytes buffer(body);
    auto* const bytes = reinterpret_cast<unsigned char*>(buffer.data());
    const auto* const keyBytes = reinterpret_cast<const unsigned char*>(key.data());
    if (EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, keyBytes, nullptr) != 1)
        return fail(ErrorCode::Crypto, QStringLiteral("OpenSSL has no AES-256-GCM"));
    const qint64 start = clock.monotonicNs();
    for (std::uint64_t i = 0; i < 2 * kPackets; ++i) {
        std::array<unsigned char, 12> nonce{};
        std::copy_n(reinterpret_cast<const unsigned char*>(&i), sizeof i, nonce.begin());
        std::array<unsigned char, 16> tag{};
        int size = 0;
        EVP_EncryptInit_ex(context.get(), nullptr, nullptr, nullptr, nonce.data());
        EVP_EncryptUpdate(context.get(), bytes, &size, bytes, static_cast<int>(buffer.size()));
        EVP_EncryptFinal_ex(context.get(), tag.data(), &size);
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, 16, tag.data());
    }
    return mibPerSecond(clock.monotonicNs() - start);
}

/// The suite's cipher alone, as packets use it: sealed and opened again.
Result<double> cipherOf(const CipherSuite& suite, BytesView body, Clock& clock)
{
    ENGINE_TRY_AS(const auto cipher, suite.makeAead(Bytes(suite.keyBytes(), 'k')));
    Bytes sealed;
    Bytes opened;
    Nonce nonce{};
    const qint64 start = clock.monotonicNs();
    for (std::uint64_t i = 0; i < kPackets; ++i) {
        std::copy_n(reinterpret_cast<const char*>(&i), sizeof i, nonce.begin());
        sealed.clear();
        opened.clear();
        ENGINE_TRY(cipher->seal(nonce, {}, body, sealed));
        ENGINE_TRY(cipher->open(nonce, {}, sealed, opened));
    }
    return mibPerSecond(clock.monotonicNs() - start);
}

} // namespace

Result<std::vector<Row>> benchCrypto(const Options& options)
{
    Clock& clock = systemClock();
    Bytes body(kBody, '\0');
    ENGINE_TRY(systemRandom().fill(body));
    std::map<QString, std::pair<std::vector<double>, std::vector<double>>> measured;
    for (int run = 0; run < options.rounds; ++run) {
        for (const CipherSuite* suite : {&smSuite(), &internationalSuite()}) {
            const bool isSm = suite->id() == SuiteId::Sm;
            ENGINE_TRY_AS(const double bare, isSm ? bareCipher(body, clock) : bareAes(body, clock));
            ENGINE_TRY_AS(const double cipher, cipherOf(*suite, body, clock));
            ENGINE_TRY_AS(const LinkKey key, generateLinkKey(1, systemRandom(), *suite));
            BootId bootId{};
            ENGINE_TRY(systemRandom().fill(bootId));
            ENGINE_TRY_AS(const double packets, ours(key, bootId, body, clock));
            const QString name = isSm ? QStringLiteral("sm4") : QStringLiteral("aes256");
            for (const auto& [what, speed] :
                 {std::pair(QStringLiteral("cipher"), cipher), std::pair(QStringLiteral("seal_open"), packets)}) {
                auto& [own, peer] = measured[QStringLiteral("crypto.%1.%2").arg(name, what)];
                own.push_back(speed);
                peer.push_back(bare);
            }
        }
    }
    std::vector<Row> rows;
    for (const auto& [name, speeds] : measured)
        rows.push_back({name,
                        median(speeds.first),
                        median(speeds.second),
                        QStringLiteral("MiB/s, sealed and opened again; beside it the bare cipher"),
                        {Goal::Of::RatioAtLeast, 0.85}});
    return rows;
}

} // namespace busheng::bench
