// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/rate_plan.h"

#include <QDateTime>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

namespace busheng {
namespace {

constexpr int kMinutesOfDay = 24 * 60;
constexpr std::size_t kMostWindows = 32;
constexpr qint64 kLeastRate = 1024; ///< below it a heartbeat would take too long
constexpr qint64 kMostRate = 1LL << 40;

Failure notUnderstood(const QString& text)
{
    return fail(ErrorCode::Config, QStringLiteral("'%1' is no rate or window; for example: 8MiB/s, mon-fri 08:30-18:00 "
                                                  "2MiB/s, 22:00-06:00 unlimited")
                                       .arg(text.left(80)));
}

Result<qint64> parseRate(const QString& text)
{
    if (text == QStringLiteral("unlimited"))
        return RatePlan::kUnlimited;
    if (text == QStringLiteral("pause"))
        return 0;
    static const QRegularExpression pattern(QStringLiteral("^([0-9]{1,12})(B|KiB|MiB|GiB)/s$"));
    const auto match = pattern.match(text);
    if (!match.hasMatch())
        return notUnderstood(text);
    const QStringList units{QStringLiteral("B"), QStringLiteral("KiB"), QStringLiteral("MiB"), QStringLiteral("GiB")};
    const qint64 unit = 1LL << (10 * units.indexOf(match.captured(2)));
    const qint64 number = match.captured(1).toLongLong();
    if (number > kMostRate / unit || number * unit < kLeastRate)
        return fail(ErrorCode::Config,
                    QStringLiteral("'%1' is not from 1KiB/s to 1024GiB/s; to stop, write pause").arg(text));
    return number * unit;
}

int dayOf(const QString& name)
{
    static const QStringList names{QStringLiteral("mon"), QStringLiteral("tue"), QStringLiteral("wed"),
                                   QStringLiteral("thu"), QStringLiteral("fri"), QStringLiteral("sat"),
                                   QStringLiteral("sun")};
    return static_cast<int>(names.indexOf(name)) + 1;
}

/// -1: no time of day. 24:00 is one, as an end.
int minuteOf(const QString& text)
{
    if (text == QStringLiteral("24:00"))
        return kMinutesOfDay;
    const QTime time = QTime::fromString(text, QStringLiteral("HH:mm"));
    return time.isValid() ? time.hour() * 60 + time.minute() : -1;
}

bool isDayIn(int day, int from, int to)
{
    return from <= to ? day >= from && day <= to : day >= from || day <= to;
}

} // namespace

Result<RatePlan::Window> RatePlan::parseWindow(const QString& text)
{
    static const QRegularExpression pattern(
        QStringLiteral("^(?:([a-z]{3})(?:-([a-z]{3}))? )?([0-9]{2}:[0-9]{2})-([0-9]{2}:[0-9]{2}) ([^ ]+)$"));
    const auto match = pattern.match(text);
    if (!match.hasMatch())
        return notUnderstood(text);
    Window window;
    if (!match.captured(1).isEmpty()) {
        window.fromDay = dayOf(match.captured(1));
        window.toDay = match.captured(2).isEmpty() ? window.fromDay : dayOf(match.captured(2));
    }
    window.fromMinute = minuteOf(match.captured(3));
    window.toMinute = minuteOf(match.captured(4));
    if (window.fromDay < 1 || window.toDay < 1 || window.fromMinute < 0 || window.toMinute < 0 ||
        window.fromMinute == window.toMinute || window.fromMinute == kMinutesOfDay)
        return notUnderstood(text);
    ENGINE_TRY_AS(window.rate, parseRate(match.captured(5)));
    return window;
}

Result<RatePlan> RatePlan::parse(const QString& line)
{
    RatePlan plan;
    const QString plain = line.simplified();
    if (plain.isEmpty())
        return plan;
    const QStringList parts = plain.split(u',');
    ENGINE_TRY_AS(plan.m_otherwise, parseRate(parts.front().trimmed()));
    for (qsizetype at = 1; at < parts.size(); ++at) {
        ENGINE_TRY_AS(const Window window, parseWindow(parts.at(at).trimmed()));
        plan.m_windows.push_back(window);
    }
    if (plan.m_windows.size() > kMostWindows)
        return fail(ErrorCode::Config, QStringLiteral("there are more than %1 windows").arg(kMostWindows));
    return plan;
}

qint64 RatePlan::at(qint64 utcMs, const QTimeZone& zone) const
{
    const QDateTime wall = QDateTime::fromMSecsSinceEpoch(utcMs, zone);
    const int minute = wall.time().hour() * 60 + wall.time().minute();
    const int today = wall.date().dayOfWeek();
    const int yesterday = today == 1 ? 7 : today - 1;
    const auto found = std::ranges::find_if(m_windows, [&](const Window& window) {
        const bool isToday = isDayIn(today, window.fromDay, window.toDay);
        if (window.fromMinute < window.toMinute)
            return isToday && minute >= window.fromMinute && minute < window.toMinute;
        return (isToday && minute >= window.fromMinute) ||
               (isDayIn(yesterday, window.fromDay, window.toDay) && minute < window.toMinute);
    });
    return found == m_windows.end() ? m_otherwise : found->rate;
}

} // namespace busheng
