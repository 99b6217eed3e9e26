// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/certificate_authority.h"
#include "engine/crypto/openssl_error.h"
#include "engine/crypto/openssl_handle.h"
#include "engine/crypto/pem.h"

#include <array>

namespace busheng {
namespace {

QString nameText(X509_NAME* name)
{
    const BioHandle out(BIO_new(BIO_s_mem()));
    // Control characters stay escaped; Chinese is shown as it is. The most special part comes first.
    constexpr unsigned long kStyle = (ASN1_STRFLGS_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB)) |
                                     XN_FLAG_SEP_CPLUS_SPC | XN_FLAG_FN_SN | XN_FLAG_DN_REV;
    if (!out || X509_NAME_print_ex(out.get(), name, 0, kStyle) < 0)
        return {};
    char* data = nullptr;
    const long size = BIO_get_mem_data(out.get(), &data);
    return QString::fromUtf8(data, size);
}

/// The node's code stands here, so it must be read in one way only: at most one CN, no hidden end of string in it.
Result<QString> commonName(X509_NAME* name)
{
    const int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    if (at < 0)
        return QString();
    if (X509_NAME_get_index_by_NID(name, NID_commonName, at) >= 0)
        return fail(ErrorCode::Crypto, QStringLiteral("the certificate has more than one common name"));
    unsigned char* utf8 = nullptr;
    const int size = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
    if (size < 0)
        return opensslFailure(QStringLiteral("the certificate's common name cannot be read"));
    const QString text = QString::fromUtf8(reinterpret_cast<const char*>(utf8), size);
    OPENSSL_free(utf8);
    for (const QChar c : text)
        if (c.category() == QChar::Other_Control)
            return fail(ErrorCode::Crypto, QStringLiteral("the certificate's common name holds control characters"));
    return text;
}

Result<qint64> utcMs(const ASN1_TIME* time)
{
    const TimeHandle epoch(ASN1_TIME_set(nullptr, 0));
    int days = 0;
    int seconds = 0;
    if (!epoch || ASN1_TIME_diff(&days, &seconds, epoch.get(), time) != 1)
        return opensslFailure(QStringLiteral("the certificate's dates cannot be read"));
    return (static_cast<qint64>(days) * 86400 + seconds) * 1000;
}

} // namespace

Result<CertificateInfo> readCertificate(BytesView pem)
{
    ENGINE_TRY_AS(const Bytes der, readPem(pem, "CERTIFICATE", PemBlocks::FirstOfMany));
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    const unsigned char* const end = at + der.size();
    const X509Handle certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    if (!certificate || at != end)
        return opensslFailure(QStringLiteral("not exactly one certificate"));

    CertificateInfo info;
    ENGINE_TRY_AS(info.commonName, commonName(X509_get_subject_name(certificate.get())));
    info.subject = nameText(X509_get_subject_name(certificate.get()));
    info.issuer = nameText(X509_get_issuer_name(certificate.get()));
    const ASN1_INTEGER* serial = X509_get0_serialNumber(certificate.get());
    info.serial = toHex({reinterpret_cast<const char*>(ASN1_STRING_get0_data(serial)),
                         static_cast<std::size_t>(ASN1_STRING_length(serial))});
    std::array<char, EVP_MAX_MD_SIZE> digest{};
    unsigned int digestSize = 0;
    if (X509_digest(certificate.get(), EVP_sha256(), reinterpret_cast<unsigned char*>(digest.data()), &digestSize) != 1)
        return opensslFailure(QStringLiteral("taking a certificate's digest"));
    info.sha256 = toHex({digest.data(), digestSize});
    ENGINE_TRY_AS(info.notBeforeUtcMs, utcMs(X509_get0_notBefore(certificate.get())));
    ENGINE_TRY_AS(info.notAfterUtcMs, utcMs(X509_get0_notAfter(certificate.get())));
    return info;
}

} // namespace busheng
