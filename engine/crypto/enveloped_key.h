// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/crypto/sm2_key.h"

namespace busheng {

/// How an authority hands a node the key pair that it has made, and keeps, for encryption (SM2EnvelopedKey of GM/T 0009
/// §7.4): a fresh SM4 key, encrypted for the node's signing key, and the private key under it (SM4-ECB, 32 bytes).
/// Nothing in it says who made it: the certificate that comes with it does. Fails: Crypto.

/// `file`: the structure in DER, or its base64, with or without PEM lines around it. Refuses anything but exactly one
/// such structure, another cipher, and a private key that does not belong to the public key in it.
Result<Sm2Key> openEnvelopedKey(BytesView file, const Sm2Key& signingKey);

/// Whether a file holds such a structure, for whomever it is.
bool isEnvelopedKey(BytesView file);

/// The exact reverse, DER.
Result<Bytes> envelopKey(const Sm2Key& key, const Sm2Key& signingKey);

} // namespace busheng
