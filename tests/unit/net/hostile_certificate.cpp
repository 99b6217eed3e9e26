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

void addExtension(X509* certificate, int nid, const char* value)
{
    if (value == nullptr)
        return;
    const X509ExtensionHandle extension(X509V3_EXT_conf_nid(nullptr, nullptr, nid, value));
    if (!extension || X509_add_ext(certificate, extension.get(), -1) != 1)
        qFatal("extension %s", value);
}

} // namespace

IssuedCertificate bake(const CertificateRecipe& recipe, BytesView issuerCertificatePem, BytesView issuerKeyPem)
{
    const PkeyHandle key(recipe.rsa1024 ? EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{1024})
                                        : EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    const BioHandle issuerIn = reader(issuerCertificatePem);
    const BioHandle issuerKeyIn = reader(issuerKeyPem);
    const X509Handle issuer(PEM_read_bio_X509(issuerIn.get(), nullptr, nullptr, nullptr));
    const PkeyHandle issuerKey(PEM_read_bio_PrivateKey(issuerKeyIn.get(), nullptr, nullptr, nullptr));
    const X509Handle certificate(X509_new());
    X509* const x = certificate.get();
    X509_set_version(x, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(x), 4711);
    X509_gmtime_adj(X509_getm_notBefore(x), static_cast<long>(recipe.fromDays) * kDaySeconds);
    X509_gmtime_adj(X509_getm_notAfter(x), static_cast<long>(recipe.toDays) * kDaySeconds);
    X509_set_pubkey(x, key.get());
    X509_NAME* const name = X509_get_subject_name(x);
    for (const QString& commonName : recipe.commonNames) {
        const QByteArray utf8 = commonName.toUtf8();
        X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_UTF8,
                                   reinterpret_cast<const unsigned char*>(utf8.constData()),
                                   static_cast<int>(utf8.size()), -1, 0);
    }
    X509_set_issuer_name(x, recipe.selfSigned ? name : X509_get_subject_name(issuer.get()));
    addExtension(x, NID_basic_constraints, recipe.constraints);
    addExtension(x, NID_key_usage, recipe.usage);
    addExtension(x, NID_ext_key_usage, recipe.extendedUsage);
    if (X509_sign(x, recipe.selfSigned ? key.get() : issuerKey.get(), recipe.sha1 ? EVP_sha1() : EVP_sha256()) <= 0)
        qFatal("cannot sign a test certificate");
    const BioHandle certificateOut(BIO_new(BIO_s_mem()));
    const BioHandle keyOut(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(certificateOut.get(), x);
    PEM_write_bio_PKCS8PrivateKey(keyOut.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    return {content(certificateOut.get()), content(keyOut.get())};
}

} // namespace busheng::test
