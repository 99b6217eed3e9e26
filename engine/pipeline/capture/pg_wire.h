// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"

#include <concepts>
#include <cstdint>

namespace busheng {

/// Reads the big-endian fields of PostgreSQL's messages, never past the end. As ByteReader: a read that does not fit
/// sets failed() for good and returns zero or an empty view.
class PgWireReader {
public:
    explicit PgWireReader(BytesView in) : m_in(in) {}

    template <std::unsigned_integral T>
    T fixed()
    {
        const BytesView bytes = raw(sizeof(T));
        T value = 0;
        for (const char byte : bytes)
            value = static_cast<T>(static_cast<std::uint64_t>(value) << 8 | static_cast<unsigned char>(byte));
        return value;
    }

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

    /// Bytes that a 32-bit length precedes. A negative length fails.
    BytesView sized()
    {
        const auto size = fixed<std::uint32_t>();
        if (size > INT32_MAX)
            m_failed = true;
        return raw(size);
    }

    /// Up to a zero byte, which is consumed and not part of it.
    BytesView text()
    {
        const std::size_t end = m_in.find('\0', m_at);
        if (m_failed || end == BytesView::npos) {
            m_failed = true;
            return {};
        }
        const BytesView bytes = m_in.substr(m_at, end - m_at);
        m_at = end + 1;
        return bytes;
    }

    bool atEnd() const { return m_at >= m_in.size(); }
    bool failed() const { return m_failed; }
    void fail() { m_failed = true; }
    BytesView rest() const { return m_in.substr(m_at); }

private:
    BytesView m_in;
    std::size_t m_at = 0;
    bool m_failed = false;
};

template <std::unsigned_integral T>
void appendPgWire(Bytes& out, T value)
{
    for (std::size_t i = sizeof(T); i-- > 0;)
        out.push_back(static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i) & 0xffU));
}

/// PostgreSQL counts microseconds from 2000-01-01.
inline constexpr std::int64_t kPgEpochUtcMs = 946'684'800'000;

inline std::int64_t pgTimeToUtcMs(std::int64_t microseconds)
{
    return microseconds / 1000 + kPgEpochUtcMs;
}

} // namespace busheng
