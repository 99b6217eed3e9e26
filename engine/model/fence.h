// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"

#include <array>

namespace busheng {

/// Which of several copies of one node may work: a restored backup takes a higher number than the node it was copied
/// from, and a holder of its own. Peers and targets keep what they saw last and let nothing go back.
/// docs/formats/backup.md.
struct Fence {
    std::uint64_t number = 0;      ///< how often the node was restored; 0: never
    std::array<char, 16> holder{}; ///< random, of one restored copy

    bool operator==(const Fence&) const = default;
};

/// Whether who claims `claimed` may work where `known` was seen last. Of two copies with one number the first may; a
/// number of 0 excludes nobody of the same number: a node that was set up anew has another holder.
inline bool passesFence(const Fence& known, const Fence& claimed)
{
    if (claimed.number != known.number)
        return claimed.number > known.number;
    return claimed.number == 0 || claimed.holder == known.holder;
}

} // namespace busheng
