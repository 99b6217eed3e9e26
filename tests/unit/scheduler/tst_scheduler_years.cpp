// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scheduler/scheduler.h"
#include "tests/support/fake_clock.h"
#include "tests/support/test_main.h"
#include "tests/unit/scheduler/fake_job.h"

#include <QDate>
#include <QDateTime>
#include <QRandomGenerator>
#include <QTest>

using namespace busheng;
using namespace busheng::test;

namespace {

constexpr qint64 kMinuteMs = 60'000;
constexpr qint64 kHourMs = 60 * kMinuteMs;
const QString kName = QStringLiteral("nightly");

} // namespace

/// A node over a year in a zone with summer time: it is restarted, its clock is set forth and back by minutes, it
/// sleeps, runs fail. Each date has its run once.
class TstSchedulerYears : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eachDateHasOneRun_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("in the hour that comes twice") << QByteArray("daily 02:30");
        QTest::newRow("at night") << QByteArray("daily 23:00");
        QTest::newRow("midnight") << QByteArray("daily 00:00");
    }
    void eachDateHasOneRun()
    {
        QFETCH(const QByteArray, line);
        const QTimeZone zone("Europe/Berlin");
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo() << "seed" << seed;
        QRandomGenerator random(seed);
        FakeClock clock(QDateTime(QDate(2026, 1, 1), QTime(12, 0), Qt::UTC).toMSecsSinceEpoch());
        FakeStore store;
        FakeJob job;
        Schedule schedule;
        schedule.mode = StartMode::parse(QString::fromLatin1(line)).value();
        QMap<QDate, int> runs;
        std::unique_ptr<Scheduler> scheduler;
        const auto start = [&] {
            scheduler = std::make_unique<Scheduler>(
                clock, store,
                Scheduler::Hooks{[](const QString&, const Error&) { QFAIL("the store never fails here"); },
                                 [](const QString&, const Error&) {}, [](const QString&, int, qint64) {},
                                 [](const QString&) { QFAIL("the clock is never that wrong here"); },
                                 [&zone] { return zone; }});
            scheduler->set(kName, job, schedule);
        };
        start();
        const QDate last(2027, 1, 1);
        qsizetype seen = 0;
        while (QDateTime::fromMSecsSinceEpoch(clock.utcMs(), zone).date() < last) {
            switch (random.bounded(20)) {
            case 0:
                scheduler.reset();
                job.die();
                clock.advanceMs(random.bounded(3 * kMinuteMs));
                start();
                break;
            case 1: // a time server corrects it
                clock.jumpUtcMs(static_cast<qint64>(random.bounded(20)) * kMinuteMs - 10 * kMinuteMs);
                break;
            case 2: // the machine sleeps
                clock.advanceMs(random.bounded(6 * kHourMs));
                break;
            default:
                clock.advanceMs(random.bounded(kHourMs));
            }
            scheduler->look();
            if (job.causes.size() > seen) {
                seen = job.causes.size();
                if (job.causes.last() == StartCause::Timetable || job.causes.last() == StartCause::MadeUp) {
                    const qint64 covered = store.marks.at(kName).coveredUtcMs;
                    ++runs[QDateTime::fromMSecsSinceEpoch(covered, zone).date()];
                }
            }
            if (job.isRunning() && random.bounded(2) == 0)
                random.bounded(4) == 0 ? job.failNow() : job.finish();
        }
        for (QDate date(2026, 1, 2); date < last.addDays(-1); date = date.addDays(1))
            QVERIFY2(runs.value(date) == 1, qPrintable(QStringLiteral("%1: %2 runs, seed %3")
                                                           .arg(date.toString(Qt::ISODate))
                                                           .arg(runs.value(date))
                                                           .arg(seed)));
    }
};

BUSHENG_TEST(TstSchedulerYears)
#include "tst_scheduler_years.moc"
