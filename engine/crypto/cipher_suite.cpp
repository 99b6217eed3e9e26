// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/cipher_suite.h"

#include "engine/crypto/aes_gcm.h"
#include "engine/crypto/hkdf.h"
#include "engine/crypto/openssl_error.h"
#include "engine/crypto/p256_key.h"
#include "engine/crypto/sm2_identity_key.h"
#include "engine/crypto/sm3.h"
#include "engine/crypto/sm4_gcm.h"

#include <openssl/evp.h>

#include <atomic>

namespace busheng {
namespace {

class SmSuite final : public CipherSuite {
public:
    SuiteId id() const override { return SuiteId::Sm; }
    QString name() const override { return QStringLiteral("SM4-GCM+SM3+SM2"); }
    QString cipherName() const override { return QStringLiteral("SM4-GCM"); }
    std::size_t keyBytes() const override { return kSm4KeyBytes; }
    Result<std::unique_ptr<Aead>> makeAead(BytesView key) const override { return Sm4Gcm::create(key); }
    Result<> derive(BytesView secret, BytesView salt, BytesView info, std::span<char> out) const override
    {
        return hkdfSm3(secret, salt, info, out);
    }
    Digest digest(BytesView bytes) const override { return sm3(bytes); }
    Result<IdentityKeyPtr> makeIdentity() const override
    {
        ENGINE_TRY_AS(Sm2Key key, Sm2Key::generate());
        return std::make_shared<Sm2IdentityKey>(std::move(key));
    }
    Result<IdentityKeyPtr> identityFromPrivatePem(BytesView pem) const override
    {
        ENGINE_TRY_AS(Sm2Key key, Sm2Key::fromPrivatePem(pem));
        return std::make_shared<Sm2IdentityKey>(std::move(key));
    }
    Result<IdentityKeyPtr> identityFromPublicPem(BytesView pem) const override
    {
        ENGINE_TRY_AS(Sm2Key key, Sm2Key::fromPublicPem(pem));
        return std::make_shared<Sm2IdentityKey>(std::move(key));
    }
    QString identityFile() const override { return QStringLiteral("sm2.key"); }
};

class InternationalSuite final : public CipherSuite {
public:
    SuiteId id() const override { return SuiteId::International; }
    QString name() const override { return QStringLiteral("AES-256-GCM+SHA-256+P-256"); }
    QString cipherName() const override { return QStringLiteral("AES-256-GCM"); }
    std::size_t keyBytes() const override { return kAes256KeyBytes; }
    Result<std::unique_ptr<Aead>> makeAead(BytesView key) const override { return makeAes256Gcm(key); }
    Result<> derive(BytesView secret, BytesView salt, BytesView info, std::span<char> out) const override
    {
        return hkdfSha256(secret, salt, info, out);
    }
    Digest digest(BytesView bytes) const override
    {
        Digest digest{};
        std::size_t size = 0;
        if (EVP_Q_digest(nullptr, "SHA256", nullptr, bytes.data(), bytes.size(),
                         reinterpret_cast<unsigned char*>(digest.data()), &size) != 1 ||
            size != digest.size())
            qFatal("%s", qPrintable(opensslFailure(QStringLiteral("SHA-256 is not available")).value().toString()));
        return digest;
    }
    Result<IdentityKeyPtr> makeIdentity() const override { return generateP256Key(); }
    Result<IdentityKeyPtr> identityFromPrivatePem(BytesView pem) const override { return p256KeyFromPrivatePem(pem); }
    Result<IdentityKeyPtr> identityFromPublicPem(BytesView pem) const override { return p256KeyFromPublicPem(pem); }
    QString identityFile() const override { return QStringLiteral("p256.key"); }
};

/// What stands for SuiteId::Sm; never freed, because keys point to it.
std::atomic<const CipherSuite*>& smInUse()
{
    static std::atomic<const CipherSuite*> inUse{&softwareSmSuite()};
    return inUse;
}

} // namespace

const CipherSuite& softwareSmSuite()
{
    static const SmSuite suite;
    return suite;
}

const CipherSuite& smSuite()
{
    return *smInUse().load();
}

const CipherSuite& internationalSuite()
{
    static const InternationalSuite suite;
    return suite;
}

const CipherSuite* suiteOf(SuiteId id)
{
    switch (id) {
    case SuiteId::Sm:
        return &smSuite();
    case SuiteId::International:
        return &internationalSuite();
    }
    return nullptr;
}

const CipherSuite* suiteNamed(const QString& name)
{
    for (const CipherSuite* suite : {&smSuite(), &internationalSuite()}) {
        if (suite->name() == name)
            return suite;
    }
    return nullptr;
}

QStringList suiteNames()
{
    return {smSuite().name(), internationalSuite().name()};
}

void useSmSuite(std::unique_ptr<const CipherSuite> suite)
{
    smInUse().store(suite.release());
}

} // namespace busheng
