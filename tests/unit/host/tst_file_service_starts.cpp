// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/random_source.h"
#include "engine/host/file_service.h"
#include "tests/support/fake_clock.h"
#include "tests/support/test_main.h"

#include <QDateTime>
#include <QTemporaryDir>
#include <QTest>

using namespace busheng;
using namespace busheng::test;

namespace {

constexpr qint64 kHourMs = 3'600'000;
const QString kName = QStringLiteral("nightly");

/// A node's file service without a peer: a run that starts waits for the link.
struct Scene {
    Scene()
    {
        FileTaskConfig task;
        task.name = kName;
        task.peerCode = QStringLiteral("100000");
        task.starts = QStringLiteral("every 24h");
        tasks = {task};
        auto opened = Journal::open(directory.filePath(QStringLiteral("journal.sqlite")));
        if (!opened)
            qFatal("%s", qPrintable(opened.error().toString()));
        journal = std::move(*opened);
        alarms = std::make_unique<AlarmBoard>(
            clock, *journal, [](const std::function<void()>& call) { call(); }, [] {});
        auto openedKeys = LinkKeys::open(systemFileSystem(), systemRandom(),
                                         directory.filePath(QStringLiteral("sm2.key")), directory.path());
        if (!openedKeys)
            qFatal("%s", qPrintable(openedKeys.error().toString()));
        keys = std::move(*openedKeys);
        start();
    }
    /// The node starts, as it does: first it is told its tasks, then it takes up what was left.
    void start()
    {
        service.reset();
        service = std::make_unique<FileService>(FileService::Context{
            QStringLiteral("340000"), directory.filePath(QStringLiteral("files")),
            directory.filePath(QStringLiteral("workspace")), directory.filePath(QStringLiteral("journal.sqlite")),
            false, clock, systemRandom(), *journal, *alarms, *keys,
            [this](std::function<void()> call) {
                QMetaObject::invokeMethod(service.get(), std::move(call), Qt::QueuedConnection);
            },
            [](const QString&, const Message&) {}, [] {}});
        service->setTasks(tasks);
        QVERIFY_OK(service->open());
        service->startDue();
    }
    std::size_t runs() { return service->runs(kName, 0, 100)->size(); }
    void endRun()
    {
        QVERIFY_OK(service->stop(kName));
        QTRY_COMPARE(service->snapshot().front().state, QStringLiteral("idle"));
    }
    void passMs(qint64 ms)
    {
        clock.advanceMs(ms);
        service->startDue();
    }

    QTemporaryDir directory;
    FakeClock clock;
    std::vector<FileTaskConfig> tasks;
    std::unique_ptr<Journal> journal;
    std::unique_ptr<AlarmBoard> alarms;
    std::unique_ptr<LinkKeys> keys;
    std::unique_ptr<FileService> service; ///< last: ends before what it uses
};

} // namespace

/// §8.2.2: timed tasks, by a clock that jumps and a node that is off.
class TstFileServiceStarts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void startsEachMomentOnce()
    {
        Scene scene;
        QCOMPARE(scene.runs(), std::size_t{0});
        QCOMPARE(scene.service->snapshot().front().nextStartUtcMs, scene.clock.utcMs() + 24 * kHourMs);
        scene.passMs(24 * kHourMs - 1);
        QCOMPARE(scene.runs(), std::size_t{0});
        scene.passMs(1);
        QCOMPARE(scene.runs(), std::size_t{1});
        scene.endRun();
        scene.passMs(0);
        scene.passMs(kHourMs);
        QCOMPARE(scene.runs(), std::size_t{1});
        scene.passMs(23 * kHourMs);
        QCOMPARE(scene.runs(), std::size_t{2});
    }

    /// Of the tasks that wait for one peer, the highest priority begins first, whichever was started before.
    void theHighestPriorityBeginsFirst()
    {
        Scene scene;
        scene.tasks.clear();
        for (int i = 0; i < 7; ++i) {
            FileTaskConfig task;
            task.name = QStringLiteral("T%1").arg(i);
            task.peerCode = QStringLiteral("100000");
            task.priority = i == 6 ? 9 : i == 5 ? 2 : 5;
            scene.tasks.push_back(task);
        }
        scene.service->setTasks(scene.tasks);
        for (const FileTaskConfig& task : scene.tasks)
            QVERIFY_OK(scene.service->start(task.name, false, {}));
        const auto queued = [&scene] {
            QStringList names;
            for (const FileTaskSnapshot& task : scene.service->snapshot()) {
                if (task.state == u"queued")
                    names.append(task.config.name);
            }
            return names;
        };
        QCOMPARE(queued(), (QStringList{QStringLiteral("T4"), QStringLiteral("T5"), QStringLiteral("T6")}));
        QVERIFY_OK(scene.service->stop(QStringLiteral("T0")));
        QTRY_COMPARE(queued(), (QStringList{QStringLiteral("T4"), QStringLiteral("T5")}));
        QVERIFY_OK(scene.service->stop(QStringLiteral("T1")));
        QTRY_COMPARE(queued(), QStringList{QStringLiteral("T5")});
    }

    void aRestartStartsNothingTwice()
    {
        Scene scene;
        scene.passMs(24 * kHourMs);
        scene.endRun();
        QCOMPARE(scene.runs(), std::size_t{1});
        for (int i = 0; i < 3; ++i) {
            scene.clock.advanceMs(kHourMs);
            scene.start();
            QCOMPARE(scene.runs(), std::size_t{1});
        }
    }

    void whatWasMissedIsLeftOutWhereTheTaskSaysSo()
    {
        Scene scene;
        scene.tasks.front().missed = QStringLiteral("skip");
        scene.service.reset();
        scene.clock.advanceMs(60 * kHourMs); // the newest of its moments is half a day old
        scene.start();
        QCOMPARE(scene.runs(), std::size_t{0});
        scene.passMs(12 * kHourMs); // the next moment counts
        QCOMPARE(scene.runs(), std::size_t{1});
    }

    void whatWasMissedIsMadeUpForOnce()
    {
        Scene scene;
        scene.service.reset(); // the node is off for three days
        scene.clock.advanceMs(72 * kHourMs);
        scene.start();
        QCOMPARE(scene.runs(), std::size_t{1});
        scene.endRun();
        scene.start();
        QCOMPARE(scene.runs(), std::size_t{1});
    }

    void aRunThatWasCutGoesOnAndIsNoSecondOne()
    {
        Scene scene;
        scene.passMs(24 * kHourMs);
        QCOMPARE(scene.runs(), std::size_t{1});
        scene.start();
        QCOMPARE(scene.runs(), std::size_t{1});
        QVERIFY(scene.service->snapshot().front().state != QStringLiteral("idle"));
    }

    void aMomentDuringARunHasOneRunBehindIt()
    {
        Scene scene;
        scene.passMs(24 * kHourMs);
        scene.passMs(48 * kHourMs);
        QCOMPARE(scene.runs(), std::size_t{1});
        scene.endRun();
        scene.passMs(0);
        QCOMPARE(scene.runs(), std::size_t{2});
        scene.endRun();
        scene.passMs(0);
        QCOMPARE(scene.runs(), std::size_t{2});
    }

    void aClockSetBackStartsNothingTwice()
    {
        Scene scene;
        scene.passMs(24 * kHourMs);
        scene.endRun();
        scene.clock.jumpUtcMs(-kHourMs);
        scene.passMs(0);
        scene.passMs(kHourMs);
        QCOMPARE(scene.runs(), std::size_t{1});
        scene.passMs(24 * kHourMs);
        QCOMPARE(scene.runs(), std::size_t{2});
    }
};

BUSHENG_TEST(TstFileServiceStarts)
#include "tst_file_service_starts.moc"
