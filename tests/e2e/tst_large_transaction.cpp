// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "tests/support/two_nodes.h"

using namespace busheng;
using namespace busheng::test;

class TstLargeTransaction : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void staysWithinItsMemory()
    {
        constexpr int kRows = 1'000'000;
        constexpr qint64 kMostBytes = 300LL << 20;
        TwoNodes nodes(100, 4096, 4096);
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.configure());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        QVERIFY_OK(nodes.change(
            QStringLiteral(
                "WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < %1)"
                " INSERT INTO person SELECT i, '李四' || i, '110101', i / 7.0, NULL, '一个事务里的很多行' FROM n")
                .arg(1000 + kRows - 1)));
        QVERIFY_OK(nodes.waitUntilInStep(300'000));
        const auto different = nodes.countDifferentRows();
        QVERIFY_OK(different);
        QCOMPARE(*different, quint64{0});
        qInfo("peak memory: province %lld MiB, ministry %lld MiB",
              static_cast<long long>(nodes.province().peakResidentBytes() >> 20),
              static_cast<long long>(nodes.ministry().peakResidentBytes() >> 20));
        QVERIFY(nodes.province().peakResidentBytes() > 0);
        QVERIFY(nodes.province().peakResidentBytes() < kMostBytes);
        QVERIFY(nodes.ministry().peakResidentBytes() < kMostBytes);
    }
};

BUSHENG_TEST(TstLargeTransaction)
#include "tst_large_transaction.moc"
