// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/crypto/identity_key.h"

namespace busheng {

/// P-256 keys: ECDSA with SHA-256, and envelopes of an ephemeral key, HKDF-SHA-256 and AES-256-GCM:
/// docs/formats/keys.md. Fails: Crypto.
Result<IdentityKeyPtr> generateP256Key();
Result<IdentityKeyPtr> p256KeyFromPrivatePem(BytesView pem); ///< PKCS#8
Result<IdentityKeyPtr> p256KeyFromPublicPem(BytesView pem);  ///< SubjectPublicKeyInfo

} // namespace busheng
