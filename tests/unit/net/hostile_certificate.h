// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/crypto/certificate_authority.h"

#include <QStringList>

#include <vector>

namespace busheng::test {

/// What may be wrong with a certificate; as it stands, nothing is.
struct CertificateRecipe {
    QStringList commonNames;
    const char* usage = "digitalSignature"; ///< null: none, as for the next two
    const char* extendedUsage = "clientAuth,serverAuth";
    const char* constraints = "critical,CA:FALSE";
    const char* otherExtension = nullptr; ///< of type NID_netscape_comment; "critical,..." makes it critical
    const char* keyType = "P-256";        ///< "P-256", "P-224", "P-384", "RSA2048", "RSA1024", "ED25519", "SM2"
    const char* digest = "SHA256";
    bool hasIssuerKeyId = true;
    bool versionOne = false;
    bool signatureIsBroken = false;
    int serialBytes = 8;
    bool serialIsNegative = false;
    const char* distinguishingId = "1234567812345678"; ///< by which an SM2 issuer signs
    bool selfSigned = false;
    qint64 fromDays = -1; ///< from now
    qint64 toDays = 30;
};

/// Signs it with `issuer`'s key. Dies when OpenSSL does not make it.
IssuedCertificate bake(const CertificateRecipe& recipe, BytesView issuerCertificatePem, BytesView issuerKeyPem);

/// What may be wrong with a revocation list; as it stands, nothing is.
struct ListRecipe {
    std::vector<QString> revoked; ///< serials, hex
    const char* digest = "SHA256";
    bool signatureIsBroken = false;
    bool hasNextDate = true;
    const char* criticalExtension = nullptr; ///< "critical,..." of a type that no list should have, or null
    qint64 fromDays = -1;
    qint64 toDays = 30;
    const char* distinguishingId = "1234567812345678"; ///< of an SM2 key
};
Bytes bakeList(const ListRecipe& recipe, BytesView issuerCertificatePem, BytesView issuerKeyPem);

} // namespace busheng::test
