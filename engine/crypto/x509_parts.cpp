// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/x509_parts.h"

#include "engine/crypto/openssl_error.h"
#include "engine/crypto/pem.h"
#include "engine/crypto/wipe.h"

#include <openssl/pem.h>

#include <algorithm>
#include <array>

namespace busheng {

bool isSm2(EVP_PKEY* key)
{
    return EVP_PKEY_is_a(key, "SM2") == 1;
}

Result<PkeyHandle> newNodeKey(bool sm2)
{
    PkeyHandle key(sm2 ? EVP_PKEY_Q_keygen(nullptr, nullptr, "SM2")
                       : EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    if (!key)
        return opensslFailure(QStringLiteral("making a key"));
    return key;
}

Result<PkeyHandle> nodeKeyFromPem(BytesView pem)
{
    ENGINE_TRY_AS(Bytes block, readPem(pem, "PRIVATE KEY", PemBlocks::One));
    const SecretBytes der(std::move(block));
    const auto* at = reinterpret_cast<const unsigned char*>(der.bytes.data());
    const unsigned char* const end = at + der.bytes.size();
    const Pkcs8Handle info(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, static_cast<long>(der.bytes.size())));
    PkeyHandle key(info && at == end ? EVP_PKCS82PKEY_ex(info.get(), nullptr, nullptr) : nullptr);
    if (!key)
        return opensslFailure(QStringLiteral("not exactly one PKCS#8 structure"));
    if (isSm2(key.get()))
        return key;
    std::array<char, 64> group{};
    if (EVP_PKEY_is_a(key.get(), "EC") != 1 ||
        EVP_PKEY_get_group_name(key.get(), group.data(), group.size(), nullptr) != 1 ||
        std::string_view(group.data()) != SN_X9_62_prime256v1)
        return opensslFailure(QStringLiteral("neither a P-256 nor an SM2 key"));
    return key;
}

Result<Bytes> privatePemOf(EVP_PKEY* key)
{
    const BioHandle out(BIO_new(BIO_s_secmem()));
    char* data = nullptr;
    if (!out || PEM_write_bio_PKCS8PrivateKey(out.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1)
        return opensslFailure(QStringLiteral("writing a private key"));
    const long size = BIO_get_mem_data(out.get(), &data);
    return Bytes(data, static_cast<std::size_t>(size));
}

Result<> addToName(X509_NAME* name, int nid, const QString& text)
{
    const auto isControl = [](QChar c) { return c.category() == QChar::Other_Control; };
    if (text.isEmpty() || !text.isValidUtf16() || std::any_of(text.begin(), text.end(), isControl))
        return fail(ErrorCode::Crypto,
                    QStringLiteral("a name in a certificate may not be empty or hold control characters"));
    const QByteArray utf8 = text.toUtf8();
    if (X509_NAME_add_entry_by_NID(name, nid, MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(utf8.constData()),
                                   static_cast<int>(utf8.size()), -1, 0) != 1)
        return opensslFailure(QStringLiteral("%1 cannot be a name in a certificate").arg(text.left(80)));
    return {};
}

Result<> nameNode(X509_NAME* name, const QString& code, const QString& organization)
{
    if (!organization.isEmpty())
        ENGINE_TRY(addToName(name, NID_organizationName, organization));
    return addToName(name, NID_commonName, code);
}

Result<Sm2Key> sm2KeyOf(const X509* certificate)
{
    const BioHandle out(BIO_new(BIO_s_mem()));
    EVP_PKEY* const key = X509_get0_pubkey(certificate);
    if (key == nullptr || !out || PEM_write_bio_PUBKEY(out.get(), key) != 1)
        return fail(ErrorCode::Crypto, QStringLiteral("its key cannot be read"));
    char* data = nullptr;
    const long size = BIO_get_mem_data(out.get(), &data);
    return Sm2Key::fromPublicPem({data, static_cast<std::size_t>(size)});
}

Result<MdContext> signingContext(EVP_PKEY* key)
{
    MdContext context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* signing = nullptr; // the context's
    if (!context || EVP_DigestSignInit_ex(context.get(), &signing, isSm2(key) ? "SM3" : "SHA256", nullptr, nullptr, key,
                                          nullptr) != 1)
        return opensslFailure(QStringLiteral("preparing a signature"));
    const QByteArray id = kSm2DefaultId.toLatin1();
    if (isSm2(key) && EVP_PKEY_CTX_set1_id(signing, id.constData(), static_cast<int>(id.size())) != 1)
        return opensslFailure(QStringLiteral("preparing a signature"));
    return context;
}

Result<RequestHandle> readRequest(BytesView pem)
{
    ENGINE_TRY_AS(const Bytes der, readPem(pem, "CERTIFICATE REQUEST", PemBlocks::One));
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    const unsigned char* const end = at + der.size();
    RequestHandle request(d2i_X509_REQ(nullptr, &at, static_cast<long>(der.size())));
    EVP_PKEY* const key = request && at == end ? X509_REQ_get0_pubkey(request.get()) : nullptr;
    if (key == nullptr)
        return opensslFailure(QStringLiteral("not exactly one certificate request"));
    if (isSm2(key)) {
        const QByteArray id = kSm2DefaultId.toLatin1();
        OctetsHandle octets(ASN1_OCTET_STRING_new());
        if (!octets || ASN1_OCTET_STRING_set(octets.get(), reinterpret_cast<const unsigned char*>(id.constData()),
                                             static_cast<int>(id.size())) != 1)
            return opensslFailure(QStringLiteral("no memory for a distinguishing id"));
        X509_REQ_set0_distinguishing_id(request.get(), octets.release());
    }
    if (X509_REQ_verify(request.get(), key) != 1)
        return opensslFailure(QStringLiteral("the request's signature is not that of its key"));
    return request;
}

} // namespace busheng
