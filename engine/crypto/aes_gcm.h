// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/crypto/evp_gcm.h"

namespace busheng {

inline constexpr std::size_t kAes256KeyBytes = 32;

/// AES-256-GCM (NIST SP 800-38D) by OpenSSL under a key of kAes256KeyBytes. Fails: Crypto.
Result<std::unique_ptr<EvpGcm>> makeAes256Gcm(BytesView key);

} // namespace busheng
