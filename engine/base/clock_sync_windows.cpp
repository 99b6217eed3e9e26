// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/clock_sync.h"

namespace busheng {

/// Its time service says so in words for people only.
std::optional<ClockSync> clockSync()
{
    return {};
}

} // namespace busheng
