// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QDate>
#include <QList>
#include <QString>
#include <QTime>
#include <QTimeZone>

#include <optional>

namespace busheng {

/// When something starts by itself: verifications (§8.1.4), later file tasks (§8.2.2). A value, read from one line that
/// people write and read:
///
///   every 6h                          every 30m
///   daily 02:30                       daily 02:30,14:30
///   weekly mon,thu 02:30              monthly 1,15,last 02:30  yearly 03-15,12-31 02:30
///   at 2026-12-01 02:30,2027-01-01 02:30
///
/// Times are of the machine's wall clock. Each date has each of its times once: in the hour that a change to summer
/// time leaves out it is that much later, and in the hour that comes twice it is the first. A day that a month does not
/// have is left out of that month; "last" is the last of each.
class Timetable {
public:
    /// Fails: Config; the detail says what is not understood and what may stand there, in English.
    static Result<Timetable> parse(const QString& line);

    /// The first moment after `afterUtcMs`; nothing when there is none any more. `zone`: of the wall clock.
    std::optional<qint64> next(qint64 afterUtcMs, const QTimeZone& zone = QTimeZone::systemTimeZone()) const;
    /// The line, in its plain form.
    QString toString() const;

    bool operator==(const Timetable&) const = default;

private:
    enum class Kind { Every, Daily, Weekly, Monthly, Yearly, At };

    bool hasDay(const QDate& date) const;
    static Result<Timetable> parseEvery(const QString& words);
    static Result<Timetable> parseMoments(const QString& words);
    static Result<Timetable> parseDays(Kind kind, const QStringList& words);

    Kind m_kind = Kind::Daily;
    qint64 m_everyMs = 0;    ///< Every
    QList<int> m_days;       ///< Weekly: 1 Monday; Monthly: 1 to 31; Yearly: month * 100 + day
    QList<QTime> m_times;    ///< of the day, rising
    QList<qint64> m_moments; ///< At: wall clock as milliseconds of UTC, rising
};

} // namespace busheng
