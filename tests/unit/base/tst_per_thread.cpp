// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/per_thread.h"
#include "tests/support/test_main.h"

#include <QThread>

#include <atomic>
#include <thread>

using namespace busheng;

namespace {

std::atomic<int> alive = 0;

struct Made; ///< a tag that two places share

struct Counted {
    Counted() { ++alive; }
    ~Counted() { --alive; }
    int value = 0;
};

Counted& counted()
{
    return perThread<Counted, struct First>();
}

} // namespace

class TstPerThread : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eachThreadHasItsOwn()
    {
        counted().value = 7;
        QCOMPARE(counted().value, 7);
        int elsewhere = -1;
        std::thread([&elsewhere] { elsewhere = counted().value; }).join();
        QCOMPARE(elsewhere, 0);
        QCOMPARE(counted().value, 7);
    }

    void tagsTellObjectsApart()
    {
        const Counted* const second = &perThread<Counted, struct Second>();
        const Counted* const third = &perThread<Counted, struct Third>();
        QVERIFY(second != third);
        QVERIFY(second != &counted());
    }

    void isMadeOnceAsAsked()
    {
        const auto made = [] { return perThread<int, Made>([] { return std::make_unique<int>(5); }); };
        ++perThread<int, Made>([] { return std::make_unique<int>(5); });
        QCOMPARE(made(), 6);
    }

    /// Many threads one behind the other: what one frees at its end is its own.
    void endsWithItsThread()
    {
        const int before = alive;
        for (int round = 0; round < 50; ++round) {
            std::thread([] { counted().value = 1; }).join();
            const std::unique_ptr<QThread> thread(QThread::create([] { counted().value = 2; }));
            thread->start();
            QVERIFY(thread->wait());
        }
        // Qt watches threads that are not its own from another one, and one of an earlier test may still be among them.
        QTRY_VERIFY_WITH_TIMEOUT(alive.load() <= before, 30'000);
    }
};

BUSHENG_TEST(TstPerThread)
#include "tst_per_thread.moc"
