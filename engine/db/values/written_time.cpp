// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/values/written_time.h"

#include "engine/db/values/civil_time.h"

#include <QDate>
#include <QRegularExpression>

namespace busheng {
namespace {

constexpr std::int64_t kJulianOf2000 = 2'451'545;

} // namespace

std::int64_t WrittenTime::moment() const
{
    return days * kMicrosPerDay + microseconds;
}

std::optional<WrittenTime> readWrittenTime(const QString& text)
{
    static const QRegularExpression kTime(QRegularExpression::anchoredPattern(
        QStringLiteral("(?:(?<year>\\d{4})-(?<month>\\d{2})-(?<day>\\d{2}))?[ T]?"
                       "(?:(?<hour>\\d{2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:\\.(?<fraction>\\d{1,6}))?)?)?"
                       "(?<zone>Z|(?<side>[+-])(?<zh>\\d{2})(?::?(?<zm>\\d{2}))?)?")));
    const auto match = kTime.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const auto number = [&match](const char* group) { return match.captured(QLatin1String(group)).toLongLong(); };
    const auto has = [&match](const char* group) { return !match.captured(QLatin1String(group)).isEmpty(); };
    WrittenTime time;
    time.hasDate = has("year");
    time.hasClock = has("hour");
    time.hasZone = has("zone");
    if (time.hasDate) {
        const QDate date(static_cast<int>(number("year")), static_cast<int>(number("month")),
                         static_cast<int>(number("day")));
        if (!date.isValid())
            return std::nullopt;
        time.days = date.toJulianDay() - kJulianOf2000;
    }
    if (number("hour") > 23 || number("minute") > 59 || number("second") > 59 || number("zh") > 15 ||
        number("zm") > 59 || (time.hasZone && !time.hasClock))
        return std::nullopt;
    const std::int64_t zone = (number("zh") * 60 + number("zm")) * 60;
    const std::int64_t seconds = (number("hour") * 60 + number("minute")) * 60 + number("second") -
                                 (match.captured(QStringLiteral("side")) == u"-" ? -zone : zone);
    time.microseconds =
        seconds * kMicrosPerSecond + match.captured(QStringLiteral("fraction")).leftJustified(6, u'0').toLongLong();
    return time;
}

} // namespace busheng
