// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/token_bucket.h"
#include "tests/support/fake_clock.h"
#include "tests/support/test_main.h"

#include <QRandomGenerator>

using namespace busheng;
using namespace busheng::test;

class TstTokenBucket : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void keepsItsRateToFivePercent_data()
    {
        QTest::addColumn<qint64>("rate");
        QTest::addColumn<qint64>("piece"); ///< what the sender gives at once; 0: what the bucket says
        for (const qint64 rate : {1LL << 10, 64LL << 10, 1LL << 20, 100LL << 20}) {
            QTest::addRow("%lld, by the bucket", rate) << rate << qint64{0};
            QTest::addRow("%lld, large pieces", rate) << rate << std::min<qint64>(rate / 2, 64 << 10);
            QTest::addRow("%lld, small pieces", rate) << rate << std::max<qint64>(rate / 1000, 1);
        }
    }
    void keepsItsRateToFivePercent()
    {
        QFETCH(qint64, rate);
        QFETCH(qint64, piece);
        FakeClock clock;
        TokenBucket bucket(clock);
        bucket.setRate(rate);
        QRandomGenerator late(7); // timers come a little late
        qint64 sent = 0;
        const qint64 begin = clock.monotonicNs();
        constexpr qint64 kSeconds = 20;
        while (clock.monotonicNs() - begin < kSeconds * 1'000'000'000) {
            if (!bucket.isOpen()) {
                clock.advanceMs(bucket.waitMs() + late.bounded(5));
                continue;
            }
            const qint64 size = piece > 0 ? piece : bucket.pieceBytes();
            bucket.take(size);
            sent += size;
        }
        const double share = static_cast<double>(sent) / static_cast<double>(rate * kSeconds);
        QVERIFY2(share > 0.95 && share < 1.05, qPrintable(QString::number(share)));
    }

    void changesWhileItRuns()
    {
        FakeClock clock;
        TokenBucket bucket(clock);
        QVERIFY(bucket.isOpen());
        bucket.take(1 << 30); // costs nothing while there is no limit
        bucket.setRate(1000);
        clock.advanceMs(2);
        QVERIFY(bucket.isOpen());
        bucket.take(1002);
        QVERIFY(!bucket.isOpen());
        QCOMPARE(bucket.waitMs(), 1001);
        bucket.setRate(2000);
        QCOMPARE(bucket.waitMs(), 501);
        bucket.setRate(0);
        QVERIFY(!bucket.isOpen());
        QCOMPARE(bucket.waitMs(), TokenBucket::kNever);
        clock.advanceMs(1'000'000);
        QVERIFY(!bucket.isOpen());
        bucket.setRate(TokenBucket::kUnlimited);
        QVERIFY(bucket.isOpen());
    }

    void aLongPauseSavesUpOnlyATenthOfASecond()
    {
        FakeClock clock;
        TokenBucket bucket(clock);
        bucket.setRate(10'000);
        clock.advanceMs(3'600'000);
        qint64 at_once = 0;
        while (bucket.isOpen()) {
            bucket.take(100);
            at_once += 100;
        }
        QVERIFY2(at_once <= 1'100, qPrintable(QString::number(at_once)));
    }
};

BUSHENG_TEST(TstTokenBucket)
#include "tst_token_bucket.moc"
