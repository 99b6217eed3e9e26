// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/identity_delivery.h"

#include "engine/base/file_system.h"
#include "engine/net/identity_files.h"
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

} // namespace

Result<IdentityDelivery> sortIdentityFiles(const QStringList& files)
{
    ERR_clear_error();
    IdentityDelivery sorted;
    for (const QString& file : files) {
        if (mayBeList(file)) {
            ENGINE_TRY(checkRevocationList(file));
            sorted.revocationLists.append(file);
            continue;
        }
        ENGINE_TRY_AS(const std::vector<X509Handle> chain, readCertificates(file));
        EVP_PKEY* const key = X509_get0_pubkey(chain.front().get());
        const bool isSm2 = key != nullptr && EVP_PKEY_is_a(key, "SM2") == 1;
        auto& identity = sorted.of(isSm2 ? CertificateUse::Sm2Sign : CertificateUse::Tls);
        QString& place = X509_check_ca(chain.front().get()) != 0 ? identity.authority : identity.certificate;
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
    return sorted;
}

} // namespace busheng
