// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/clock.h"
#include "engine/base/random_source.h"
#include "engine/base/result.h"

#include <QString>

namespace busheng {

/// A certificate and its private key, PEM (key as PKCS#8).
struct IssuedCertificate {
    Bytes certificatePem;
    Bytes privateKeyPem;
};

/// A small authority for trying the product out and for tests: `busheng-node identity demo-authority`. Not an
/// electronic authentication system of LD/T 02.2; a real node's certificate comes from one. Keys are P-256, because TLS
/// in OpenSSL 3.0 speaks no SM2. Fails: Crypto.
class CertificateAuthority {
public:
    static Result<CertificateAuthority> create(const QString& name, Clock& clock, int validDays);
    static Result<CertificateAuthority> load(BytesView certificatePem, BytesView privateKeyPem);

    const Bytes& certificatePem() const { return m_own.certificatePem; }
    const Bytes& privateKeyPem() const { return m_own.privateKeyPem; }

    struct Subject {
        QString nodeCode;     ///< becomes CN
        QString organization; ///< becomes O; for people
    };
    /// A node certificate: client and server authentication, digitalSignature, CA:FALSE. `validFromUtcMs` and
    /// `validDays` may lie in the past, for tests.
    Result<IssuedCertificate> issue(const Subject& subject, qint64 validFromUtcMs, int validDays) const;

private:
    CertificateAuthority() = default;

    IssuedCertificate m_own;
};

/// What a certificate says, for screens and checks.
struct CertificateInfo {
    QString commonName;
    QString subject; ///< "CN=340000, O=..."
    QString issuer;
    QString serial; ///< hex
    QString sha256; ///< of the DER, hex
    qint64 notBeforeUtcMs = 0;
    qint64 notAfterUtcMs = 0;
};
Result<CertificateInfo> readCertificate(BytesView pem);

} // namespace busheng
