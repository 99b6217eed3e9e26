// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/clock_sync.h"

#ifdef Q_OS_LINUX
#include <sys/timex.h>
#endif

namespace busheng {

std::optional<ClockSync> clockSync()
{
#ifdef Q_OS_LINUX
    constexpr qint64 kUsPerMs = 1000;
    timex asked{}; // no modes: only a look
    const int state = adjtimex(&asked);
    if (state < 0)
        return {};
    return ClockSync{state != TIME_ERROR && (asked.status & STA_UNSYNC) == 0, asked.maxerror / kUsPerMs};
#else
    return {};
#endif
}

} // namespace busheng
