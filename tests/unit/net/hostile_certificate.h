// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/crypto/certificate_authority.h"

#include <QStringList>

namespace busheng::test {

/// What may be wrong with a certificate; as it stands, nothing is.
struct CertificateRecipe {
    QStringList commonNames;
    const char* usage = "digitalSignature";
    const char* extendedUsage = "clientAuth,serverAuth";
    const char* constraints = "critical,CA:FALSE";
    bool sha1 = false;
    bool rsa1024 = false;
    bool selfSigned = false;
    qint64 fromDays = -1; ///< from now
    qint64 toDays = 30;
};

/// Signs it with `issuer`'s key. Dies when OpenSSL does not make it.
IssuedCertificate bake(const CertificateRecipe& recipe, BytesView issuerCertificatePem, BytesView issuerKeyPem);

} // namespace busheng::test
