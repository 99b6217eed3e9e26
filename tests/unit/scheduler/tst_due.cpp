// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scheduler/due.h"
#include "tests/support/test_main.h"

#include <QDateTime>
#include <QTest>

using namespace busheng;

namespace {

qint64 utcMs(const char* iso)
{
    return QDateTime::fromString(QString::fromLatin1(iso), Qt::ISODate).toMSecsSinceEpoch();
}

QByteArray iso(std::optional<qint64> utcMs)
{
    return utcMs ? QDateTime::fromMSecsSinceEpoch(*utcMs, Qt::UTC).toString(Qt::ISODate).toLatin1() : QByteArray();
}

} // namespace

/// "daily 23:00" in UTC, unless a row says otherwise.
class TstDue : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void decides_data()
    {
        QTest::addColumn<QByteArray>("covered");
        QTest::addColumn<QByteArray>("looked"); // empty: the first look
        QTest::addColumn<QByteArray>("now");
        QTest::addColumn<bool>("skips");
        QTest::addColumn<QByteArray>("start"); // empty: nothing starts
        QTest::addColumn<QByteArray>("coveredThen");
        QTest::addColumn<int>("leftOut");
        const auto row = [](const char* name, const char* covered, const char* looked, const char* now, bool skips,
                            const char* start, const char* coveredThen, int leftOut) {
            QTest::newRow(name) << QByteArray(covered) << QByteArray(looked) << QByteArray(now) << skips
                                << QByteArray(start) << QByteArray(coveredThen) << leftOut;
        };
        const char* yesterday = "2026-11-26T23:00:00Z";
        const char* today = "2026-11-27T23:00:00Z";
        row("not yet", yesterday, "2026-11-27T22:59:58Z", "2026-11-27T22:59:59Z", false, "", yesterday, 0);
        row("exactly then", yesterday, "2026-11-27T22:59:58Z", today, false, today, today, 0);
        row("a second later", yesterday, "2026-11-27T22:59:58Z", "2026-11-27T23:00:01Z", false, today, today, 0);
        row("not again", today, today, "2026-11-27T23:00:01Z", false, "", today, 0);
        row("a restart over it", yesterday, "", "2026-11-27T23:04:59Z", true, today, today, 0);
        row("missed, made up for", yesterday, "", "2026-11-28T08:00:00Z", false, today, today, 0);
        row("missed, left out", yesterday, "", "2026-11-28T08:00:00Z", true, "", today, 1);
        row("a week missed, one run", "2026-11-20T23:00:00Z", "", "2026-11-28T08:00:00Z", false, today, today, 6);
        row("a week left out", "2026-11-20T23:00:00Z", "", "2026-11-28T08:00:00Z", true, "", today, 7);
        row("asleep over it, even when missed ones are left out", yesterday, "2026-11-27T20:00:00Z",
            "2026-11-28T08:00:00Z", true, today, today, 0);
        row("the clock jumped over two", yesterday, "2026-11-27T20:00:00Z", "2026-11-29T08:00:00Z", true,
            "2026-11-28T23:00:00Z", "2026-11-28T23:00:00Z", 1);
        row("set back ten minutes behind the run", today, today, "2026-11-27T22:50:00Z", false, "", today, 0);
        row("and coming by again", today, "2026-11-27T22:50:00Z", "2026-11-27T23:00:00Z", false, "", today, 0);
        row("set back a day", today, today, "2026-11-26T23:30:00Z", false, "", today, 0);
        row("kept by a clock years ahead", "2099-01-01T00:00:00Z", "", "2026-11-27T22:00:00Z", false, "",
            "2026-11-27T22:00:00Z", 0);
        row("ten years off", "2016-11-27T00:00:00Z", "", "2026-11-28T08:00:00Z", false, today, today, 3293);
    }
    void decides()
    {
        QFETCH(const QByteArray, covered);
        QFETCH(const QByteArray, looked);
        QFETCH(const QByteArray, now);
        QFETCH(const bool, skips);
        QFETCH(const QByteArray, start);
        QFETCH(const QByteArray, coveredThen);
        QFETCH(const int, leftOut);
        const Timetable table = Timetable::parse(QStringLiteral("daily 23:00")).value();
        const auto lookedMs = looked.isEmpty() ? std::nullopt : std::optional(utcMs(looked.constData()));
        const Due due = whatIsDue(table,
                                  {utcMs(covered.constData()), lookedMs, utcMs(now.constData()),
                                   skips ? MissedRuns::Skip : MissedRuns::MakeUp},
                                  QTimeZone::utc());
        QCOMPARE(iso(due.startUtcMs), start);
        QCOMPARE(iso(due.coveredUtcMs), coveredThen);
        QCOMPARE(due.leftOut, leftOut);
        QVERIFY(due.nextUtcMs && *due.nextUtcMs > due.coveredUtcMs);
        // Looked at once more, it is a no-op.
        const Due again = whatIsDue(table,
                                    {due.coveredUtcMs, utcMs(now.constData()), utcMs(now.constData()),
                                     skips ? MissedRuns::Skip : MissedRuns::MakeUp},
                                    QTimeZone::utc());
        QVERIFY(!again.startUtcMs && again.coveredUtcMs == due.coveredUtcMs && again.leftOut == 0);
    }

    void saysWhenTheClockWasWrong()
    {
        const Timetable table = Timetable::parse(QStringLiteral("daily 23:00")).value();
        const qint64 now = utcMs("2026-11-27T22:00:00Z");
        QVERIFY(whatIsDue(table, {now + kClockSetBackMs + 1, now, now, {}}, QTimeZone::utc()).clockWasWrong);
        QVERIFY(!whatIsDue(table, {now + kClockSetBackMs, now, now, {}}, QTimeZone::utc()).clockWasWrong);
    }

    void aTimetableEnds()
    {
        const Timetable table = Timetable::parse(QStringLiteral("at 2026-12-01 02:30")).value();
        const Due due =
            whatIsDue(table, {utcMs("2026-11-01T00:00:00Z"), {}, utcMs("2026-12-05T00:00:00Z"), {}}, QTimeZone::utc());
        QCOMPARE(iso(due.startUtcMs), QByteArray("2026-12-01T02:30:00Z"));
        QVERIFY(!due.nextUtcMs);
    }
};

BUSHENG_TEST(TstDue)
#include "tst_due.moc"
