// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/kill_scenario.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

/// A handful of kills, one at each end's most delicate places; all failpoints are in tst_kill_everywhere.
class TstKill : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void endsInTheSameState_data()
    {
        QTest::addColumn<bool>("atProvince");
        QTest::addColumn<QString>("failpoint");
        QTest::newRow("captured, not released") << true << QStringLiteral("capture.poll.after_flush=kill@4");
        QTest::newRow("log cache written, not synced") << true << QStringLiteral("logcache.sync.before=kill@5");
        QTest::newRow("sealed, not in the outbox") << true << QStringLiteral("pack.seal.after=kill@3");
        QTest::newRow("received, not synced") << false << QStringLiteral("inbound.sync.before=kill@3");
        QTest::newRow("applied, not committed") << false << QStringLiteral("apply.commit.before=kill@4");
        QTest::newRow("committed, not acknowledged") << false << QStringLiteral("apply.commit.after=kill@4");
    }

    void endsInTheSameState()
    {
        QFETCH(const bool, atProvince);
        QFETCH(const QString, failpoint);
        QVERIFY_OK(killAndCompare(atProvince ? Victim::Province : Victim::Ministry, failpoint));
    }
};

BUSHENG_TEST(TstKill)
#include "tst_kill.moc"
