// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace busheng {

inline constexpr std::size_t kSeenRowsKept = 4U << 20; ///< 16 bytes each, twice while looking

/// The rows that the last look gave, exactly as they were, by their hashes. What is beyond kSeenRowsKept is forgotten,
/// and given twice.
class SeenRows {
public:
    void beginLook() { m_next.clear(); }
    /// False: it was given before.
    bool isNew(std::uint32_t table, BytesView row)
    {
        const XXH128_hash_t hash = XXH3_128bits_withSeed(row.data(), row.size(), table);
        const Digest digest{hash.low64, hash.high64};
        if (m_next.size() < kSeenRowsKept)
            m_next.push_back(digest);
        return !std::ranges::binary_search(m_given, digest);
    }
    /// What the look did not meet need not be known any more.
    void keep()
    {
        m_given = std::exchange(m_next, {});
        std::ranges::sort(m_given);
    }

private:
    using Digest = std::array<std::uint64_t, 2>;

    std::vector<Digest> m_given;
    std::vector<Digest> m_next;
};

} // namespace busheng
