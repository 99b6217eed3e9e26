// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/timetable.h"

#include <QDateTime>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

namespace busheng {
namespace {

constexpr qint64 kMinuteMs = 60'000;
constexpr qint64 kShortestMs = 5 * kMinuteMs;
constexpr qint64 kLongestMs = 366LL * 24 * 60 * kMinuteMs;
constexpr int kMostParts = 64;
constexpr int kLastDay = 32;        ///< of a month, however long it is
constexpr int kDaysAhead = 9 * 366; ///< 29 February may be eight years away

const QString kTime = QStringLiteral("HH:mm");
const QString kLast = QStringLiteral("last");
const QString kMoment = QStringLiteral("yyyy-MM-dd HH:mm");

const QStringList& weekdays()
{
    static const QStringList names{QStringLiteral("mon"), QStringLiteral("tue"), QStringLiteral("wed"),
                                   QStringLiteral("thu"), QStringLiteral("fri"), QStringLiteral("sat"),
                                   QStringLiteral("sun")};
    return names;
}

Result<QList<QTime>> parseTimes(const QString& words)
{
    QList<QTime> times;
    for (const QString& word : words.split(u',')) {
        const QTime time = QTime::fromString(word, kTime);
        if (!time.isValid())
            return fail(ErrorCode::Config, QStringLiteral("'%1' is no time of day like 02:30").arg(word));
        times.append(time);
    }
    std::ranges::sort(times);
    if (std::ranges::adjacent_find(times) != times.end() || times.size() > kMostParts)
        return fail(ErrorCode::Config, QStringLiteral("a time is there twice"));
    return times;
}

std::optional<int> dayOfMonth(const QString& word)
{
    if (word == kLast)
        return kLastDay;
    bool ok = false;
    const int day = word.toInt(&ok);
    return ok && day >= 1 && day <= 31 ? std::optional(day) : std::nullopt;
}

std::optional<int> dayOfYear(const QString& word)
{
    // 2028 is a leap year: 02-29 is a day, 02-30 is none.
    const QDate date = QDate::fromString(QStringLiteral("2028-") + word, Qt::ISODate);
    return date.isValid() ? std::optional(date.month() * 100 + date.day()) : std::nullopt;
}

/// The first moment at which the wall clock shows this; when it never does, because a change of the clock leaves it
/// out, the one at which it would have.
qint64 toUtcMs(const QDate& date, const QTime& time, const QTimeZone& zone)
{
    constexpr qint64 kSecondsOfDay = 24 * 3600;
    const QDateTime wall(date, time, Qt::UTC);
    const QDateTime byOldClock = wall.addSecs(-zone.offsetFromUtc(wall.addSecs(-kSecondsOfDay)));
    const QDateTime byNewClock = wall.addSecs(-zone.offsetFromUtc(wall.addSecs(kSecondsOfDay)));
    const auto shows = [&](const QDateTime& moment) { return moment.addSecs(zone.offsetFromUtc(moment)) == wall; };
    return (shows(byOldClock) || !shows(byNewClock) ? byOldClock : byNewClock).toMSecsSinceEpoch();
}

} // namespace

Result<Timetable> Timetable::parseEvery(const QString& words)
{
    static const QRegularExpression pattern(QStringLiteral("^([0-9]{1,5})(m|h)$"));
    const auto match = pattern.match(words);
    Timetable table;
    table.m_kind = Kind::Every;
    table.m_everyMs = match.captured(1).toLongLong() * (match.captured(2) == u'h' ? 60 : 1) * kMinuteMs;
    if (!match.hasMatch() || table.m_everyMs < kShortestMs || table.m_everyMs > kLongestMs)
        return fail(ErrorCode::Config, QStringLiteral("behind 'every' comes 5m to 8784h"));
    return table;
}

Result<Timetable> Timetable::parseMoments(const QString& words)
{
    Timetable table;
    table.m_kind = Kind::At;
    for (const QString& word : words.split(u',')) {
        const QDateTime moment = QDateTime::fromString(word.trimmed(), kMoment);
        if (!moment.isValid())
            return fail(ErrorCode::Config,
                        QStringLiteral("'%1' is no moment like 2026-12-01 02:30").arg(word.trimmed()));
        table.m_moments.append(QDateTime(moment.date(), moment.time(), Qt::UTC).toMSecsSinceEpoch());
    }
    std::ranges::sort(table.m_moments);
    if (std::ranges::adjacent_find(table.m_moments) != table.m_moments.end() || table.m_moments.size() > kMostParts)
        return fail(ErrorCode::Config, QStringLiteral("a time is there twice"));
    return table;
}

Result<Timetable> Timetable::parseDays(Kind kind, const QStringList& words)
{
    Timetable table;
    table.m_kind = kind;
    if (words.size() != (kind == Kind::Daily ? 1 : 2))
        return fail(ErrorCode::Config, kind == Kind::Daily
                                           ? QStringLiteral("behind 'daily' comes a time of day like 02:30")
                                           : QStringLiteral("days and a time of day like 02:30 are needed"));
    ENGINE_TRY_AS(table.m_times, parseTimes(words.last()));
    if (kind == Kind::Daily)
        return table;
    for (const QString& word : words.first().split(u',')) {
        std::optional<int> day;
        if (kind == Kind::Weekly) {
            if (const auto index = weekdays().indexOf(word); index >= 0)
                day = static_cast<int>(index) + 1;
        } else {
            day = kind == Kind::Monthly ? dayOfMonth(word) : dayOfYear(word);
        }
        if (!day || table.m_days.contains(*day))
            return fail(ErrorCode::Config,
                        QStringLiteral("'%1' is no day here: weekly mon to sun, monthly 1 to 31 or last, yearly 03-15, "
                                       "each once")
                            .arg(word));
        table.m_days.append(*day);
    }
    std::ranges::sort(table.m_days);
    return table;
}

Result<Timetable> Timetable::parse(const QString& line)
{
    const QString plain = line.simplified().toLower();
    const QString rest = plain.section(u' ', 1);
    const QStringList words = rest.split(u' ', Qt::SkipEmptyParts);
    const QString first = plain.section(u' ', 0, 0);
    if (first == QStringLiteral("every"))
        return parseEvery(rest);
    if (first == QStringLiteral("at"))
        return parseMoments(rest);
    if (first == QStringLiteral("daily"))
        return parseDays(Kind::Daily, words);
    if (first == QStringLiteral("weekly"))
        return parseDays(Kind::Weekly, words);
    if (first == QStringLiteral("monthly"))
        return parseDays(Kind::Monthly, words);
    if (first == QStringLiteral("yearly"))
        return parseDays(Kind::Yearly, words);
    return fail(ErrorCode::Config, QStringLiteral("it begins with every, daily, weekly, monthly, yearly or at"));
}

bool Timetable::hasDay(const QDate& date) const
{
    switch (m_kind) {
    case Kind::Weekly:
        return m_days.contains(date.dayOfWeek());
    case Kind::Monthly:
        return m_days.contains(date.day()) || (m_days.contains(kLastDay) && date.day() == date.daysInMonth());
    case Kind::Yearly:
        return m_days.contains(date.month() * 100 + date.day());
    case Kind::Daily:
        return true;
    case Kind::Every:
    case Kind::At:
        break;
    }
    return false;
}

std::optional<qint64> Timetable::next(qint64 afterUtcMs, const QTimeZone& zone) const
{
    if (m_kind == Kind::Every)
        return afterUtcMs + m_everyMs;
    if (m_kind == Kind::At) {
        for (const qint64 moment : m_moments) {
            const QDateTime wall = QDateTime::fromMSecsSinceEpoch(moment, Qt::UTC);
            if (const qint64 utcMs = toUtcMs(wall.date(), wall.time(), zone); utcMs > afterUtcMs)
                return utcMs;
        }
        return std::nullopt;
    }
    // A day earlier: what the clock left out may have moved to the next date.
    QDate date = QDateTime::fromMSecsSinceEpoch(afterUtcMs, zone).date().addDays(-1);
    for (int i = 0; i < kDaysAhead; ++i, date = date.addDays(1)) {
        if (!hasDay(date))
            continue;
        for (const QTime& time : m_times) {
            if (const qint64 utcMs = toUtcMs(date, time, zone); utcMs > afterUtcMs)
                return utcMs;
        }
    }
    return std::nullopt;
}

QString Timetable::toString() const
{
    QStringList times;
    for (const QTime& time : m_times)
        times.append(time.toString(kTime));
    QStringList days;
    for (const int day : m_days)
        days.append(m_kind == Kind::Weekly   ? weekdays().at(day - 1)
                    : day == kLastDay        ? kLast
                    : m_kind == Kind::Yearly ? QStringLiteral("%1-%2")
                                                   .arg(day / 100, 2, 10, QLatin1Char('0'))
                                                   .arg(day % 100, 2, 10, QLatin1Char('0'))
                                             : QString::number(day));
    const QString comma = QStringLiteral(",");
    switch (m_kind) {
    case Kind::Every:
        return m_everyMs % (60 * kMinuteMs) == 0 ? QStringLiteral("every %1h").arg(m_everyMs / (60 * kMinuteMs))
                                                 : QStringLiteral("every %1m").arg(m_everyMs / kMinuteMs);
    case Kind::At:
        for (const qint64 moment : m_moments)
            times.append(QDateTime::fromMSecsSinceEpoch(moment, Qt::UTC).toString(kMoment));
        return QStringLiteral("at ") + times.join(comma);
    case Kind::Daily:
        return QStringLiteral("daily ") + times.join(comma);
    case Kind::Weekly:
        return QStringLiteral("weekly %1 %2").arg(days.join(comma), times.join(comma));
    case Kind::Monthly:
        return QStringLiteral("monthly %1 %2").arg(days.join(comma), times.join(comma));
    case Kind::Yearly:
        return QStringLiteral("yearly %1 %2").arg(days.join(comma), times.join(comma));
    }
    return {};
}

} // namespace busheng
