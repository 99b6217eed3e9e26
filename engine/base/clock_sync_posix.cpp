// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/clock_sync.h"

#include <sys/timex.h>

namespace busheng {

std::optional<ClockSync> clockSync()
{
    constexpr qint64 kUsPerMs = 1000;
    timex asked{}; // no modes: only a look
    const int state = adjtimex(&asked);
    if (state < 0)
        return {};
    return ClockSync{state != TIME_ERROR && (asked.status & STA_UNSYNC) == 0, asked.maxerror / kUsPerMs};
}

} // namespace busheng
