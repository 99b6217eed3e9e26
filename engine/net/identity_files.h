// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/crypto/openssl_handle.h"
#include "engine/net/private_keys.h"

#include <QString>

#include <vector>

namespace busheng {

/// Reading what a node's identity is made of, the same for the channel and for the identity inside it. Fails: Config
/// CFG_MISSING_CERT (not there), CFG_BAD_CERT with the file and why. Inside TlsContext and Sm2Identity only.

Failure badIdentityFile(const QString& path, const QString& why);

/// The certificates of a PEM file in order, at least one.
Result<std::vector<X509Handle>> readCertificates(const QString& path);

/// The same, each of them an authority's.
Result<std::vector<X509Handle>> readAuthorities(const QString& path);

/// The first must be valid now: a peer's clock judges it anyway; this is for the person who starts the node.
Result<> checkOwnDates(const X509* certificate, const QString& path);

/// OpenSSL 3.0 would take the empty id without a word. It must stand in every SM2 certificate whose signature is
/// checked.
Result<> setDistinguishingId(X509* certificate, const QString& id);

/// A private key without a passphrase.
Result<PkeyHandle> readPrivateKey(PrivateKeys& keys, const QString& path);

} // namespace busheng
