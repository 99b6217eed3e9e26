// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/p256_key.h"

#include "engine/crypto/aes_gcm.h"
#include "engine/crypto/hkdf.h"
#include "engine/crypto/openssl_error.h"
#include "engine/crypto/openssl_handle.h"
#include "engine/crypto/pem.h"
#include "engine/crypto/wipe.h"

#include <openssl/obj_mac.h>
#include <openssl/pem.h>

#include <array>

namespace busheng {
namespace {

constexpr std::size_t kPointBytes = 65; // uncompressed
constexpr std::size_t kLargestSecret = 1024;
constexpr BytesView kWrapPurpose = "busheng P-256 wrap v1";

const unsigned char* bytesOf(BytesView bytes)
{
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

unsigned char* bytesOf(Bytes& bytes)
{
    return reinterpret_cast<unsigned char*>(bytes.data());
}

Bytes textOf(BIO* memory)
{
    char* data = nullptr;
    const long size = BIO_get_mem_data(memory, &data);
    return size > 0 ? Bytes(data, static_cast<std::size_t>(size)) : Bytes();
}

enum class Half { Public, Both };

Result<> checkKey(EVP_PKEY* key, Half half)
{
    std::array<char, 64> group{};
    if (key == nullptr || EVP_PKEY_is_a(key, "EC") != 1 ||
        EVP_PKEY_get_group_name(key, group.data(), group.size(), nullptr) != 1 ||
        std::string_view(group.data()) != SN_X9_62_prime256v1)
        return opensslFailure(QStringLiteral("not a P-256 key"));
    const PkeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
    const int sound = !context             ? 0
                      : half == Half::Both ? EVP_PKEY_check(context.get())
                                           : EVP_PKEY_public_check(context.get());
    if (sound != 1)
        return opensslFailure(QStringLiteral("not a valid P-256 key"));
    return {};
}

Result<Bytes> pointOf(EVP_PKEY* key)
{
    unsigned char* encoded = nullptr;
    const std::size_t size = EVP_PKEY_get1_encoded_public_key(key, &encoded);
    Bytes point(reinterpret_cast<const char*>(encoded), encoded == nullptr ? 0 : size);
    OPENSSL_free(encoded);
    if (point.size() != kPointBytes)
        return opensslFailure(QStringLiteral("the point of a P-256 key cannot be had"));
    return point;
}

/// One-time cipher of an envelope: what both ends agree on, bound to both points.
Result<std::unique_ptr<EvpGcm>> agree(EVP_PKEY* own, EVP_PKEY* other, BytesView ephemeral, BytesView receiver)
{
    const PkeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, own, nullptr));
    std::size_t size = 0;
    if (!context || EVP_PKEY_derive_init(context.get()) != 1 || EVP_PKEY_derive_set_peer(context.get(), other) != 1 ||
        EVP_PKEY_derive(context.get(), nullptr, &size) != 1)
        return opensslFailure(QStringLiteral("P-256 key agreement is not available"));
    SecretBytes shared(size);
    if (EVP_PKEY_derive(context.get(), bytesOf(shared.bytes), &size) != 1 || size != shared.bytes.size())
        return opensslFailure(QStringLiteral("agreeing on a key with P-256"));
    SecretBytes key(kAes256KeyBytes);
    ENGINE_TRY(hkdfSha256(shared.bytes, Bytes(ephemeral) + Bytes(receiver), kWrapPurpose, key.bytes));
    return makeAes256Gcm(key.bytes);
}

class P256Key final : public IdentityKey {
public:
    P256Key(PkeyHandle key, Half half) : m_key(std::move(key)), m_half(half) {}

    Result<Bytes> publicPem() const override
    {
        const BioHandle out(BIO_new(BIO_s_mem()));
        if (!out || PEM_write_bio_PUBKEY(out.get(), m_key.get()) != 1)
            return opensslFailure(QStringLiteral("writing a P-256 public key"));
        return textOf(out.get());
    }

    Result<Bytes> privatePem() const override
    {
        ENGINE_TRY(requirePrivate());
        const BioHandle out(BIO_new(BIO_s_secmem()));
        if (!out || PEM_write_bio_PKCS8PrivateKey(out.get(), m_key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
            return opensslFailure(QStringLiteral("writing a P-256 private key"));
        return textOf(out.get());
    }

    Result<Bytes> sign(BytesView message) const override
    {
        ENGINE_TRY(requirePrivate());
        const MdContext context(EVP_MD_CTX_new());
        std::size_t size = 0;
        if (!context ||
            EVP_DigestSignInit_ex(context.get(), nullptr, "SHA256", nullptr, nullptr, m_key.get(), nullptr) != 1 ||
            EVP_DigestSign(context.get(), nullptr, &size, bytesOf(message), message.size()) != 1)
            return opensslFailure(QStringLiteral("signing with P-256"));
        Bytes signature(size, '\0');
        if (EVP_DigestSign(context.get(), bytesOf(signature), &size, bytesOf(message), message.size()) != 1)
            return opensslFailure(QStringLiteral("signing with P-256"));
        signature.resize(size);
        return signature;
    }

    Result<> verify(BytesView message, BytesView signature) const override
    {
        const MdContext context(EVP_MD_CTX_new());
        if (!context ||
            EVP_DigestVerifyInit_ex(context.get(), nullptr, "SHA256", nullptr, nullptr, m_key.get(), nullptr) != 1 ||
            EVP_DigestVerify(context.get(), bytesOf(signature), signature.size(), bytesOf(message), message.size()) !=
                1)
            return opensslFailure(QStringLiteral("the P-256 signature is not right"));
        return {};
    }

    Result<Bytes> wrap(BytesView secret) const override
    {
        if (secret.empty() || secret.size() > kLargestSecret)
            return fail(ErrorCode::Crypto, QStringLiteral("%1 bytes cannot be wrapped with P-256").arg(secret.size()));
        const PkeyHandle once(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
        if (!once)
            return opensslFailure(QStringLiteral("making a P-256 key"));
        ENGINE_TRY_AS(Bytes wrapped, pointOf(once.get()));
        ENGINE_TRY_AS(const Bytes receiver, pointOf(m_key.get()));
        ENGINE_TRY_AS(const auto cipher, agree(once.get(), m_key.get(), wrapped, receiver));
        ENGINE_TRY(cipher->seal(Nonce{}, Bytes(wrapped), secret, wrapped)); // the key is used this once
        return wrapped;
    }

    Result<Bytes> unwrap(BytesView wrapped) const override
    {
        ENGINE_TRY(requirePrivate());
        if (wrapped.size() <= kPointBytes + kGcmTagBytes ||
            wrapped.size() > kPointBytes + kLargestSecret + kGcmTagBytes || wrapped.front() != '\x04')
            return fail(ErrorCode::Crypto, QStringLiteral("%1 bytes are not one P-256 envelope").arg(wrapped.size()));
        const BytesView point = wrapped.substr(0, kPointBytes);
        const PkeyHandle once(EVP_PKEY_new());
        // Refuses a point that is not on the curve.
        if (!once || EVP_PKEY_copy_parameters(once.get(), m_key.get()) != 1 ||
            EVP_PKEY_set1_encoded_public_key(once.get(), bytesOf(point), point.size()) != 1)
            return opensslFailure(QStringLiteral("a P-256 envelope begins with no point of the curve"));
        ENGINE_TRY(checkKey(once.get(), Half::Public));
        ENGINE_TRY_AS(const Bytes receiver, pointOf(m_key.get()));
        ENGINE_TRY_AS(const auto cipher, agree(m_key.get(), once.get(), point, receiver));
        Bytes secret;
        ENGINE_TRY(cipher->open(Nonce{}, point, wrapped.substr(kPointBytes), secret));
        return secret;
    }

private:
    Result<> requirePrivate() const
    {
        if (m_half != Half::Both)
            return fail(ErrorCode::Crypto, QStringLiteral("the private half of this P-256 key is not here"));
        return {};
    }

    PkeyHandle m_key;
    Half m_half;
};

} // namespace

Result<IdentityKeyPtr> generateP256Key()
{
    PkeyHandle key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    ENGINE_TRY(checkKey(key.get(), Half::Both));
    return std::make_shared<P256Key>(std::move(key), Half::Both);
}

Result<IdentityKeyPtr> p256KeyFromPrivatePem(BytesView pem)
{
    ENGINE_TRY_AS(Bytes block, readPem(pem, "PRIVATE KEY", PemBlocks::One));
    const SecretBytes der(std::move(block));
    const unsigned char* at = bytesOf(BytesView(der.bytes));
    const unsigned char* const end = at + der.bytes.size();
    const Pkcs8Handle info(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, static_cast<long>(der.bytes.size())));
    if (!info || at != end)
        return opensslFailure(QStringLiteral("not exactly one PKCS#8 structure"));
    PkeyHandle key(EVP_PKCS82PKEY_ex(info.get(), nullptr, nullptr));
    ENGINE_TRY(checkKey(key.get(), Half::Both));
    return std::make_shared<P256Key>(std::move(key), Half::Both);
}

Result<IdentityKeyPtr> p256KeyFromPublicPem(BytesView pem)
{
    ENGINE_TRY_AS(const Bytes der, readPem(pem, "PUBLIC KEY", PemBlocks::One));
    const unsigned char* at = bytesOf(BytesView(der));
    const unsigned char* const end = at + der.size();
    PkeyHandle key(d2i_PUBKEY_ex(nullptr, &at, static_cast<long>(der.size()), nullptr, nullptr));
    if (!key || at != end)
        return opensslFailure(QStringLiteral("not exactly one public key"));
    ENGINE_TRY(checkKey(key.get(), Half::Public));
    return std::make_shared<P256Key>(std::move(key), Half::Public);
}

} // namespace busheng
