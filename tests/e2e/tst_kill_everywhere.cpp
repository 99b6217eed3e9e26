// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/kill_scenario.h"
#include "tests/support/test_main.h"

#include <QRandomGenerator>

using namespace busheng;
using namespace busheng::test;

/// kill -9 at every failpoint of every stage, at its first and at a later hit, and then at random moments.
class TstKillEverywhere : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void endsInTheSameState_data()
    {
        QTest::addColumn<bool>("atProvince");
        QTest::addColumn<QString>("failpoint");
        const QStringList logSteps = {QStringLiteral("append.before"), QStringLiteral("append.after"),
                                      QStringLiteral("sync.before"), QStringLiteral("sync.after")};
        QStringList province = {QStringLiteral("capture.install"),
                                QStringLiteral("capture.installed"),
                                QStringLiteral("capture.poll.before_flush"),
                                QStringLiteral("capture.poll.after_flush"),
                                QStringLiteral("capture.release.before"),
                                QStringLiteral("capture.release.after"),
                                QStringLiteral("pack.seal.before"),
                                QStringLiteral("pack.seal.after"),
                                QStringLiteral("journal.ledger.before_commit"),
                                QStringLiteral("journal.ledger.after_commit"),
                                QStringLiteral("journal.config.before_commit"),
                                QStringLiteral("journal.config.after_commit")};
        QStringList ministry = {QStringLiteral("inbound.check.after"),
                                QStringLiteral("apply.packet.before"),
                                QStringLiteral("apply.commit.before"),
                                QStringLiteral("apply.commit.after"),
                                QStringLiteral("apply.check.before"),
                                QStringLiteral("apply.load.empty"),
                                QStringLiteral("apply.structure"),
                                QStringLiteral("journal.ledger.before_commit"),
                                QStringLiteral("journal.ledger.after_commit")};
        for (const QString& step : logSteps) {
            province << QStringLiteral("logcache.") + step << QStringLiteral("outbox.") + step;
            ministry << QStringLiteral("inbound.") + step;
        }
        const QStringList onlyOnce = {QStringLiteral("capture.install"), QStringLiteral("capture.installed"),
                                      QStringLiteral("apply.check.before"), QStringLiteral("apply.load.empty"),
                                      QStringLiteral("apply.structure")};
        for (const bool atProvince : {true, false}) {
            for (const QString& name : atProvince ? province : ministry) {
                for (const int hit : {1, 4}) {
                    if (hit > 1 && onlyOnce.contains(name))
                        continue;
                    const QString spec = QStringLiteral("%1=kill@%2").arg(name).arg(hit);
                    QTest::newRow(
                        qPrintable((atProvince ? QStringLiteral("province ") : QStringLiteral("ministry ")) + spec))
                        << atProvince << spec;
                }
            }
        }
    }

    void endsInTheSameState()
    {
        QFETCH(const bool, atProvince);
        QFETCH(const QString, failpoint);
        QVERIFY_OK(killAndCompare(atProvince ? Victim::Province : Victim::Ministry, failpoint));
    }

    void survivesKillsAtRandomMoments()
    {
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        TwoNodes nodes(5000);
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.configure());
        for (int round = 0; round < 40; ++round) {
            QVERIFY_OK(nodes.work(round * 5, 5));
            cli::runEventsFor(static_cast<int>(random.bounded(400)));
            (random.bounded(2) == 0 ? nodes.province() : nodes.ministry()).kill();
            QVERIFY_OK(nodes.reviveDead());
        }
        QVERIFY_OK(nodes.waitUntilInStep());
        const auto different = nodes.countDifferentRows();
        QVERIFY_OK(different);
        QCOMPARE(*different, quint64{0});
    }
};

BUSHENG_TEST(TstKillEverywhere)
#include "tst_kill_everywhere.moc"
