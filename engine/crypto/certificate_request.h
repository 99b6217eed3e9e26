// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"

#include <QString>

namespace busheng {

/// A new key of a node, and by which it asks its authority for a certificate (PKCS #10, RFC 2986). Both PEM.
struct CertificateRequest {
    Bytes privateKeyPem;
    Bytes requestPem;
    QString sha256; ///< of the request's DER, hex: what both sides compare by telephone
};

/// `sm2`: for the identity inside the channel, signed with SM3 and the default distinguishing id; else P-256, for the
/// channel. Fails: Crypto.
Result<CertificateRequest> requestCertificate(const QString& nodeCode, const QString& organization, bool sm2);

/// Whether a request (PEM) is for an SM2 key. Fails: Crypto for what is no request, or not signed by its key.
Result<bool> isSm2Request(BytesView requestPem);

/// CertificateRequest::sha256 of a request (PEM) that was made before. Fails: as isSm2Request().
Result<QString> requestSha256(BytesView requestPem);

} // namespace busheng
