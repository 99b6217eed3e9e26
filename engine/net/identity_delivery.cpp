// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/identity_delivery.h"

#include "engine/base/file_system.h"
#include "engine/crypto/enveloped_key.h"
#include "engine/net/identity_files.h"
#include "engine/net/identity_import.h"
#include "engine/net/revocation_lists.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <string_view>

namespace busheng {
namespace {

constexpr qint64 kHeadBytes = 64 << 10; ///< in which a PEM file says what it holds

/// DER has no such line: then the file is tried as a list first, because certificates are taken as PEM only.
bool mayBeList(const QString& path)
{
    const auto opened = systemFileSystem().open(path, FileSystem::OpenMode::Read);
    if (!opened)
        return false; // whoever reads it as a certificate says why
    Bytes head(kHeadBytes, '\0');
    const auto size = (*opened)->readAt(0, head);
    const std::string_view text(head.data(), size ? *size : 0);
    return text.find("-----BEGIN") == std::string_view::npos || text.find("BEGIN X509 CRL") != std::string_view::npos;
}

bool holdsEnvelopedKey(const QString& path)
{
    const auto content = readFile(systemFileSystem(), path, kHeadBytes);
    return content && isEnvelopedKey(*content);
}

} // namespace

Result<IdentityDelivery> sortIdentityFiles(const QStringList& files)
{
    ERR_clear_error();
    IdentityDelivery sorted;
    for (const QString& file : files) {
        if (holdsEnvelopedKey(file)) {
            if (!sorted.encryption.key.isEmpty())
                return badIdentityFile(
                    file,
                    QStringLiteral("another one of the files is of the same kind: %1").arg(sorted.encryption.key));
            sorted.encryption.key = file;
            continue;
        }
        if (mayBeList(file)) {
            ENGINE_TRY(checkRevocationList(file));
            sorted.revocationLists.append(file);
            continue;
        }
        ENGINE_TRY_AS(const std::vector<X509Handle> chain, readCertificates(file));
        ENGINE_TRY_AS(const CertificateUse use, useOfCertificate(file));
        const bool isAuthority = X509_check_ca(chain.front().get()) != 0;
        const bool isEncryption = use == CertificateUse::Sm2Encrypt && !isAuthority;
        auto& identity = sorted.of(use == CertificateUse::Tls ? CertificateUse::Tls : CertificateUse::Sm2Sign);
        QString& place = isEncryption  ? sorted.encryption.certificate
                         : isAuthority ? identity.authority
                                       : identity.certificate;
        if (!place.isEmpty())
            return badIdentityFile(file, QStringLiteral("another one of the files is of the same kind: %1").arg(place));
        place = file;
    }
    ERR_clear_error();
    for (const auto* identity : {&sorted.tls, &sorted.sm2}) {
        if (!identity->authority.isEmpty() && identity->certificate.isEmpty())
            return badIdentityFile(identity->authority,
                                   QStringLiteral("it is an authority's; choose it together with the certificate that "
                                                  "it issued for this node"));
    }
    if (sorted.encryption.certificate.isEmpty() != sorted.encryption.key.isEmpty())
        return badIdentityFile(sorted.encryption.certificate + sorted.encryption.key,
                               QStringLiteral("the certificate for encryption and its enveloped key belong together; "
                                              "choose both"));
    return sorted;
}

} // namespace busheng
