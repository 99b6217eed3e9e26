// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/timetable_text.h"

#include "engine/model/timetable.h"
#include "ui/text/display_text.h"

#include <QDate>
#include <QLocale>

namespace busheng {
namespace {

const QString kWeekly = QStringLiteral("weekly");
const QString kMonthly = QStringLiteral("monthly");

} // namespace

QString TimetableText::days(const QString& kind, const QString& words)
{
    static const QStringList kWeekdays{QStringLiteral("mon"), QStringLiteral("tue"), QStringLiteral("wed"),
                                       QStringLiteral("thu"), QStringLiteral("fri"), QStringLiteral("sat"),
                                       QStringLiteral("sun")};
    QStringList days;
    for (const QString& word : words.split(u',')) {
        if (kind == kWeekly)
            days.append(QLocale().standaloneDayName(int(kWeekdays.indexOf(word)) + 1, QLocale::ShortFormat));
        else if (kind == kMonthly)
            days.append(word == QStringLiteral("last") ? tr("the last day") : tr("day %1").arg(word));
        else // 2028 has every day
            days.append(QLocale().toString(QDate::fromString(QStringLiteral("2028-") + word, Qt::ISODate),
                                           tr("MMMM d", "date without year, in letters of QDate")));
    }
    return QLocale().createSeparatedList(days);
}

QString TimetableText::of(const QString& starts)
{
    if (starts == QStringLiteral("demand"))
        return tr("by hand");
    if (starts == QStringLiteral("service"))
        return tr("all the time, with the service");
    const auto timetable = Timetable::parse(starts);
    if (!timetable)
        return displayText(starts);
    const QString plain = timetable->toString();
    const QString kind = plain.section(u' ', 0, 0);
    const QString rest = plain.section(u' ', 1);
    if (kind == QStringLiteral("every")) {
        const int number = rest.chopped(1).toInt();
        return rest.endsWith(u'h') ? tr("every %n hour(s)", nullptr, number)
                                   : tr("every %n minute(s)", nullptr, number);
    }
    const auto listOf = [](const QString& words) { return QLocale().createSeparatedList(words.split(u',')); };
    if (kind == QStringLiteral("at"))
        return tr("once at %1").arg(listOf(rest));
    if (kind == QStringLiteral("daily"))
        return tr("daily %1").arg(listOf(rest));
    const QString onDays = days(kind, rest.section(u' ', 0, 0));
    const QString times = listOf(rest.section(u' ', 1));
    if (kind == kWeekly)
        return tr("every %1 %2", "weekdays, times").arg(onDays, times);
    return kind == kMonthly ? tr("monthly on %1 %2", "days, times").arg(onDays, times)
                            : tr("yearly on %1 %2", "dates, times").arg(onDays, times);
}

} // namespace busheng
