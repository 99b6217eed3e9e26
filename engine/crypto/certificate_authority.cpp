// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/certificate_authority.h"

#include "engine/crypto/enveloped_key.h"
#include "engine/crypto/openssl_error.h"
#include "engine/crypto/openssl_handle.h"
#include "engine/crypto/pem.h"
#include "engine/crypto/wipe.h"
#include "engine/crypto/x509_parts.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <initializer_list>

namespace busheng {
namespace {

constexpr int kSerialBits = 128;
constexpr int kLongestValidDays = 100 * 366;
constexpr qint64 kClockSkewMs = 3600 * 1000; // the peers' clocks may be behind ours

struct Extension {
    int nid;
    const char* value;
};

Result<X509Handle> certificateFromPem(BytesView pem)
{
    ENGINE_TRY_AS(const Bytes der, readPem(pem, "CERTIFICATE", PemBlocks::One));
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    const unsigned char* const end = at + der.size();
    X509Handle certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    if (!certificate || at != end)
        return opensslFailure(QStringLiteral("not exactly one certificate"));
    return certificate;
}

Result<Bytes> toPem(X509* certificate)
{
    const BioHandle out(BIO_new(BIO_s_mem()));
    char* data = nullptr;
    if (!out || PEM_write_bio_X509(out.get(), certificate) != 1)
        return opensslFailure(QStringLiteral("writing a certificate"));
    const long size = BIO_get_mem_data(out.get(), &data);
    return Bytes(data, static_cast<std::size_t>(size));
}

Result<> setSerial(X509* certificate)
{
    const BignumHandle number(BN_new());
    // Top bit set: never zero, always the same length.
    if (!number || BN_priv_rand(number.get(), kSerialBits, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) != 1 ||
        BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) == nullptr)
        return opensslFailure(QStringLiteral("making a serial number"));
    return {};
}

Result<> setValidity(X509* certificate, qint64 fromUtcMs, int days)
{
    if (days < 1 || days > kLongestValidDays)
        return fail(ErrorCode::Crypto, QStringLiteral("a certificate cannot be valid for %1 days").arg(days));
    const auto from = static_cast<time_t>(fromUtcMs / 1000);
    if (ASN1_TIME_adj(X509_getm_notBefore(certificate), from, 0, 0) == nullptr ||
        ASN1_TIME_adj(X509_getm_notAfter(certificate), from, days, 0) == nullptr)
        return opensslFailure(QStringLiteral("the certificate's dates cannot be written"));
    return {};
}

Result<> addExtensions(X509* certificate, X509* issuer, std::initializer_list<Extension> extensions)
{
    X509V3_CTX context{};
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    for (const Extension& extension : extensions) {
        const X509ExtensionHandle made(X509V3_EXT_conf_nid(nullptr, &context, extension.nid, extension.value));
        if (!made || X509_add_ext(certificate, made.get(), -1) != 1)
            return opensslFailure(
                QStringLiteral("adding %1 to a certificate").arg(QLatin1String(OBJ_nid2sn(extension.nid))));
    }
    return {};
}

/// Everything but issuer, extensions and signature.
Result<X509Handle> blankCertificate(EVP_PKEY* key, qint64 fromUtcMs, int days)
{
    X509Handle certificate(X509_new());
    if (!certificate || X509_set_version(certificate.get(), X509_VERSION_3) != 1 ||
        X509_set_pubkey(certificate.get(), key) != 1)
        return opensslFailure(QStringLiteral("making a certificate"));
    ENGINE_TRY(setSerial(certificate.get()));
    ENGINE_TRY(setValidity(certificate.get(), fromUtcMs, days));
    return certificate;
}

Result<Bytes> signedBy(EVP_PKEY* authorityKey, X509* certificate)
{
    ENGINE_TRY_AS(const MdContext context, signingContext(authorityKey));
    if (X509_sign_ctx(certificate, context.get()) <= 0)
        return opensslFailure(QStringLiteral("signing a certificate"));
    return toPem(certificate);
}

struct Terms {
    qint64 fromUtcMs = 0;
    int days = 0;
    const char* usage = "critical,digitalSignature";
};

/// A node's certificate for `key`, in the name of the authority.
Result<Bytes> certify(const IssuedCertificate& own, EVP_PKEY* authorityKey, const X509_NAME* subject, EVP_PKEY* key,
                      const Terms& terms)
{
    ENGINE_TRY_AS(const X509Handle authority, certificateFromPem(own.certificatePem));
    ENGINE_TRY_AS(const X509Handle certificate, blankCertificate(key, terms.fromUtcMs, terms.days));
    if (X509_set_subject_name(certificate.get(), subject) != 1 ||
        X509_set_issuer_name(certificate.get(), X509_get_subject_name(authority.get())) != 1)
        return opensslFailure(QStringLiteral("making a certificate"));
    ENGINE_TRY(addExtensions(certificate.get(), authority.get(),
                             {{NID_basic_constraints, "critical,CA:FALSE"},
                              {NID_key_usage, terms.usage},
                              {NID_subject_key_identifier, "hash"},
                              {NID_authority_key_identifier, "keyid:always"}}));
    if (!isSm2(authorityKey))
        ENGINE_TRY(addExtensions(certificate.get(), authority.get(), {{NID_ext_key_usage, "clientAuth,serverAuth"}}));
    return signedBy(authorityKey, certificate.get());
}

} // namespace

Result<CertificateAuthority> CertificateAuthority::create(const QString& name, Clock& clock, int validDays, Kind kind)
{
    ENGINE_TRY_AS(const PkeyHandle key, newNodeKey(kind == Kind::Sm2));
    ENGINE_TRY_AS(const X509Handle certificate, blankCertificate(key.get(), clock.utcMs() - kClockSkewMs, validDays));
    X509_NAME* subject = X509_get_subject_name(certificate.get());
    ENGINE_TRY(addToName(subject, NID_commonName, name));
    if (X509_set_issuer_name(certificate.get(), subject) != 1)
        return opensslFailure(QStringLiteral("making a certificate"));
    ENGINE_TRY(addExtensions(certificate.get(), certificate.get(),
                             {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
                              {NID_key_usage, "critical,keyCertSign,cRLSign"},
                              {NID_subject_key_identifier, "hash"}}));
    CertificateAuthority authority;
    ENGINE_TRY_AS(authority.m_own.certificatePem, signedBy(key.get(), certificate.get()));
    ENGINE_TRY_AS(authority.m_own.privateKeyPem, privatePemOf(key.get()));
    return authority;
}

Result<CertificateAuthority> CertificateAuthority::load(BytesView certificatePem, BytesView privateKeyPem)
{
    ENGINE_TRY_AS(const X509Handle certificate, certificateFromPem(certificatePem));
    ENGINE_TRY_AS(const PkeyHandle key, nodeKeyFromPem(privateKeyPem));
    if (X509_check_private_key(certificate.get(), key.get()) != 1)
        return opensslFailure(QStringLiteral("the authority's key does not fit its certificate"));
    if (X509_check_ca(certificate.get()) != 1)
        return opensslFailure(QStringLiteral("the certificate is not an authority's"));
    CertificateAuthority authority;
    ENGINE_TRY_AS(authority.m_own.certificatePem, toPem(certificate.get()));
    ENGINE_TRY_AS(authority.m_own.privateKeyPem, privatePemOf(key.get()));
    return authority;
}

Result<IssuedCertificate> CertificateAuthority::issue(const Subject& subject, qint64 validFromUtcMs,
                                                      int validDays) const
{
    ENGINE_TRY_AS(const PkeyHandle authorityKey, nodeKeyFromPem(m_own.privateKeyPem));
    ENGINE_TRY_AS(const PkeyHandle key, newNodeKey(isSm2(authorityKey.get())));
    const X509NameHandle name(X509_NAME_new());
    if (!name)
        return opensslFailure(QStringLiteral("making a certificate"));
    ENGINE_TRY(nameNode(name.get(), subject.nodeCode, subject.organization));
    IssuedCertificate issued;
    ENGINE_TRY_AS(issued.certificatePem,
                  certify(m_own, authorityKey.get(), name.get(), key.get(), {validFromUtcMs, validDays}));
    ENGINE_TRY_AS(issued.privateKeyPem, privatePemOf(key.get()));
    return issued;
}

Result<Bytes> CertificateAuthority::issueFor(BytesView requestPem, qint64 validFromUtcMs, int validDays) const
{
    ENGINE_TRY_AS(const PkeyHandle authorityKey, nodeKeyFromPem(m_own.privateKeyPem));
    ENGINE_TRY_AS(const RequestHandle request, readRequest(requestPem));
    EVP_PKEY* const key = X509_REQ_get0_pubkey(request.get());
    if (isSm2(key) != isSm2(authorityKey.get()))
        return fail(ErrorCode::Crypto, QStringLiteral("the request is for a key of another kind than the authority's"));
    return certify(m_own, authorityKey.get(), X509_REQ_get_subject_name(request.get()), key,
                   {validFromUtcMs, validDays});
}

Result<CertificateAuthority::IssuedEncryption>
CertificateAuthority::issueEncryption(BytesView signCertificatePem, qint64 validFromUtcMs, int validDays) const
{
    ENGINE_TRY_AS(const PkeyHandle authorityKey, nodeKeyFromPem(m_own.privateKeyPem));
    ENGINE_TRY_AS(const X509Handle signs, certificateFromPem(signCertificatePem));
    ENGINE_TRY_AS(const Sm2Key signingKey, sm2KeyOf(signs.get()));
    ENGINE_TRY_AS(const Sm2Key key, Sm2Key::generate());
    ENGINE_TRY_AS(Bytes pem, key.privatePem());
    const SecretBytes secret(std::move(pem));
    ENGINE_TRY_AS(const PkeyHandle native, nodeKeyFromPem(secret.bytes));
    IssuedEncryption issued;
    ENGINE_TRY_AS(issued.certificatePem,
                  certify(m_own, authorityKey.get(), X509_get_subject_name(signs.get()), native.get(),
                          {validFromUtcMs, validDays, "critical,keyEncipherment,dataEncipherment,keyAgreement"}));
    ENGINE_TRY_AS(issued.envelopedKey, envelopKey(key, signingKey));
    return issued;
}

namespace {

Result<> addRevoked(X509_CRL* list, const RevokedCertificate& revoked)
{
    BIGNUM* number = nullptr;
    const bool isHex = BN_hex2bn(&number, revoked.serial.toLatin1().constData()) == revoked.serial.size();
    const BignumHandle serial(number);
    if (!isHex || revoked.serial.isEmpty())
        return fail(ErrorCode::Crypto, QStringLiteral("'%1' is no serial number in hex").arg(revoked.serial.left(80)));
    const IntegerHandle encoded(BN_to_ASN1_INTEGER(serial.get(), nullptr));
    const TimeHandle when(ASN1_TIME_set(nullptr, static_cast<time_t>(revoked.utcMs / 1000)));
    RevokedHandle entry(X509_REVOKED_new());
    if (!encoded || !when || !entry || X509_REVOKED_set_serialNumber(entry.get(), encoded.get()) != 1 ||
        X509_REVOKED_set_revocationDate(entry.get(), when.get()) != 1 || X509_CRL_add0_revoked(list, entry.get()) != 1)
        return opensslFailure(QStringLiteral("making a revocation list"));
    [[maybe_unused]] const X509_REVOKED* const given = entry.release(); // the list's
    return {};
}

/// The extensions that a list must have: who signs it (by key), and its number.
Result<> addListExtensions(X509_CRL* list, X509* authority, qint64 number)
{
    X509V3_CTX context{};
    X509V3_set_ctx(&context, authority, nullptr, nullptr, list, 0);
    const X509ExtensionHandle signer(
        X509V3_EXT_conf_nid(nullptr, &context, NID_authority_key_identifier, "keyid:always"));
    const IntegerHandle encoded(ASN1_INTEGER_new());
    if (!signer || !encoded || X509_CRL_add_ext(list, signer.get(), -1) != 1 ||
        ASN1_INTEGER_set_int64(encoded.get(), number) != 1 ||
        X509_CRL_add1_ext_i2d(list, NID_crl_number, encoded.get(), 0, 0) != 1)
        return opensslFailure(QStringLiteral("making a revocation list"));
    return {};
}

} // namespace

Result<Bytes> CertificateAuthority::revocationList(const std::vector<RevokedCertificate>& revoked,
                                                   const ListTerms& terms) const
{
    ENGINE_TRY_AS(const X509Handle authority, certificateFromPem(m_own.certificatePem));
    ENGINE_TRY_AS(const PkeyHandle key, nodeKeyFromPem(m_own.privateKeyPem));
    const CrlHandle list(X509_CRL_new());
    const auto from = static_cast<time_t>(terms.fromUtcMs / 1000);
    const TimeHandle thisUpdate(ASN1_TIME_adj(nullptr, from, 0, 0));
    const TimeHandle nextUpdate(ASN1_TIME_adj(nullptr, from, terms.validDays, 0));
    constexpr long kVersion2 = 1;
    if (!list || !thisUpdate || !nextUpdate || X509_CRL_set_version(list.get(), kVersion2) != 1 ||
        X509_CRL_set_issuer_name(list.get(), X509_get_subject_name(authority.get())) != 1 ||
        X509_CRL_set1_lastUpdate(list.get(), thisUpdate.get()) != 1 ||
        X509_CRL_set1_nextUpdate(list.get(), nextUpdate.get()) != 1)
        return opensslFailure(QStringLiteral("making a revocation list"));
    for (const RevokedCertificate& certificate : revoked)
        ENGINE_TRY(addRevoked(list.get(), certificate));
    ENGINE_TRY(addListExtensions(list.get(), authority.get(), terms.number));
    ENGINE_TRY_AS(const MdContext context, signingContext(key.get()));
    const BioHandle out(BIO_new(BIO_s_mem()));
    if (X509_CRL_sort(list.get()) != 1 || X509_CRL_sign_ctx(list.get(), context.get()) <= 0 || !out ||
        PEM_write_bio_X509_CRL(out.get(), list.get()) != 1)
        return opensslFailure(QStringLiteral("signing a revocation list"));
    char* data = nullptr;
    const long size = BIO_get_mem_data(out.get(), &data);
    return Bytes(data, static_cast<std::size_t>(size));
}

} // namespace busheng
