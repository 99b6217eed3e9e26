// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/timetable.h"

#include <optional>

namespace busheng {

/// What becomes of the moments of a timetable that passed while the node was not running.
enum class MissedRuns {
    MakeUp, ///< one run at the next start makes up for all of them
    Skip,   ///< they are left out; the next moment counts
};

/// What is known of the past. All in milliseconds of UTC by the wall clock.
struct DueInput {
    /// Durable: every moment up to this one has been started, made up for, or left out. At first, the moment since
    /// which the timetable holds.
    qint64 coveredUtcMs = 0;
    /// When this process last looked; nothing at its first look. A moment that passed since then was not missed: the
    /// node was there, and the clock jumped or the machine slept.
    std::optional<qint64> lookedUtcMs;
    qint64 nowUtcMs = 0;
    MissedRuns missed = MissedRuns::MakeUp;
};

struct Due {
    std::optional<qint64> startUtcMs; ///< the moment for which a run starts now
    qint64 coveredUtcMs = 0;          ///< to be kept before the run starts
    int leftOut = 0;                  ///< moments that get no run of their own
    bool clockWasWrong = false;       ///< covered lay so far ahead that it was kept by a clock that was wrong
    std::optional<qint64> nextUtcMs;  ///< the first moment to come; nothing when the timetable has ended
};

/// A clock is believed to have been set right, and not to have been wrong before, up to this difference: moments up to
/// `covered` are not started again.
inline constexpr qint64 kClockSetBackMs = 26LL * 3600 * 1000;
/// A first look this long after a moment is not late: a restart takes that long.
inline constexpr qint64 kNotLateMs = 5LL * 60 * 1000;

/// Whether a run starts now. Pure; with `m` the newest moment in (covered, now]:
///
///   no m                                        nothing
///   m, and the node was there when m passed, or m is at most kNotLateMs old
///                                               a run for m
///   m, missed, MakeUp                           a run for m
///   m, missed, Skip                             nothing; m is covered
///   covered > now, by at most kClockSetBackMs   nothing until the clock has passed covered: never twice
///   covered > now by more                       the clock was wrong when it was kept: covered becomes now
///
/// Older moments in (covered, now] get no run of their own: one run takes all that has gathered. The timetable sees to
/// it that each date has its moment once when the clock changes to or from summer time.
Due whatIsDue(const Timetable& table, const DueInput& input, const QTimeZone& zone = QTimeZone::systemTimeZone());

} // namespace busheng
