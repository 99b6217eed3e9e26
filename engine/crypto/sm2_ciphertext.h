// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"

namespace busheng {

inline constexpr std::size_t kLargestSm2Secret = 1024;

/// Whether `bytes` are exactly one SM2Cipher of GM/T 0009 in DER, nothing before, behind or spelled otherwise:
/// SEQUENCE { INTEGER x, INTEGER y, OCTET STRING (32), OCTET STRING (1..kLargestSm2Secret) } with x and y below the
/// curve's prime. OpenSSL 3.0's decryption takes BER and trailing garbage.
bool isSm2Ciphertext(BytesView bytes);

} // namespace busheng
