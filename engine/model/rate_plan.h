// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QString>
#include <QTime>
#include <QTimeZone>

#include <vector>

namespace busheng {

/// How fast a link may send or receive, by the time of day (§9 e). A value, read from one line that people write and
/// read:
///
///   2MiB/s                                           always
///   8MiB/s, mon-fri 08:30-18:00 2MiB/s               less in office hours
///   2MiB/s, 22:00-06:00 unlimited, sat-sun 00:00-24:00 pause
///
/// The first entry holds when no window does; of several windows that hold the first in the line. A window over
/// midnight belongs to the day on which it begins. Rates are bytes of TLS; B/s, KiB/s, MiB/s or GiB/s. An empty line:
/// unlimited.
class RatePlan {
public:
    static constexpr qint64 kUnlimited = -1;

    /// Fails: Config; the detail says what is not understood and what may stand there, in English.
    static Result<RatePlan> parse(const QString& line);

    /// Bytes a second at that moment by the wall clock of `zone`; 0: nothing may go; kUnlimited.
    qint64 at(qint64 utcMs, const QTimeZone& zone = QTimeZone::systemTimeZone()) const;

private:
    struct Window {
        int fromDay = 1; ///< 1 Monday to 7
        int toDay = 7;
        int fromMinute = 0; ///< of the day
        int toMinute = 0;   ///< not after fromMinute: over midnight
        qint64 rate = kUnlimited;
    };
    static Result<Window> parseWindow(const QString& text);

    qint64 m_otherwise = kUnlimited;
    std::vector<Window> m_windows;
};

} // namespace busheng
