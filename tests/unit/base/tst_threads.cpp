// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/bounded_queue.h"
#include "engine/base/notifier.h"
#include "engine/base/worker_thread.h"
#include "tests/support/test_main.h"

#include <QSemaphore>

#include <atomic>
#include <stdexcept>
#include <thread>

using namespace busheng;

class TstBoundedQueue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesItemsInOrderAndSaysWhenItIsFull()
    {
        BoundedQueue<int> queue(3);
        for (int i = 0; i < 3; ++i)
            QVERIFY(queue.tryPush(i));
        QVERIFY(!queue.tryPush(3));
        QCOMPARE(queue.size(), std::size_t{3});
        QCOMPARE(queue.tryPop().value(), 0);
        QVERIFY(queue.tryPush(3));
        for (int i = 1; i <= 3; ++i)
            QCOMPARE(queue.pop({}).value(), i);
        QVERIFY(!queue.tryPop());
    }

    void aFullQueueStopsTheProducerAndNothingIsLost()
    {
        BoundedQueue<int> queue(4);
        constexpr int kCount = 20000;
        std::jthread producer([&](const std::stop_token& stop) {
            for (int i = 0; i < kCount; ++i)
                queue.push(i, stop);
        });
        for (int i = 0; i < kCount; ++i) {
            QVERIFY(queue.size() <= 4);
            QCOMPARE(queue.pop({}).value(), i);
        }
    }

    void aStopEndsTheWaitOfBothSides()
    {
        BoundedQueue<int> empty(1);
        BoundedQueue<int> full(1);
        QVERIFY(full.tryPush(1));
        std::optional<int> popped = 5;
        bool pushed = true;
        {
            std::jthread consumer([&](const std::stop_token& stop) { popped = empty.pop(stop); });
            std::jthread producer([&](const std::stop_token& stop) { pushed = full.push(2, stop); });
        } // requests the stop and joins
        QVERIFY(!popped);
        QVERIFY(!pushed);
        QCOMPARE(full.size(), std::size_t{1});
    }

    void clearingLetsAWaitingProducerGoOn()
    {
        BoundedQueue<int> queue(1);
        QVERIFY(queue.tryPush(1));
        std::jthread producer([&](const std::stop_token& stop) { queue.push(2, stop); });
        queue.clear();
        QCOMPARE(queue.pop({}).value(), 2);
    }
};

class TstNotifier : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aNotifyBeforeTheWaitIsNotLostAndCountsOnce()
    {
        Notifier notifier;
        notifier.notify();
        notifier.notify();
        QVERIFY(notifier.waitFor({}, std::chrono::milliseconds(0)));
        QVERIFY(!notifier.waitFor({}, std::chrono::milliseconds(0)));
    }

    void wakesAWaitingThreadAndAStopEndsTheWait()
    {
        Notifier notifier;
        std::atomic<int> woken{0};
        std::jthread waiter([&](const std::stop_token& stop) {
            while (!stop.stop_requested()) {
                if (notifier.waitFor(stop, std::chrono::hours(1))) {
                    ++woken;
                    woken.notify_all();
                }
            }
        });
        notifier.notify();
        woken.wait(0);
        waiter.request_stop();
        waiter.join();
        QCOMPARE(woken.load(), 1);
    }
};

class TstWorkerThread : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runsItsBodyInAThreadOfThatNameAndStopsWhenAsked()
    {
        QSemaphore begun;
        QString name;
        std::atomic<bool> ended{false};
        {
            WorkerThread worker(
                QStringLiteral("cap.1"),
                [&](const std::stop_token& stop) {
                    name = QThread::currentThread()->objectName();
                    begun.release();
                    Notifier never;
                    while (!stop.stop_requested())
                        never.waitFor(stop, std::chrono::hours(1));
                    ended = true;
                },
                [](const Error&) {});
            begun.acquire();
            QVERIFY(!ended);
        }
        QVERIFY(ended);
        QCOMPARE(name, QStringLiteral("cap.1"));
    }

    void anExceptionBecomesAnErrorThatNamesTheWorker()
    {
        std::optional<Error> error;
        WorkerThread worker(
            QStringLiteral("apply.7"), [](const std::stop_token&) { throw std::runtime_error("boom"); },
            [&error](const Error& crash) { error = crash; });
        worker.join();
        QVERIFY(error);
        QCOMPARE(error->code, ErrorCode::Internal);
        QVERIFY(error->detail.contains(QStringLiteral("apply.7")));
        QVERIFY(error->detail.contains(QStringLiteral("boom")));
    }
};

BUSHENG_TEST(TstBoundedQueue)
BUSHENG_TEST(TstNotifier)
BUSHENG_TEST(TstWorkerThread)
#include "tst_threads.moc"
