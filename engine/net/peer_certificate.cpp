// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/peer_certificate.h"

#include "engine/base/bytes.h"
#include "engine/net/ssl_handle.h"

#include <algorithm>
#include <array>
#include <ctime>

namespace busheng {

bool isNodeCode(const QString& text)
{
    constexpr int kLongestCode = 32;
    const auto allowed = [](QChar c) { return (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'-'; };
    return !text.isEmpty() && text.size() <= kLongestCode && std::all_of(text.begin(), text.end(), allowed);
}

Result<QString> nodeCodeOf(const x509_st* certificate)
{
    const X509_NAME* const name = X509_get_subject_name(certificate);
    const int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    if (at < 0)
        return fail(ErrorCode::Tls, QStringLiteral("its subject has no common name"));
    if (X509_NAME_get_index_by_NID(name, NID_commonName, at) >= 0)
        return fail(ErrorCode::Tls, QStringLiteral("its subject has more than one common name"));
    const ASN1_STRING* const value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at));
    unsigned char* utf8 = nullptr;
    const int size = ASN1_STRING_to_UTF8(&utf8, value);
    if (size < 0)
        return fail(ErrorCode::Tls, QStringLiteral("its common name cannot be read"));
    const QString code = QString::fromUtf8(reinterpret_cast<const char*>(utf8), size);
    OPENSSL_free(utf8);
    if (!isNodeCode(code))
        return fail(ErrorCode::Tls, QStringLiteral("its common name is not a node code"));
    return code;
}

QString nameText(const X509_name_st* name)
{
    const BioHandle out(BIO_new(BIO_s_mem()));
    // Names reach screens and logs: escape what is not printable, keep UTF-8 readable.
    constexpr unsigned long kFlags = XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB;
    if (X509_NAME_print_ex(out.get(), name, 0, kFlags) < 0)
        return {};
    char* data = nullptr;
    const long size = BIO_get_mem_data(out.get(), &data);
    return QString::fromUtf8(data, size);
}

QString subjectOf(const x509_st* certificate)
{
    return nameText(X509_get_subject_name(certificate));
}

QString sha256Of(const x509_st* certificate)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (X509_digest(certificate, EVP_sha256(), digest.data(), &size) != 1)
        return {};
    return toHex({reinterpret_cast<const char*>(digest.data()), size});
}

QString timeText(const asn1_string_st* time)
{
    std::tm broken{};
    if (ASN1_TIME_to_tm(time, &broken) != 1)
        return QStringLiteral("an unreadable time");
    std::array<char, 64> text{};
    const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S UTC", &broken);
    return QString::fromLatin1(text.data(), static_cast<qsizetype>(size));
}

qint64 timeUtcMs(const asn1_string_st* time)
{
    const TimeHandle epoch(ASN1_TIME_set(nullptr, 0));
    int days = 0;
    int seconds = 0;
    if (!epoch || ASN1_TIME_diff(&days, &seconds, epoch.get(), time) != 1)
        return -1;
    return (static_cast<qint64>(days) * 86'400 + seconds) * 1000;
}

} // namespace busheng
