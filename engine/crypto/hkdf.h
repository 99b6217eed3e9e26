// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"

#include <span>

namespace busheng {

/// HKDF (RFC 5869) with HMAC-SM3. Fails: Crypto.
Result<> hkdfSm3(BytesView secret, BytesView salt, BytesView info, std::span<char> out);

/// The same with HMAC-SHA-256.
Result<> hkdfSha256(BytesView secret, BytesView salt, BytesView info, std::span<char> out);

} // namespace busheng
