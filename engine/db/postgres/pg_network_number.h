// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"

#include <concepts>
#include <type_traits>

namespace busheng {

/// The big-endian number at the head of `bytes`, which has room for it.
template <std::integral T>
T pgNetworkNumber(BytesView bytes)
{
    std::make_unsigned_t<T> value = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i)
        value = static_cast<std::make_unsigned_t<T>>(static_cast<std::uint64_t>(value) << 8 |
                                                     static_cast<unsigned char>(bytes[i]));
    return static_cast<T>(value);
}

} // namespace busheng
