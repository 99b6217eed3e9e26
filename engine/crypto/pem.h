// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"

namespace busheng {

enum class PemBlocks {
    One,        ///< nothing may follow: keys
    FirstOfMany ///< a certificate and perhaps its chain
};

/// The DER of the first PEM block, which must be a `label` ("PRIVATE KEY") without encapsulated headers. Never asks for
/// a passphrase. The caller wipes it when it is a key. Fails: Crypto.
Result<Bytes> readPem(BytesView pem, const char* label, PemBlocks blocks);

} // namespace busheng
