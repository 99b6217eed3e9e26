// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/file_system.h"
#include "engine/crypto/sm2_key.h"
#include "engine/net/certificate_profile.h"

#include <QString>

namespace busheng {

/// One of the certificates of a node, as its files lie.
struct IdentityPlace {
    CertificateUse use = CertificateUse::Tls;
    QString certificate;
    QString privateKey;
    QString authority;
    QString pendingKey; ///< made together with the request; there until a certificate for it is imported
    QString distinguishingId;
};

/// What an authority gives for encryption, as files: its certificate and the key that it made for it.
struct GivenEncryption {
    QString certificate; ///< PEM
    QString key;         ///< enveloped for the node's signing key (openEnvelopedKey())
    QString authority;   ///< as of importCertificate()
};

struct ImportedCertificate {
    QString subject;
    QString issuer;
    qint64 untilUtcMs = 0;
    bool withNewKey = false; ///< the pending key took the place of the one before
};

/// Puts a certificate that an authority gave in the place of the one in use, together with the key it was asked for
/// with. `file`: PEM, the node's own certificate first, then what leads to the authority. `authorityFile`: the
/// authority's certificates, PEM, when they come for the first time or change; else empty. Nothing is touched unless
/// all fits: the node's code, the rules for certificates of nodes, dates, key and authority.
///
/// A running node takes the new ones up by itself. Fails: Config CFG_MISSING_CERT, CFG_BAD_CERT with the file and why;
/// Storage.
Result<ImportedCertificate> importCertificate(FileSystem& files, const QString& nodeCode, const IdentityPlace& place,
                                              const QString& file, const QString& authorityFile);

/// The same for the certificate and key for encryption. `place.privateKey` is where the key goes; `signingKey` opens
/// its envelope.
Result<ImportedCertificate> importEncryption(FileSystem& files, const QString& nodeCode, const IdentityPlace& place,
                                             const GivenEncryption& given, const Sm2Key& signingKey);

/// Which of them a certificate is for, by its key and what it may do. Fails: as importCertificate().
Result<CertificateUse> useOfCertificate(const QString& file);

} // namespace busheng
