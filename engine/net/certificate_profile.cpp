// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/certificate_profile.h"

#include "engine/crypto/openssl_handle.h"

#include <openssl/x509v3.h>

namespace busheng {
namespace {

constexpr int kLongestValidDays = 5 * 366;
constexpr int kLargestSerialBytes = 20;

QString flawOfKey(X509* certificate, CertificateUse use)
{
    EVP_PKEY* const key = X509_get0_pubkey(certificate);
    if (key == nullptr)
        return QStringLiteral("its key cannot be read");
    if (use != CertificateUse::Tls)
        return EVP_PKEY_is_a(key, "SM2") == 1 ? QString() : QStringLiteral("its key is no SM2 key");
    constexpr int kLeastBits = 128; // P-256, Ed25519 and RSA from 3072 bits on
    constexpr int kLeastRsaBits = 112;
    const int least = EVP_PKEY_is_a(key, "RSA") == 1 || EVP_PKEY_is_a(key, "RSA-PSS") == 1 ? kLeastRsaBits : kLeastBits;
    return EVP_PKEY_get_security_bits(key) >= least ? QString() : QStringLiteral("its key is too weak");
}

QString flawOfUsage(X509* certificate, CertificateUse use)
{
    const std::uint32_t flags = X509_get_extension_flags(certificate);
    if ((flags & EXFLAG_KUSAGE) == 0)
        return QStringLiteral("it does not say what its key may do");
    const std::uint32_t usage = X509_get_key_usage(certificate);
    const bool mayEncrypt = (usage & (KU_KEY_ENCIPHERMENT | KU_DATA_ENCIPHERMENT | KU_KEY_AGREEMENT)) != 0;
    if ((usage & (KU_KEY_CERT_SIGN | KU_CRL_SIGN)) != 0)
        return QStringLiteral("its key may sign certificates or revocation lists");
    if (use == CertificateUse::Sm2Encrypt) {
        if ((usage & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) != 0)
            return QStringLiteral("its key may sign: what an authority keeps too must not");
        return (usage & (KU_KEY_ENCIPHERMENT | KU_DATA_ENCIPHERMENT)) != 0 ? QString()
                                                                           : QStringLiteral("its key may not encrypt");
    }
    if ((usage & KU_DIGITAL_SIGNATURE) == 0)
        return QStringLiteral("its key may not sign");
    if (use == CertificateUse::Sm2Sign) {
        return mayEncrypt ? QStringLiteral("it is for encryption too: a signature needs a certificate of its own")
                          : QString();
    }
    if ((flags & EXFLAG_XKUSAGE) == 0)
        return QStringLiteral("it does not say that it is for TLS");
    const std::uint32_t extended = X509_get_extended_key_usage(certificate);
    if ((extended & XKU_ANYEKU) != 0)
        return QStringLiteral("it may be used for anything");
    return (extended & (XKU_SSL_CLIENT | XKU_SSL_SERVER)) != 0 ? QString() : QStringLiteral("it is not for TLS");
}

QString flawOfDates(X509* certificate)
{
    int days = 0;
    int seconds = 0;
    if (ASN1_TIME_diff(&days, &seconds, X509_get0_notBefore(certificate), X509_get0_notAfter(certificate)) != 1)
        return QStringLiteral("its dates cannot be read");
    if (days < 0 || seconds < 0)
        return QStringLiteral("it ends before it begins");
    return days <= kLongestValidDays ? QString() : QStringLiteral("it is valid for more than five years");
}

} // namespace

QString flawOf(x509_st* certificate, CertificateUse use)
{
    if (X509_get_version(certificate) != X509_VERSION_3)
        return QStringLiteral("it is not of version 3");
    const std::uint32_t flags = X509_get_extension_flags(certificate); // parses them
    if ((flags & EXFLAG_INVALID) != 0)
        return QStringLiteral("one of its extensions is malformed");
    if ((flags & EXFLAG_CRITICAL) != 0)
        return QStringLiteral("it has a critical extension that is unknown here");
    if ((flags & EXFLAG_CA) != 0)
        return QStringLiteral("it is the certificate of an authority");
    if ((flags & EXFLAG_BCONS) == 0)
        return QStringLiteral("it does not say that it is no authority's");
    const ASN1_INTEGER* const serial = X509_get0_serialNumber(certificate);
    if (ASN1_STRING_length(serial) > kLargestSerialBytes || ASN1_STRING_type(serial) == V_ASN1_NEG_INTEGER)
        return QStringLiteral("its serial number is not one of 1 to 20 bytes");
    if (QString flaw = flawOfKey(certificate, use); !flaw.isEmpty())
        return flaw;
    if (QString flaw = flawOfUsage(certificate, use); !flaw.isEmpty())
        return flaw;
    return flawOfDates(certificate);
}

} // namespace busheng
