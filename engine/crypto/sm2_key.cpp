// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/sm2_key.h"

#include "engine/crypto/openssl_error.h"
#include "engine/crypto/openssl_handle.h"
#include "engine/crypto/pem.h"
#include "engine/crypto/sm2_ciphertext.h"
#include "engine/crypto/wipe.h"

#include <openssl/err.h>
#include <openssl/pem.h>

namespace busheng {

struct Sm2Key::Handle {
    PkeyHandle key;
    bool hasPrivate = false;
};

namespace {

enum class Half { Public, Both };

const unsigned char* bytesOf(BytesView bytes)
{
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

unsigned char* bytesOf(Bytes& bytes)
{
    return reinterpret_cast<unsigned char*>(bytes.data());
}

/// Refuses everything but a sound key on the SM2 curve. An EC key on that curve that OpenSSL takes for plain EC would
/// sign with ECDSA without any error.
Result<> checkKey(EVP_PKEY* key, Half half)
{
    if (key == nullptr)
        return opensslFailure(QStringLiteral("not a key that OpenSSL understands"));
    if (EVP_PKEY_is_a(key, "SM2") != 1)
        return fail(ErrorCode::Crypto, QStringLiteral("not an SM2 key"));
    const PkeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
    if (!context)
        return opensslFailure(QStringLiteral("SM2 is not available"));
    const int sound = half == Half::Both ? EVP_PKEY_check(context.get()) : EVP_PKEY_public_check(context.get());
    if (sound != 1)
        return opensslFailure(QStringLiteral("not a valid SM2 key"));
    return {};
}

/// A context for one signature or verification, the distinguishing id set.
Result<MdContext> signatureContext(EVP_PKEY* key, const QString& id, decltype(&EVP_DigestSignInit_ex) init)
{
    const QByteArray octets = id.toUtf8();
    EVP_PKEY_CTX* signing = nullptr; // the context's
    MdContext context(EVP_MD_CTX_new());
    // The id follows the initialization: as one of its parameters OpenSSL 3.0.19 refuses it.
    if (!context || init(context.get(), &signing, "SM3", nullptr, nullptr, key, nullptr) != 1 ||
        EVP_PKEY_CTX_set1_id(signing, octets.constData(), static_cast<int>(octets.size())) != 1)
        return opensslFailure(QStringLiteral("SM2 with SM3 is not available"));
    return context;
}

Bytes textOf(BIO* memory)
{
    char* data = nullptr;
    const long size = BIO_get_mem_data(memory, &data);
    return size > 0 ? Bytes(data, static_cast<std::size_t>(size)) : Bytes();
}

} // namespace

Sm2Key::Sm2Key(std::shared_ptr<Handle> handle) : m_handle(std::move(handle)) {}

bool Sm2Key::hasPrivate() const
{
    return m_handle->hasPrivate;
}

Result<Sm2Key> Sm2Key::generate()
{
    PkeyHandle key(EVP_PKEY_Q_keygen(nullptr, nullptr, "SM2"));
    ENGINE_TRY(checkKey(key.get(), Half::Both));
    return Sm2Key(std::make_shared<Handle>(Handle{std::move(key), true}));
}

Result<Sm2Key> Sm2Key::fromPrivatePem(BytesView pem)
{
    ENGINE_TRY_AS(Bytes block, readPem(pem, "PRIVATE KEY", PemBlocks::One));
    const SecretBytes der(std::move(block));
    const unsigned char* at = bytesOf(der.bytes);
    const unsigned char* const end = at + der.bytes.size();
    const Pkcs8Handle info(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, static_cast<long>(der.bytes.size())));
    if (!info || at != end)
        return opensslFailure(QStringLiteral("not exactly one PKCS#8 structure"));
    PkeyHandle key(EVP_PKCS82PKEY_ex(info.get(), nullptr, nullptr));
    ENGINE_TRY(checkKey(key.get(), Half::Both));
    return Sm2Key(std::make_shared<Handle>(Handle{std::move(key), true}));
}

Result<Sm2Key> Sm2Key::fromPublicPem(BytesView pem)
{
    ENGINE_TRY_AS(const Bytes der, readPem(pem, "PUBLIC KEY", PemBlocks::One));
    const unsigned char* at = bytesOf(BytesView(der));
    const unsigned char* const end = at + der.size();
    PkeyHandle key(d2i_PUBKEY_ex(nullptr, &at, static_cast<long>(der.size()), nullptr, nullptr));
    if (!key || at != end)
        return opensslFailure(QStringLiteral("not exactly one public key"));
    ENGINE_TRY(checkKey(key.get(), Half::Public));
    return Sm2Key(std::make_shared<Handle>(Handle{std::move(key), false}));
}

Result<Bytes> Sm2Key::privatePem() const
{
    if (!hasPrivate())
        return fail(ErrorCode::Crypto, QStringLiteral("the private half of this SM2 key is not here"));
    const BioHandle out(BIO_new(BIO_s_secmem()));
    if (!out ||
        PEM_write_bio_PKCS8PrivateKey(out.get(), m_handle->key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
        return opensslFailure(QStringLiteral("writing an SM2 private key"));
    return textOf(out.get());
}

Result<Bytes> Sm2Key::publicPem() const
{
    const BioHandle out(BIO_new(BIO_s_mem()));
    if (!out || PEM_write_bio_PUBKEY(out.get(), m_handle->key.get()) != 1)
        return opensslFailure(QStringLiteral("writing an SM2 public key"));
    return textOf(out.get());
}

Result<Bytes> Sm2Key::sign(BytesView message, const QString& distinguishingId) const
{
    if (!hasPrivate())
        return fail(ErrorCode::Crypto, QStringLiteral("signing needs the private half of the SM2 key"));
    ENGINE_TRY_AS(const MdContext context,
                  signatureContext(m_handle->key.get(), distinguishingId, &EVP_DigestSignInit_ex));
    std::size_t size = 0;
    if (EVP_DigestSign(context.get(), nullptr, &size, bytesOf(message), message.size()) != 1)
        return opensslFailure(QStringLiteral("signing with SM2"));
    Bytes signature(size, '\0');
    if (EVP_DigestSign(context.get(), bytesOf(signature), &size, bytesOf(message), message.size()) != 1)
        return opensslFailure(QStringLiteral("signing with SM2"));
    signature.resize(size);
    return signature;
}

Result<> Sm2Key::verify(BytesView message, BytesView signature, const QString& distinguishingId) const
{
    ENGINE_TRY_AS(const MdContext context,
                  signatureContext(m_handle->key.get(), distinguishingId, &EVP_DigestVerifyInit_ex));
    // 0 and negative both mean no.
    if (EVP_DigestVerify(context.get(), bytesOf(signature), signature.size(), bytesOf(message), message.size()) != 1)
        return opensslFailure(QStringLiteral("the SM2 signature is not right"));
    return {};
}

Result<Bytes> Sm2Key::wrap(BytesView secret) const
{
    if (secret.empty() || secret.size() > kLargestSm2Secret)
        return fail(ErrorCode::Crypto, QStringLiteral("%1 bytes cannot be wrapped with SM2").arg(secret.size()));
    const PkeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, m_handle->key.get(), nullptr));
    std::size_t size = 0;
    if (!context || EVP_PKEY_encrypt_init(context.get()) != 1 ||
        EVP_PKEY_encrypt(context.get(), nullptr, &size, bytesOf(secret), secret.size()) != 1)
        return opensslFailure(QStringLiteral("SM2 encryption is not available"));
    Bytes wrapped(size, '\0'); // an upper bound
    if (EVP_PKEY_encrypt(context.get(), bytesOf(wrapped), &size, bytesOf(secret), secret.size()) != 1)
        return opensslFailure(QStringLiteral("wrapping with SM2"));
    wrapped.resize(size);
    return wrapped;
}

Result<Bytes> Sm2Key::unwrap(BytesView wrapped) const
{
    if (!hasPrivate())
        return fail(ErrorCode::Crypto, QStringLiteral("unwrapping needs the private half of the SM2 key"));
    if (!isSm2Ciphertext(wrapped))
        return fail(ErrorCode::Crypto,
                    QStringLiteral("%1 bytes are not one SM2 ciphertext in DER").arg(wrapped.size()));
    const PkeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, m_handle->key.get(), nullptr));
    std::size_t size = 0;
    if (!context || EVP_PKEY_decrypt_init(context.get()) != 1 ||
        EVP_PKEY_decrypt(context.get(), nullptr, &size, bytesOf(wrapped), wrapped.size()) != 1)
        return opensslFailure(QStringLiteral("SM2 decryption is not available"));
    Bytes secret(size, '\0');
    if (EVP_PKEY_decrypt(context.get(), bytesOf(secret), &size, bytesOf(wrapped), wrapped.size()) != 1) {
        wipe(secret);
        return opensslFailure(QStringLiteral("unwrapping with SM2"));
    }
    secret.resize(size);
    return secret;
}

} // namespace busheng
