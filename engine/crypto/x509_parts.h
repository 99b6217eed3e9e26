// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/crypto/openssl_handle.h"
#include "engine/crypto/sm2_key.h"

#include <QString>

namespace busheng {

/// What certificates, requests and lists are made of, for the files of this folder. Keys are SM2 or P-256. Fails:
/// Crypto.

bool isSm2(EVP_PKEY* key);
Result<PkeyHandle> newNodeKey(bool sm2);
/// PKCS#8, PEM.
Result<PkeyHandle> nodeKeyFromPem(BytesView pem);
Result<Bytes> privatePemOf(EVP_PKEY* key);
/// O, when there is one, and CN.
Result<> nameNode(X509_NAME* name, const QString& code, const QString& organization);
Result<> addToName(X509_NAME* name, int nid, const QString& text);
/// The public half of a certificate's key, when that is an SM2 key.
Result<Sm2Key> sm2KeyOf(const X509* certificate);
/// A context by which `key` signs; SM2 with SM3 and its distinguishing id, else with SHA-256.
Result<MdContext> signingContext(EVP_PKEY* key);
/// One PKCS #10 request, whose signature is good.
Result<RequestHandle> readRequest(BytesView pem);

} // namespace busheng
