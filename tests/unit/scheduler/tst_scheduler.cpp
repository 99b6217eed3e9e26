// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scheduler/scheduler.h"
#include "tests/support/fake_clock.h"
#include "tests/support/test_main.h"
#include "tests/unit/scheduler/fake_job.h"

#include <QDateTime>
#include <QTest>

using namespace busheng;
using namespace busheng::test;

namespace {

constexpr qint64 kMinuteMs = 60'000;
constexpr qint64 kDayMs = 24 * 60 * kMinuteMs;
const QString kName = QStringLiteral("nightly");

qint64 utcMs(const char* iso)
{
    return QDateTime::fromString(QString::fromLatin1(iso), Qt::ISODate).toMSecsSinceEpoch();
}

/// One node: a clock, a disk, and a scheduler that may die and come again.
struct Node {
    FakeClock clock{utcMs("2026-11-27T12:00:00Z")};
    FakeStore store;
    FakeJob job;
    Schedule schedule;
    std::unique_ptr<Scheduler> scheduler;
    QStringList faults;
    QStringList givenUp;
    int leftOut = 0;
    int wrongClocks = 0;

    explicit Node(const char* starts)
    {
        schedule.mode = StartMode::parse(QString::fromLatin1(starts)).value();
        schedule.retry = {3, 1000, 60'000};
        start();
    }
    void start()
    {
        scheduler = std::make_unique<Scheduler>(
            clock, store,
            Scheduler::Hooks{[this](const QString&, const Error& error) { faults.append(error.detail); },
                             [this](const QString&, const Error& error) { givenUp.append(error.detail); },
                             [this](const QString&, int count, qint64) { leftOut += count; },
                             [this](const QString&) { ++wrongClocks; }, [] { return QTimeZone::utc(); }});
        scheduler->set(kName, job, schedule);
        scheduler->look();
    }
    void die()
    {
        scheduler.reset();
        job.die();
    }
    void passMs(qint64 ms)
    {
        clock.advanceMs(ms);
        scheduler->look();
    }
};

} // namespace

class TstScheduler : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void startsAtItsMomentAndNotAgain()
    {
        Node node("daily 23:00");
        QCOMPARE(node.scheduler->view(kName).nextUtcMs, std::optional(utcMs("2026-11-27T23:00:00Z")));
        node.passMs(11 * 60 * kMinuteMs - 1);
        QVERIFY(node.job.causes.isEmpty());
        node.passMs(1);
        QCOMPARE(node.job.causes, QList{StartCause::Timetable});
        QVERIFY(node.scheduler->view(kName).isRunning);
        node.passMs(kMinuteMs);
        node.job.finish();
        node.passMs(kMinuteMs);
        QCOMPARE(node.job.causes.size(), 1);
        QCOMPARE(node.scheduler->view(kName).nextUtcMs, std::optional(utcMs("2026-11-28T23:00:00Z")));
    }

    void byDemandStartsWhenAsked()
    {
        Node node("demand");
        node.passMs(10 * kDayMs);
        QVERIFY(node.job.causes.isEmpty());
        QVERIFY_OK(node.scheduler->startNow(kName));
        QCOMPARE(node.job.causes, QList{StartCause::Demand});
        const auto twice = node.scheduler->startNow(kName);
        QVERIFY(!twice);
        QCOMPARE(twice.error().code, ErrorCode::Conflict);
        QVERIFY(!node.scheduler->startNow(QStringLiteral("nobody")));
    }

    void withTheServiceStartsOncePerStartOfIt()
    {
        Node node("service");
        QCOMPARE(node.job.causes, QList{StartCause::Service});
        node.job.finish();
        node.passMs(kDayMs);
        QCOMPARE(node.job.causes.size(), 1);
        node.die();
        node.start();
        QCOMPARE(node.job.causes, (QList{StartCause::Service, StartCause::Service}));
    }

    void withTheServiceIsNeverGivenUpForGood()
    {
        Node node("service");
        for (int i = 0; i < 20; ++i) {
            node.job.failNow();
            node.passMs(node.schedule.retry.longestPauseMs);
            QVERIFY(node.job.isRunning());
        }
        QVERIFY(!node.givenUp.isEmpty());
    }

    void triesThreeTimesAgainWithGrowingPauses()
    {
        Node node("daily 23:00");
        node.passMs(11 * 60 * kMinuteMs);
        for (const qint64 pause : {1000, 2000, 4000}) {
            node.job.failNow();
            QVERIFY(node.givenUp.isEmpty());
            node.passMs(pause - 1);
            QVERIFY(!node.job.isRunning());
            node.passMs(1);
            QVERIFY(node.job.isRunning());
            QCOMPARE(node.job.causes.last(), StartCause::Resend);
        }
        node.job.failNow();
        QCOMPARE(node.givenUp, QStringList{QStringLiteral("cut")});
        node.passMs(60 * kMinuteMs);
        QCOMPARE(node.job.causes.size(), 4);
        node.passMs(kDayMs); // and the next day begins anew
        QCOMPARE(node.job.causes.last(), StartCause::Timetable);
        node.job.failNow();
        QCOMPARE(node.scheduler->view(kName).resend, 1);
    }

    void aResendThatSucceedsEndsIt()
    {
        Node node("demand");
        QVERIFY_OK(node.scheduler->startNow(kName));
        node.job.failNow();
        node.passMs(1000);
        node.job.finish();
        node.passMs(kDayMs);
        QCOMPARE(node.job.causes, (QList{StartCause::Demand, StartCause::Resend}));
        QCOMPARE(node.store.marks.at(kName).resend, 0);
    }

    void whatAPersonCancelledIsNotTriedAgain()
    {
        Node node("demand");
        QVERIFY_OK(node.scheduler->startNow(kName));
        node.job.finish(fail(ErrorCode::Cancelled, QStringLiteral("stopped")));
        node.passMs(kDayMs);
        QCOMPARE(node.job.causes.size(), 1);
        QVERIFY(node.givenUp.isEmpty());
    }

    void aRunThatTheCrashCutGoesOn()
    {
        Node node("daily 23:00");
        node.passMs(11 * 60 * kMinuteMs);
        node.die();
        node.clock.advanceMs(10 * kDayMs + 60 * kMinuteMs);
        node.start();
        QCOMPARE(node.job.causes, (QList{StartCause::Timetable, StartCause::Recovery}));
        node.job.finish();
        node.passMs(0); // and what was missed meanwhile has one run
        QCOMPARE(node.job.causes.last(), StartCause::MadeUp);
        QCOMPARE(node.leftOut, 9);
    }

    void resendsAreCountedOverACrash()
    {
        Node node("demand");
        QVERIFY_OK(node.scheduler->startNow(kName));
        node.job.failNow();
        node.passMs(1000);
        node.job.failNow();
        node.die();
        node.start();
        QVERIFY(!node.job.isRunning());
        node.passMs(2000);
        QVERIFY(node.job.isRunning());
        node.die(); // while the second resend runs
        node.start();
        QCOMPARE(node.job.causes.last(), StartCause::Recovery);
        node.job.failNow();
        node.passMs(4000);
        node.job.failNow();
        QCOMPARE(node.givenUp.size(), 1);
    }

    void aPauseIsNotTouchedByTheWallClock()
    {
        Node node("demand");
        QVERIFY_OK(node.scheduler->startNow(kName));
        node.job.failNow();
        node.clock.jumpUtcMs(kDayMs);
        node.passMs(999);
        QVERIFY(!node.job.isRunning());
        node.clock.jumpUtcMs(-2 * kDayMs);
        node.passMs(1);
        QVERIFY(node.job.isRunning());
        node.job.failNow();
        node.die();
        node.clock.jumpUtcMs(-30 * kDayMs); // over a restart: no longer than it was
        node.start();
        node.passMs(2000);
        QVERIFY(node.job.isRunning());
    }

    void missedMomentsAreLeftOutByPolicy()
    {
        Node node("daily 23:00");
        node.schedule.missed = MissedRuns::Skip;
        node.die();
        node.clock.advanceMs(3 * kDayMs);
        node.start();
        QVERIFY(node.job.causes.isEmpty());
        QCOMPARE(node.leftOut, 3);
        node.passMs(11 * 60 * kMinuteMs);
        QCOMPARE(node.job.causes, QList{StartCause::Timetable});
    }

    void aMomentDuringARunHasOneRunBehindIt()
    {
        Node node("daily 23:00");
        node.passMs(11 * 60 * kMinuteMs);
        node.passMs(3 * kDayMs);
        QCOMPARE(node.job.causes.size(), 1);
        node.job.finish();
        node.passMs(0);
        QCOMPARE(node.job.causes.size(), 2);
        node.job.finish();
        node.passMs(0);
        QCOMPARE(node.job.causes.size(), 2);
    }

    void nothingStartsThatIsNotKept()
    {
        Node node("daily 23:00");
        node.store.isFull = true;
        node.passMs(11 * 60 * kMinuteMs);
        QVERIFY(node.job.causes.isEmpty());
        QCOMPARE(node.faults, QStringList{QStringLiteral("no space")});
        node.store.isFull = false;
        node.passMs(60 * kMinuteMs);
        QCOMPARE(node.job.causes, QList{StartCause::Timetable});
    }

    void switchedOffAndOnMissesNothing()
    {
        Node node("daily 23:00");
        node.schedule.isEnabled = false;
        node.scheduler->set(kName, node.job, node.schedule);
        node.passMs(3 * kDayMs);
        node.schedule.isEnabled = true;
        node.scheduler->set(kName, node.job, node.schedule);
        node.passMs(0);
        QVERIFY(node.job.causes.isEmpty());
        node.passMs(kDayMs);
        QCOMPARE(node.job.causes, QList{StartCause::Timetable});
    }

    void anotherTimetableBeginsNow()
    {
        Node node("daily 23:00");
        node.schedule.mode = StartMode::parse(QStringLiteral("daily 11:00")).value();
        node.scheduler->set(kName, node.job, node.schedule);
        node.passMs(0);
        QVERIFY(node.job.causes.isEmpty()); // 11:00 of today was before
        node.passMs(23 * 60 * kMinuteMs);
        QCOMPARE(node.job.causes, QList{StartCause::Timetable});
    }

    void aClockThatWasYearsAheadBlocksNothing()
    {
        Node node("daily 23:00");
        node.clock.jumpUtcMs(3650 * kDayMs);
        node.passMs(0);
        QCOMPARE(node.job.causes.size(), 1); // it cannot know better
        node.job.finish();
        node.clock.jumpUtcMs(-3650 * kDayMs);
        node.passMs(0);
        QCOMPARE(node.wrongClocks, 1);
        node.passMs(11 * 60 * kMinuteMs);
        QCOMPARE(node.job.causes.size(), 2);
    }

    void forgetsWhatIsRemoved()
    {
        Node node("demand");
        QVERIFY_OK(node.scheduler->startNow(kName));
        node.scheduler->remove(kName);
        QCOMPARE(node.job.cancels, 1);
        QVERIFY(node.store.marks.empty());
        node.job.failNow(); // its end comes later, and is nobody's
        node.passMs(kDayMs);
        QCOMPARE(node.job.causes.size(), 1);
        QVERIFY(node.store.marks.empty());
    }
};

BUSHENG_TEST(TstScheduler)
#include "tst_scheduler.moc"
