// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/crypto/certificate_authority.h"

#include <utility>
#include <vector>

namespace busheng::test {

/// A certificate that a node would not get from a proper authority: for tests that must see it refused. As it stands it
/// is a good one; change what shall be odd. Expired ones and other authorities need none of this.
struct OddCertificate {
    std::vector<std::pair<const char*, Bytes>> subject{{"CN", "340000"}}; ///< short names, UTF-8, may hold zeros
    const char* basicConstraints = "critical,CA:FALSE";                   ///< null: none
    const char* keyUsage = "critical,digitalSignature";
    const char* extendedKeyUsage = "clientAuth,serverAuth";
    const char* curve = "P-256";
    const char* digest = "SHA256";
    bool unknownCriticalExtension = false;
    qint64 validFromUtcMs = 0;
    int validDays = 365;
};

/// Signed by `issuer`, which may also be a leaf. Aborts the program when OpenSSL refuses.
IssuedCertificate mint(const IssuedCertificate& issuer, const OddCertificate& odd);
IssuedCertificate mint(const CertificateAuthority& issuer, const OddCertificate& odd);

} // namespace busheng::test
