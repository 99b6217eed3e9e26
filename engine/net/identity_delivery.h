// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/net/certificate_profile.h"

#include <QStringList>

namespace busheng {

/// What an authority answered to a node's requests, told apart by what each file holds: nobody has to know which file
/// is which.
struct IdentityDelivery {
    struct Identity {
        QString certificate; ///< paths; empty: not among the files
        QString authority;
    };
    Identity tls;
    Identity sm2;
    struct Encryption {
        QString certificate;
        QString key; ///< enveloped
    };
    Encryption encryption; ///< both, or none
    QStringList revocationLists;

    Identity& of(CertificateUse use) { return use == CertificateUse::Sm2Sign ? sm2 : tls; }
    const Identity& of(CertificateUse use) const { return use == CertificateUse::Sm2Sign ? sm2 : tls; }
};

/// Sorts the files; nothing is changed anywhere. Fails: Config CFG_MISSING_CERT, CFG_BAD_CERT with the first file that
/// is neither a certificate nor a revocation list, is the second of its kind, or is an authority's without the
/// certificate that it issued; CRL_INVALID.
Result<IdentityDelivery> sortIdentityFiles(const QStringList& files);

} // namespace busheng
