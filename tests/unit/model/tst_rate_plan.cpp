// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/rate_plan.h"
#include "tests/support/test_main.h"

#include <QDateTime>

using namespace busheng;

namespace {

const QTimeZone& zone()
{
    static const QTimeZone shanghai("Asia/Shanghai");
    return shanghai;
}

/// "2026-11-23 08:30" by the wall clock; a Monday.
qint64 at(const QString& text)
{
    QDateTime moment = QDateTime::fromString(text, QStringLiteral("yyyy-MM-dd HH:mm"));
    moment.setTimeZone(zone());
    return moment.toMSecsSinceEpoch();
}

} // namespace

class TstRatePlan : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void saysWhatHolds_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("moment");
        QTest::addColumn<qint64>("rate");
        const auto row = [](const char* line, const char* moment, qint64 rate) {
            QTest::addRow("%s at %s", line, moment) << QString::fromLatin1(line) << QString::fromLatin1(moment) << rate;
        };
        constexpr qint64 kMiB = 1 << 20;
        const char* const monday = "2026-11-23 12:00";
        row("", monday, -1);
        row("unlimited", monday, -1);
        row("pause", monday, 0);
        row("1024B/s", monday, 1024);
        row("512KiB/s", monday, 512 << 10);
        row("2MiB/s", monday, 2 * kMiB);
        row("1GiB/s", monday, 1024 * kMiB);
        row("  2MiB/s ,  22:00-06:00   unlimited ", monday, 2 * kMiB);
        const char* const office = "8MiB/s, mon-fri 08:30-18:00 2MiB/s, 22:00-06:00 unlimited";
        row(office, "2026-11-23 08:29", 8 * kMiB);
        row(office, "2026-11-23 08:30", 2 * kMiB);
        row(office, "2026-11-23 17:59", 2 * kMiB);
        row(office, "2026-11-23 18:00", 8 * kMiB);
        row(office, "2026-11-23 22:00", -1);
        row(office, "2026-11-24 05:59", -1);
        row(office, "2026-11-24 06:00", 8 * kMiB);
        row(office, "2026-11-28 12:00", 8 * kMiB); // Saturday
        const char* const weekend = "2MiB/s, sat-sun 00:00-24:00 pause";
        row(weekend, "2026-11-27 23:59", 2 * kMiB);
        row(weekend, "2026-11-28 00:00", 0);
        row(weekend, "2026-11-29 23:59", 0);
        row(weekend, "2026-11-30 00:00", 2 * kMiB);
        const char* const overMidnight = "2MiB/s, fri 22:00-06:00 pause"; // belongs to Friday
        row(overMidnight, "2026-11-27 23:00", 0);
        row(overMidnight, "2026-11-28 05:00", 0);
        row(overMidnight, "2026-11-27 05:00", 2 * kMiB);
        const char* const overSunday = "2MiB/s, sun 22:00-06:00 pause";
        row(overSunday, "2026-11-30 05:00", 0); // Monday morning
        const char* const acrossTheWeek = "2MiB/s, sat-mon 10:00-11:00 1MiB/s";
        row(acrossTheWeek, "2026-11-29 10:30", kMiB);
        row(acrossTheWeek, "2026-11-23 10:30", kMiB);
        row(acrossTheWeek, "2026-11-24 10:30", 2 * kMiB);
        row("1MiB/s, 10:00-12:00 2MiB/s, 11:00-13:00 3MiB/s", "2026-11-23 11:30", 2 * kMiB); // the first counts
    }
    void saysWhatHolds()
    {
        QFETCH(QString, line);
        QFETCH(QString, moment);
        QFETCH(qint64, rate);
        const auto plan = RatePlan::parse(line);
        QVERIFY_OK(plan);
        QCOMPARE(plan->at(at(moment), zone()), rate);
    }

    void refusesWhatIsNone_data()
    {
        QTest::addColumn<QString>("line");
        for (const char* line : {"2",
                                 "2MB/s",
                                 "2 MiB/s",
                                 "-1MiB/s",
                                 "0B/s",
                                 "1B/s",
                                 "1023B/s",
                                 "2000GiB/s",
                                 "1.5MiB/s",
                                 "fast",
                                 ",2MiB/s",
                                 "2MiB/s,",
                                 "2MiB/s, 08:00 1MiB/s",
                                 "2MiB/s, 08:00-25:00 1MiB/s",
                                 "2MiB/s, 8:00-18:00 1MiB/s",
                                 "2MiB/s, mo 08:00-18:00 1MiB/s",
                                 "2MiB/s, mon-frx 08:00-18:00 1MiB/s",
                                 "2MiB/s, 08:00-08:00 1MiB/s",
                                 "2MiB/s, 24:00-06:00 1MiB/s",
                                 "2MiB/s, mon-fri 08:30-18:00",
                                 "mon-fri 08:30-18:00 2MiB/s",
                                 "99999999999999999999MiB/s",
                                 "2MiB/s; 08:00-18:00 1MiB/s"})
            QTest::newRow(line) << QString::fromLatin1(line);
        QTest::newRow("33 windows") << QStringLiteral("2MiB/s") + QStringLiteral(", 08:00-09:00 1MiB/s").repeated(33);
    }
    void refusesWhatIsNone()
    {
        QFETCH(QString, line);
        const auto plan = RatePlan::parse(line);
        QVERIFY(!plan);
        QCOMPARE(plan.error().code, ErrorCode::Config);
        QVERIFY(!plan.error().detail.isEmpty());
    }
};

BUSHENG_TEST(TstRatePlan)
#include "tst_rate_plan.moc"
