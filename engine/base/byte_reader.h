// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"

#include <bit>
#include <concepts>
#include <cstdint>

namespace busheng {

/// Reads what ByteWriter wrote, never past the end. A read that does not fit sets failed() for good and returns zero or
/// an empty view, so a parser may read a whole record and ask once. Views point into the input, which must outlive
/// them.
class ByteReader {
public:
    explicit ByteReader(BytesView in) : m_in(in) {}

    template <std::unsigned_integral T>
    T fixed()
    {
        const BytesView bytes = raw(sizeof(T));
        T value = 0;
        for (std::size_t i = bytes.size(); i-- > 0;)
            value = static_cast<T>(static_cast<std::uint64_t>(value) << 8 | static_cast<unsigned char>(bytes[i]));
        return value;
    }

    /// At most ten bytes, and no bits beyond the 64th.
    std::uint64_t varint()
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (m_at >= m_in.size())
                break;
            const auto byte = static_cast<unsigned char>(m_in[m_at++]);
            if (shift == 63 && byte > 1)
                break;
            value |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
            if ((byte & 0x80U) == 0)
                return value;
        }
        m_failed = true;
        return 0;
    }

    std::int64_t zigzag()
    {
        const std::uint64_t value = varint();
        return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1U);
    }

    double real() { return std::bit_cast<double>(fixed<std::uint64_t>()); }

    BytesView raw(std::size_t size)
    {
        if (m_failed || size > m_in.size() - m_at) {
            m_failed = true;
            return {};
        }
        const BytesView bytes = m_in.substr(m_at, size);
        m_at += size;
        return bytes;
    }

    BytesView sized()
    {
        const std::uint64_t size = varint();
        if (size > m_in.size()) {
            m_failed = true;
            return {};
        }
        return raw(static_cast<std::size_t>(size));
    }

    bool atEnd() const { return m_at >= m_in.size(); }
    bool failed() const { return m_failed; }
    /// For a parser that found a value that may not be there.
    void fail() { m_failed = true; }
    /// Bytes consumed so far.
    std::size_t offset() const { return m_at; }
    BytesView rest() const { return m_in.substr(m_at); }

private:
    BytesView m_in;
    std::size_t m_at = 0;
    bool m_failed = false;
};

} // namespace busheng
