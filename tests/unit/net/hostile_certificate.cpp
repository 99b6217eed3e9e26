// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/net/hostile_certificate.h"

#include "engine/crypto/openssl_handle.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace busheng::test {
namespace {

constexpr long kDaySeconds = 86'400;

BioHandle reader(BytesView pem)
{
    return BioHandle(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

Bytes content(BIO* out)
{
    char* data = nullptr;
    const long size = BIO_get_mem_data(out, &data);
    return Bytes(data, static_cast<std::size_t>(size));
}

void addExtension(X509* certificate, X509* issuer, int nid, const char* value)
{
    if (value == nullptr)
        return;
    X509V3_CTX context{};
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const X509ExtensionHandle extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value));
    if (!extension || X509_add_ext(certificate, extension.get(), -1) != 1)
        qFatal("extension %s", value);
}

PkeyHandle makeKey(const QByteArray& type)
{
    if (type.startsWith("RSA"))
        return PkeyHandle(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", type.mid(3).toULong()));
    if (type == "ED25519" || type == "SM2")
        return PkeyHandle(EVP_PKEY_Q_keygen(nullptr, nullptr, type.constData()));
    return PkeyHandle(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", type.constData()));
}

/// SM2 signs with SM3 and its id, whatever digest is asked for.
MdContext signer(EVP_PKEY* key, const char* digest, const char* id)
{
    MdContext context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* signing = nullptr;
    const bool isSm2 = EVP_PKEY_is_a(key, "SM2") == 1;
    const char* const used = isSm2 ? "SM3" : EVP_PKEY_is_a(key, "ED25519") == 1 ? nullptr : digest;
    if (EVP_DigestSignInit_ex(context.get(), &signing, used, nullptr, nullptr, key, nullptr) != 1 ||
        (isSm2 && EVP_PKEY_CTX_set1_id(signing, id, static_cast<int>(strlen(id))) != 1))
        qFatal("cannot sign a test certificate");
    return context;
}

void breakSignature(const ASN1_BIT_STRING* signature)
{
    auto* const bytes = const_cast<unsigned char*>(ASN1_STRING_get0_data(signature));
    bytes[ASN1_STRING_length(signature) - 1] ^= 1U;
}

void setSerial(X509* certificate, const CertificateRecipe& recipe)
{
    const BignumHandle number(BN_new());
    BN_rand(number.get(), recipe.serialBytes * 8, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY);
    BN_set_negative(number.get(), recipe.serialIsNegative ? 1 : 0);
    BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate));
}

void setNames(X509* certificate, const QStringList& commonNames)
{
    for (const QString& commonName : commonNames) {
        const QByteArray utf8 = commonName.toUtf8();
        X509_NAME_add_entry_by_NID(X509_get_subject_name(certificate), NID_commonName, MBSTRING_UTF8,
                                   reinterpret_cast<const unsigned char*>(utf8.constData()),
                                   static_cast<int>(utf8.size()), -1, 0);
    }
}

struct Issuer {
    X509Handle certificate;
    PkeyHandle key;
};

Issuer issuerOf(BytesView certificatePem, BytesView keyPem)
{
    const BioHandle in = reader(certificatePem);
    const BioHandle keyIn = reader(keyPem);
    return {X509Handle(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr)),
            PkeyHandle(PEM_read_bio_PrivateKey(keyIn.get(), nullptr, nullptr, nullptr))};
}

} // namespace

IssuedCertificate bake(const CertificateRecipe& recipe, BytesView issuerCertificatePem, BytesView issuerKeyPem)
{
    const PkeyHandle key = makeKey(recipe.keyType);
    const Issuer issuer = issuerOf(issuerCertificatePem, issuerKeyPem);
    const X509Handle certificate(X509_new());
    X509* const x = certificate.get();
    X509* const signing = recipe.selfSigned ? x : issuer.certificate.get();
    X509_set_version(x, recipe.versionOne ? X509_VERSION_1 : X509_VERSION_3);
    setSerial(x, recipe);
    X509_gmtime_adj(X509_getm_notBefore(x), static_cast<long>(recipe.fromDays) * kDaySeconds);
    X509_gmtime_adj(X509_getm_notAfter(x), static_cast<long>(recipe.toDays) * kDaySeconds);
    X509_set_pubkey(x, key.get());
    setNames(x, recipe.commonNames);
    X509_set_issuer_name(x, X509_get_subject_name(signing));
    if (!recipe.versionOne) {
        addExtension(x, signing, NID_basic_constraints, recipe.constraints);
        addExtension(x, signing, NID_key_usage, recipe.usage);
        addExtension(x, signing, NID_ext_key_usage, recipe.extendedUsage);
        addExtension(x, signing, NID_netscape_comment, recipe.otherExtension);
        addExtension(x, signing, NID_subject_key_identifier, "hash");
        addExtension(x, signing, NID_authority_key_identifier,
                     recipe.hasIssuerKeyId && !recipe.selfSigned ? "keyid:always" : nullptr);
    }
    const MdContext context =
        signer(recipe.selfSigned ? key.get() : issuer.key.get(), recipe.digest, recipe.distinguishingId);
    if (X509_sign_ctx(x, context.get()) <= 0)
        qFatal("cannot sign a test certificate");
    if (recipe.signatureIsBroken) {
        const ASN1_BIT_STRING* signature = nullptr;
        X509_get0_signature(&signature, nullptr, x);
        breakSignature(signature);
    }
    const BioHandle certificateOut(BIO_new(BIO_s_mem()));
    const BioHandle keyOut(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(certificateOut.get(), x);
    PEM_write_bio_PKCS8PrivateKey(keyOut.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    return {content(certificateOut.get()), content(keyOut.get())};
}

Bytes bakeList(const ListRecipe& recipe, BytesView issuerCertificatePem, BytesView issuerKeyPem)
{
    const Issuer issuer = issuerOf(issuerCertificatePem, issuerKeyPem);
    const CrlHandle list(X509_CRL_new());
    X509_CRL* const x = list.get();
    X509_CRL_set_version(x, 1);
    X509_CRL_set_issuer_name(x, X509_get_subject_name(issuer.certificate.get()));
    const TimeHandle from(X509_gmtime_adj(nullptr, static_cast<long>(recipe.fromDays) * kDaySeconds));
    const TimeHandle to(X509_gmtime_adj(nullptr, static_cast<long>(recipe.toDays) * kDaySeconds));
    X509_CRL_set1_lastUpdate(x, from.get());
    if (recipe.hasNextDate)
        X509_CRL_set1_nextUpdate(x, to.get());
    for (const QString& serial : recipe.revoked) {
        BIGNUM* number = nullptr;
        BN_hex2bn(&number, serial.toLatin1().constData());
        const BignumHandle owned(number);
        const IntegerHandle encoded(BN_to_ASN1_INTEGER(number, nullptr));
        X509_REVOKED* const entry = X509_REVOKED_new();
        X509_REVOKED_set_serialNumber(entry, encoded.get());
        X509_REVOKED_set_revocationDate(entry, from.get());
        X509_CRL_add0_revoked(x, entry);
    }
    X509V3_CTX context{};
    X509V3_set_ctx(&context, issuer.certificate.get(), nullptr, nullptr, x, 0);
    const X509ExtensionHandle keyId(
        X509V3_EXT_conf_nid(nullptr, &context, NID_authority_key_identifier, "keyid:always"));
    X509_CRL_add_ext(x, keyId.get(), -1);
    if (recipe.criticalExtension != nullptr) {
        const X509ExtensionHandle extension(
            X509V3_EXT_conf_nid(nullptr, &context, NID_netscape_comment, recipe.criticalExtension));
        X509_CRL_add_ext(x, extension.get(), -1);
    }
    const MdContext signing = signer(issuer.key.get(), recipe.digest, recipe.distinguishingId);
    if (X509_CRL_sign_ctx(x, signing.get()) <= 0)
        qFatal("cannot sign a test list");
    if (recipe.signatureIsBroken) {
        const ASN1_BIT_STRING* signature = nullptr;
        X509_CRL_get0_signature(x, &signature, nullptr);
        breakSignature(signature);
    }
    const BioHandle out(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509_CRL(out.get(), x);
    return content(out.get());
}

} // namespace busheng::test
