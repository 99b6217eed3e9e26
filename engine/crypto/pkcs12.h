// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/crypto/wipe.h"

namespace busheng {

/// What a PKCS#12 file (.p12, .pfx) holds: a certificate with its private key, and those of the authorities above it.
struct Pkcs12Content {
    Bytes certificatePem;
    SecretBytes privateKeyPem; ///< PKCS#8, not encrypted
    Bytes authoritiesPem;      ///< one behind the other; may be empty
};

/// `passphrase` as UTF-8. `file` names it in errors. Fails: Crypto CFG_BAD_SECRET when the passphrase does not open it;
/// Config CFG_BAD_CERT for anything that is not such a file, or holds no certificate with its key.
Result<Pkcs12Content> readPkcs12(BytesView content, BytesView passphrase, const QString& file);

} // namespace busheng
