// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"

#include <span>

namespace busheng {

/// A key of a passphrase: PBKDF2 with HMAC-SM3. `out` is filled whole. Fails: Crypto.
Result<> deriveFromPassphrase(BytesView passphrase, BytesView salt, std::uint32_t iterations, std::span<char> out);

/// What a file may ask for: enough that guessing costs, and not so many that the file keeps us busy for ever.
bool isIterationCount(std::uint32_t iterations);

} // namespace busheng
