// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

namespace busheng {

/// Keeps copies of byte strings in place until clear(), which keeps the memory for the next ones. Thread: one.
class ByteArena {
public:
    BytesView add(BytesView bytes)
    {
        char* const place = allocate(bytes.size());
        if (!bytes.empty())
            std::memcpy(place, bytes.data(), bytes.size());
        return {place, bytes.size()};
    }

    char* allocate(std::size_t size)
    {
        while (m_at < m_chunks.size() && m_chunks[m_at].size - m_used < size) {
            ++m_at;
            m_used = 0;
        }
        if (m_at == m_chunks.size()) {
            const std::size_t chunk = std::max(size, kChunk);
            m_chunks.push_back({std::make_unique_for_overwrite<char[]>(chunk), chunk});
            m_used = 0;
        }
        char* const place = m_chunks[m_at].bytes.get() + m_used;
        m_used += size;
        m_total += size;
        return place;
    }

    std::size_t size() const { return m_total; }

    void clear()
    {
        // A single huge row must not keep its memory for ever.
        std::erase_if(m_chunks, [](const Chunk& chunk) { return chunk.size > kChunk; });
        m_at = 0;
        m_used = 0;
        m_total = 0;
    }

private:
    static constexpr std::size_t kChunk = 256 * 1024;
    struct Chunk {
        std::unique_ptr<char[]> bytes;
        std::size_t size;
    };
    std::vector<Chunk> m_chunks;
    std::size_t m_at = 0;   ///< chunk at hand
    std::size_t m_used = 0; ///< bytes of it
    std::size_t m_total = 0;
};

} // namespace busheng
