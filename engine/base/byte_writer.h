// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"

#include <bit>
#include <concepts>
#include <cstdint>

namespace busheng {

/// Appends numbers and byte strings to a Bytes. Fixed-width numbers are little-endian; varints are LEB128.
/// Does not own the buffer, which must outlive it.
class ByteWriter {
public:
    explicit ByteWriter(Bytes& out) : m_out(out) {}

    template <std::unsigned_integral T>
    void fixed(T value)
    {
        for (std::size_t i = 0; i < sizeof(T); ++i) {
            m_out.push_back(static_cast<char>(value & 0xffU));
            if constexpr (sizeof(T) > 1)
                value = static_cast<T>(value >> 8);
        }
    }

    void varint(std::uint64_t value)
    {
        while (value >= 0x80U) {
            m_out.push_back(static_cast<char>((value & 0x7fU) | 0x80U));
            value >>= 7;
        }
        m_out.push_back(static_cast<char>(value));
    }

    /// Small magnitudes of either sign stay short.
    void zigzag(std::int64_t value)
    {
        varint((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
    }

    void real(double value) { fixed(std::bit_cast<std::uint64_t>(value)); }

    void raw(BytesView bytes) { m_out.append(bytes); }

    /// varint length, then the bytes.
    void sized(BytesView bytes)
    {
        varint(bytes.size());
        raw(bytes);
    }

private:
    Bytes& m_out;
};

} // namespace busheng
