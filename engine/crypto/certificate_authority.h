// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/clock.h"
#include "engine/base/random_source.h"
#include "engine/base/result.h"

#include <QString>

#include <vector>

namespace busheng {

/// A certificate and its private key, PEM (key as PKCS#8).
struct IssuedCertificate {
    Bytes certificatePem;
    Bytes privateKeyPem;
};

/// One certificate that its authority has taken back.
struct RevokedCertificate {
    QString serial; ///< hex, as CertificateInfo gives it
    qint64 utcMs = 0;
};

/// A small authority for trying the product out and for tests: `busheng-node init --demo-authority`. Not an electronic
/// authentication system of LD/T 02.2; a real node's certificates come from one. For the channel its keys are P-256,
/// because TLS in OpenSSL 3.0 speaks no SM2; for the identity inside the channel they are SM2, and it signs with the
/// distinguishing id kSm2DefaultId. Fails: Crypto.
class CertificateAuthority {
public:
    enum class Kind { P256, Sm2 };
    static Result<CertificateAuthority> create(const QString& name, Clock& clock, int validDays,
                                               Kind kind = Kind::P256);
    static Result<CertificateAuthority> load(BytesView certificatePem, BytesView privateKeyPem);

    const Bytes& certificatePem() const { return m_own.certificatePem; }
    const Bytes& privateKeyPem() const { return m_own.privateKeyPem; }

    struct Subject {
        QString nodeCode;     ///< becomes CN
        QString organization; ///< becomes O; for people
    };
    /// A node certificate with a new key of the authority's kind: digitalSignature, CA:FALSE; of a P-256 authority also
    /// client and server authentication. `validFromUtcMs` and `validDays` may lie in the past, for tests.
    Result<IssuedCertificate> issue(const Subject& subject, qint64 validFromUtcMs, int validDays) const;

    /// A certificate for the key and in the name of a request (PKCS #10, PEM) of a node. Fails also when the request's
    /// key is of another kind, or did not sign it. Gives PEM.
    Result<Bytes> issueFor(BytesView requestPem, qint64 validFromUtcMs, int validDays) const;

    /// What a real authority gives beside a certificate for signatures: one for encryption, in the same name, and its
    /// key, which the authority has made (and may keep). SM2 only.
    struct IssuedEncryption {
        Bytes certificatePem;
        Bytes envelopedKey; ///< DER, for the key of `signCertificatePem`
    };
    Result<IssuedEncryption> issueEncryption(BytesView signCertificatePem, qint64 validFromUtcMs, int validDays) const;

    struct ListTerms {
        qint64 number = 1; ///< must rise from list to list
        qint64 fromUtcMs = 0;
        int validDays = 0; ///< until a newer list must be there
    };
    /// The list of all certificates that are taken back, PEM.
    Result<Bytes> revocationList(const std::vector<RevokedCertificate>& revoked, const ListTerms& terms) const;

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
