// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/crypto/odd_certificate.h"

#include "engine/crypto/openssl_handle.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace busheng::test {
namespace {

void require(bool good, const char* doing)
{
    if (!good)
        qFatal("minting an odd certificate: %s", doing);
}

Bytes textOf(BIO* memory)
{
    char* data = nullptr;
    const long size = BIO_get_mem_data(memory, &data);
    return Bytes(data, static_cast<std::size_t>(size));
}

void addExtension(X509* certificate, X509* issuer, int nid, const char* value)
{
    if (value == nullptr)
        return;
    X509V3_CTX context{};
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const X509ExtensionHandle made(X509V3_EXT_conf_nid(nullptr, &context, nid, value));
    require(made && X509_add_ext(certificate, made.get(), -1) == 1, value);
}

void addUnknownCritical(X509* certificate)
{
    ASN1_OCTET_STRING* octets = ASN1_OCTET_STRING_new();
    ASN1_OBJECT* object = OBJ_txt2obj("1.3.6.1.4.1.55555.1.1", 1);
    require(ASN1_OCTET_STRING_set(octets, reinterpret_cast<const unsigned char*>("x"), 1) == 1, "unknown extension");
    const X509ExtensionHandle made(X509_EXTENSION_create_by_OBJ(nullptr, object, 1, octets));
    require(made && X509_add_ext(certificate, made.get(), -1) == 1, "unknown extension");
    ASN1_OBJECT_free(object);
    ASN1_OCTET_STRING_free(octets);
}

} // namespace

IssuedCertificate mint(const IssuedCertificate& issuer, const OddCertificate& odd)
{
    const BioHandle certificateIn(
        BIO_new_mem_buf(issuer.certificatePem.data(), static_cast<int>(issuer.certificatePem.size())));
    const BioHandle keyIn(BIO_new_mem_buf(issuer.privateKeyPem.data(), static_cast<int>(issuer.privateKeyPem.size())));
    const X509Handle authority(PEM_read_bio_X509(certificateIn.get(), nullptr, nullptr, nullptr));
    const PkeyHandle authorityKey(PEM_read_bio_PrivateKey(keyIn.get(), nullptr, nullptr, nullptr));
    const PkeyHandle key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", odd.curve));
    require(authority && authorityKey && key, "keys");

    const X509Handle made(X509_new());
    X509* const certificate = made.get();
    const auto from = static_cast<time_t>(odd.validFromUtcMs / 1000);
    require(X509_set_version(certificate, X509_VERSION_3) == 1 && X509_set_pubkey(certificate, key.get()) == 1 &&
                ASN1_INTEGER_set(X509_get_serialNumber(certificate), 77) == 1 &&
                ASN1_TIME_adj(X509_getm_notBefore(certificate), from, 0, 0) != nullptr &&
                ASN1_TIME_adj(X509_getm_notAfter(certificate), from, odd.validDays, 0) != nullptr &&
                X509_set_issuer_name(certificate, X509_get_subject_name(authority.get())) == 1,
            "fields");
    for (const auto& [field, value] : odd.subject)
        require(X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), field, V_ASN1_UTF8STRING,
                                           reinterpret_cast<const unsigned char*>(value.data()),
                                           static_cast<int>(value.size()), -1, 0) == 1,
                field);
    addExtension(certificate, authority.get(), NID_basic_constraints, odd.basicConstraints);
    addExtension(certificate, authority.get(), NID_key_usage, odd.keyUsage);
    addExtension(certificate, authority.get(), NID_ext_key_usage, odd.extendedKeyUsage);
    addExtension(certificate, authority.get(), NID_subject_key_identifier, "hash");
    addExtension(certificate, authority.get(), NID_authority_key_identifier, "keyid:always");
    if (odd.unknownCriticalExtension)
        addUnknownCritical(certificate);
    require(X509_sign(certificate, authorityKey.get(), EVP_get_digestbyname(odd.digest)) > 0, "signature");

    const BioHandle certificateOut(BIO_new(BIO_s_mem()));
    const BioHandle keyOut(BIO_new(BIO_s_mem()));
    require(PEM_write_bio_X509(certificateOut.get(), certificate) == 1 &&
                PEM_write_bio_PKCS8PrivateKey(keyOut.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1,
            "PEM");
    return {textOf(certificateOut.get()), textOf(keyOut.get())};
}

IssuedCertificate mint(const CertificateAuthority& issuer, const OddCertificate& odd)
{
    return mint(IssuedCertificate{issuer.certificatePem(), issuer.privateKeyPem()}, odd);
}

} // namespace busheng::test
