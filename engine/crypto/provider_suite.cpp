// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/provider_suite.h"

#include "engine/crypto/evp_gcm.h"
#include "engine/crypto/openssl_error.h"
#include "engine/crypto/openssl_handle.h"
#include "engine/crypto/self_test.h"
#include "engine/crypto/sm4_gcm.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/provider.h>

#include <QFile>
#include <QFileInfo>

#include <array>

namespace busheng {
namespace {

using LibraryContext = std::unique_ptr<OSSL_LIB_CTX, OpensslDeleter<OSSL_LIB_CTX_free>>;
using MdHandle = std::unique_ptr<EVP_MD, OpensslDeleter<EVP_MD_free>>;

/// In the order in which they may go.
struct Provider {
    LibraryContext context;
    OSSL_PROVIDER* loaded = nullptr;
    CipherHandle sm4Gcm;
    MdHandle sm3; ///< null: it has none

    Provider() = default;
    Provider(const Provider&) = delete;
    Provider& operator=(const Provider&) = delete;
    ~Provider()
    {
        sm3.reset();
        sm4Gcm.reset();
        if (loaded != nullptr)
            OSSL_PROVIDER_unload(loaded);
    }
};

using ProviderPtr = std::shared_ptr<const Provider>;

class ProviderCipherSuite final : public CipherSuite {
public:
    ProviderCipherSuite(ProviderPtr provider, const CipherSuite& software)
        : m_provider(std::move(provider)), m_software(software)
    {
    }
    SuiteId id() const override { return SuiteId::Sm; }
    QString name() const override { return m_software.name(); }
    QString cipherName() const override { return m_software.cipherName(); }
    std::size_t keyBytes() const override { return kSm4KeyBytes; }
    Result<std::unique_ptr<Aead>> makeAead(BytesView key) const override
    {
        ENGINE_TRY_AS(std::unique_ptr<Aead> made, EvpGcm::create(m_provider->sm4Gcm.get(), key));
        return made;
    }
    Result<> derive(BytesView secret, BytesView salt, BytesView info, std::span<char> out) const override
    {
        return m_software.derive(secret, salt, info, out);
    }
    Digest digest(BytesView bytes) const override
    {
        if (!m_provider->sm3)
            return m_software.digest(bytes);
        Digest digest{};
        unsigned size = 0;
        const bool done = EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()), &size,
                                     m_provider->sm3.get(), nullptr) == 1;
        if (!done || size != digest.size())
            qFatal("%s", qPrintable(opensslFailure(QStringLiteral("SM3 of the provider failed")).value().toString()));
        return digest;
    }
    Result<IdentityKeyPtr> makeIdentity() const override { return m_software.makeIdentity(); }
    Result<IdentityKeyPtr> identityFromPrivatePem(BytesView pem) const override
    {
        return m_software.identityFromPrivatePem(pem);
    }
    Result<IdentityKeyPtr> identityFromPublicPem(BytesView pem) const override
    {
        return m_software.identityFromPublicPem(pem);
    }
    QString identityFile() const override { return m_software.identityFile(); }

private:
    ProviderPtr m_provider;
    const CipherSuite& m_software;
};

QString parameter(OSSL_PROVIDER* provider, const char* name)
{
    char* text = nullptr;
    std::array<OSSL_PARAM, 2> asked{OSSL_PARAM_construct_utf8_ptr(name, &text, 0), OSSL_PARAM_construct_end()};
    if (OSSL_PROVIDER_get_params(provider, asked.data()) != 1 || text == nullptr)
        return {};
    constexpr int kLongest = 100;
    return QString::fromUtf8(text).left(kLongest);
}

Result<DeviceSuite> loadAndTest(const QString& module, const QString& configuration, const CipherSuite& software)
{
    const QFileInfo file(module);
    const auto failure = [&module](const QString& why) {
        const Failure reasons = opensslFailure(why);
        const QString native = reasons.value().native;
        return deviceFailure(module, native.isEmpty() ? why : why + QStringLiteral(": ") + native);
    };
    auto provider = std::make_shared<Provider>();
    provider->context.reset(OSSL_LIB_CTX_new());
    OSSL_LIB_CTX* const context = provider->context.get();
    if (context == nullptr ||
        OSSL_PROVIDER_set_default_search_path(context, QFile::encodeName(file.path()).constData()) != 1)
        return failure(QStringLiteral("OpenSSL gives it no library context"));
    if (!configuration.isEmpty() &&
        OSSL_LIB_CTX_load_config(context, QFile::encodeName(configuration).constData()) != 1)
        return failure(QStringLiteral("its configuration cannot be used"));
    provider->loaded = OSSL_PROVIDER_load(context, QFile::encodeName(file.completeBaseName()).constData());
    if (provider->loaded == nullptr)
        return failure(QStringLiteral("OpenSSL cannot load it"));
    if (OSSL_PROVIDER_self_test(provider->loaded) != 1)
        return failure(QStringLiteral("its own self-test fails"));
    provider->sm4Gcm.reset(EVP_CIPHER_fetch(context, "SM4-GCM", nullptr));
    const bool isIts = provider->sm4Gcm && EVP_CIPHER_get0_provider(provider->sm4Gcm.get()) == provider->loaded;
    if (!isIts)
        return failure(QStringLiteral("it has no SM4-GCM"));
    QStringList capabilities{QStringLiteral("SM4-GCM")};
    provider->sm3.reset(EVP_MD_fetch(context, "SM3", nullptr));
    if (provider->sm3 && EVP_MD_get0_provider(provider->sm3.get()) == provider->loaded)
        capabilities.append(QStringLiteral("SM3"));
    else
        provider->sm3.reset();
    ERR_clear_error(); // that it has none is no failure
    const QString name = parameter(provider->loaded, OSSL_PROV_PARAM_NAME);
    const QString version = parameter(provider->loaded, OSSL_PROV_PARAM_VERSION);
    auto suite = std::make_unique<ProviderCipherSuite>(std::move(provider), software);
    if (suite->digest("abc") != software.digest("abc"))
        return deviceFailure(module, QStringLiteral("SM3 gives a wrong result"));
    if (auto tested = suiteSelfTest(*suite, software); !tested)
        return deviceFailure(module, tested.error().detail);
    return DeviceSuite{std::move(suite),
                       {module, name.isEmpty() ? file.completeBaseName() : name, version, capabilities}};
}

} // namespace

Result<DeviceSuite> loadProviderSuite(const QString& module, const QString& configuration,
                                      std::chrono::milliseconds patience)
{
    ENGINE_TRY(checkThirdPartyLibrary(QStringLiteral("crypto.provider"), module));
    if (!configuration.isEmpty())
        ENGINE_TRY(checkThirdPartyLibrary(QStringLiteral("crypto.providerConfiguration"), configuration));
    return loadWithin(patience, module, [module, configuration, software = &smSuite()] {
        return loadAndTest(module, configuration, *software);
    });
}

} // namespace busheng
