// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"

#include <optional>

namespace busheng {

/// The few words of DER (X.690) for structures that OpenSSL has no reader for, or reads too generously. Lengths up to
/// 65535.
namespace der {
inline constexpr unsigned char kInteger = 0x02;
inline constexpr unsigned char kBitString = 0x03;
inline constexpr unsigned char kOctetString = 0x04;
inline constexpr unsigned char kSequence = 0x30;
} // namespace der

/// Takes one element with `tag` from the front of `in` and returns its content; lengths in DER's one way only. Nothing:
/// there is no such element.
std::optional<BytesView> takeDer(BytesView& in, unsigned char tag);

/// The element.
Bytes makeDer(unsigned char tag, BytesView content);

} // namespace busheng
