// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/timetable.h"
#include "tests/support/test_main.h"

#include <QDateTime>
#include <QTest>

using namespace busheng;

namespace {

qint64 utcMs(const char* iso)
{
    return QDateTime::fromString(QString::fromLatin1(iso), Qt::ISODate).toMSecsSinceEpoch();
}

} // namespace

class TstTimetable : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void comesNext_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QByteArray>("zone");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<QByteArray>("expected"); // empty: never
        const auto row = [](const char* name, const char* line, const char* zone, const char* after,
                            const char* expected) {
            QTest::newRow(name) << QString::fromLatin1(line) << QByteArray(zone) << QByteArray(after)
                                << QByteArray(expected);
        };
        const char* sh = "Asia/Shanghai";
        row("every", "every 6h", sh, "2026-11-27T00:00:00Z", "2026-11-27T06:00:00Z");
        row("daily, today", "daily 02:30", sh, "2026-11-26T18:00:00Z", "2026-11-26T18:30:00Z");
        row("daily, exactly then", "daily 02:30", sh, "2026-11-26T18:30:00Z", "2026-11-27T18:30:00Z");
        row("daily, second time", "daily 14:30,02:30", sh, "2026-11-26T18:30:00Z", "2026-11-27T06:30:00Z");
        row("weekly", "weekly mon,thu 02:30", sh, "2026-11-27T00:00:00Z", "2026-11-29T18:30:00Z");
        row("monthly", "monthly 31 02:30", sh, "2026-11-27T00:00:00Z", "2026-12-30T18:30:00Z");
        row("monthly, a month without it", "monthly 31 02:30", sh, "2027-01-31T00:00:00Z", "2027-03-30T18:30:00Z");
        row("the last of a month", "monthly last 02:30", sh, "2027-01-31T00:00:00Z", "2027-02-27T18:30:00Z");
        row("the last is the 31st", "monthly 31,last 02:30", sh, "2027-01-30T18:30:00Z", "2027-02-27T18:30:00Z");
        row("yearly", "yearly 03-15 02:30", sh, "2026-11-27T00:00:00Z", "2027-03-14T18:30:00Z");
        row("leap day over a century", "yearly 02-29 00:00", "UTC", "2096-03-01T00:00:00Z", "2104-02-29T00:00:00Z");
        row("at", "at 2026-12-01 02:30, 2027-01-01 02:30", sh, "2026-12-01T00:00:00Z", "2026-12-31T18:30:00Z");
        row("at, all gone", "at 2026-12-01 02:30", sh, "2026-12-01T00:00:00Z", "");
        // Germany leaves out 02:00 to 03:00 on 2026-03-29 and has it twice on 2026-10-25.
        row("in the gap", "daily 02:30", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T01:30:00Z");
        row("behind the gap", "daily 02:30", "Europe/Berlin", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z");
        row("twice", "daily 02:30", "Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z");
        row("not again", "daily 02:30", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
        // Summer time in China began with midnight of 1940-06-01.
        row("midnight left out", "daily 00:00", sh, "1940-05-31T12:00:00Z", "1940-05-31T16:00:00Z");
    }
    void comesNext()
    {
        QFETCH(const QString, line);
        QFETCH(const QByteArray, zone);
        QFETCH(const QByteArray, after);
        QFETCH(const QByteArray, expected);
        const auto table = Timetable::parse(line);
        QVERIFY_OK(table);
        const auto next = table->next(utcMs(after.constData()), QTimeZone(zone));
        QCOMPARE(next.has_value(), !expected.isEmpty());
        if (next)
            QCOMPARE(QDateTime::fromMSecsSinceEpoch(*next, Qt::UTC).toString(Qt::ISODate),
                     QString::fromLatin1(expected));
    }

    void eachDateHasItsTimeOnceAlsoWhenTheClockChanges()
    {
        const QTimeZone zone("Europe/Berlin");
        const auto table = Timetable::parse(QStringLiteral("daily 02:30")).value();
        qint64 now = utcMs("2026-01-01T00:00:00Z");
        QDate last;
        for (int i = 0; i < 365; ++i) {
            now = table.next(now, zone).value();
            const QDate date = QDateTime::fromMSecsSinceEpoch(now, zone).date();
            if (last.isValid())
                QCOMPARE(last.daysTo(date), qint64{1});
            last = date;
        }
    }

    void isWrittenAsItIsRead_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("plain");
        QTest::newRow("every") << QStringLiteral(" Every  90m ") << QStringLiteral("every 90m");
        QTest::newRow("hours") << QStringLiteral("every 120m") << QStringLiteral("every 2h");
        QTest::newRow("daily") << QStringLiteral("daily 14:30,02:30") << QStringLiteral("daily 02:30,14:30");
        QTest::newRow("weekly") << QStringLiteral("weekly SUN,mon 02:30") << QStringLiteral("weekly mon,sun 02:30");
        QTest::newRow("monthly") << QStringLiteral("monthly 15,1 02:30") << QStringLiteral("monthly 1,15 02:30");
        QTest::newRow("last") << QStringLiteral("monthly LAST,1 02:30") << QStringLiteral("monthly 1,last 02:30");
        QTest::newRow("yearly") << QStringLiteral("yearly 12-31,02-29 23:59")
                                << QStringLiteral("yearly 02-29,12-31 23:59");
        QTest::newRow("at") << QStringLiteral("at 2027-01-01 02:30, 2026-12-01 02:30")
                            << QStringLiteral("at 2026-12-01 02:30,2027-01-01 02:30");
    }
    void isWrittenAsItIsRead()
    {
        QFETCH(const QString, line);
        QFETCH(const QString, plain);
        const auto table = Timetable::parse(line);
        QVERIFY_OK(table);
        QCOMPARE(table->toString(), plain);
        QCOMPARE(Timetable::parse(plain).value(), *table);
    }

    void refusesWhatItDoesNotUnderstand_data()
    {
        QTest::addColumn<QString>("line");
        for (const char* line : {"",
                                 "hourly",
                                 "every",
                                 "every 4m",
                                 "every 0h",
                                 "every 9999h",
                                 "every -5m",
                                 "every 5d",
                                 "daily",
                                 "daily 25:00",
                                 "daily 2:30",
                                 "daily 02:30,02:30",
                                 "daily 02:30 03:30",
                                 "weekly 02:30",
                                 "weekly xyz 02:30",
                                 "weekly mon,mon 02:30",
                                 "monthly 0 02:30",
                                 "monthly 32 02:30",
                                 "monthly last,last 02:30",
                                 "weekly last 02:30",
                                 "yearly 02-30 02:30",
                                 "yearly 13-01 02:30",
                                 "at",
                                 "at 2026-02-30 02:30",
                                 "at 02:30",
                                 "daily ,",
                                 "monthly 1,, 02:30"})
            QTest::newRow(line) << QString::fromLatin1(line);
    }
    void refusesWhatItDoesNotUnderstand()
    {
        QFETCH(const QString, line);
        const auto table = Timetable::parse(line);
        QVERIFY(!table);
        QCOMPARE(table.error().code, ErrorCode::Config);
        QVERIFY(!table.error().detail.isEmpty());
    }
};

BUSHENG_TEST(TstTimetable)
#include "tst_timetable.moc"
