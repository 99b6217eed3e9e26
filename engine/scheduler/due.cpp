// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scheduler/due.h"

#include <algorithm>

namespace busheng {
namespace {

/// Moments further back are not counted: only the newest gets a run.
constexpr qint64 kLookBackMs = 9LL * 366 * 24 * 3600 * 1000;

} // namespace

Due whatIsDue(const Timetable& table, const DueInput& input, const QTimeZone& zone)
{
    Due due;
    due.coveredUtcMs = input.coveredUtcMs;
    if (input.coveredUtcMs > input.nowUtcMs) {
        due.clockWasWrong = input.coveredUtcMs - input.nowUtcMs > kClockSetBackMs;
        if (due.clockWasWrong)
            due.coveredUtcMs = input.nowUtcMs;
        due.nextUtcMs = table.next(due.coveredUtcMs, zone);
        return due;
    }
    std::optional<qint64> newest;
    int passed = 0;
    auto moment = table.next(std::max(input.coveredUtcMs, input.nowUtcMs - kLookBackMs), zone);
    for (; moment && *moment <= input.nowUtcMs; moment = table.next(*moment, zone)) {
        newest = moment;
        ++passed;
    }
    due.nextUtcMs = moment;
    if (!newest)
        return due;
    due.coveredUtcMs = *newest;
    const bool wasThere = input.lookedUtcMs && *input.lookedUtcMs < *newest;
    const bool isMissed = !wasThere && input.nowUtcMs - *newest > kNotLateMs;
    if (!isMissed || input.missed == MissedRuns::MakeUp)
        due.startUtcMs = newest;
    due.leftOut = due.startUtcMs ? passed - 1 : passed;
    return due;
}

} // namespace busheng
