// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/pg_scene.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

/// The initial load from PostgreSQL while it is interrupted, through two real nodes.
class TstPgLoad : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_servers.start()); }

    /// A large table comes in many chunks by several connections, and its progress is told.
    void readsALargeTableSideBySide()
    {
        PgScene scene(m_servers, QStringLiteral("large"), 200'000);
        PgTwoNodes& nodes = scene.nodes();
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.registerAll());
        QVERIFY_OK(nodes.subscribe());
        const auto isUnderWay = [](const NodeSnapshot& node) {
            if (node.subscriptions.empty())
                return false;
            const SubscriptionSnapshot& now = node.subscriptions.front();
            const auto person = std::ranges::find(now.tables, QStringLiteral("public.person"), &TableLoad::table);
            return person != now.tables.end() && person->rowsLoaded > 0 && person->rowsExpected == 200'000 &&
                   now.loadRemainingMs >= 0;
        };
        QVERIFY_OK(nodes.ministry().waitFor(QStringLiteral("progress"), 60'000, isUnderWay));
        QVERIFY_OK(scene.work(0, 20));
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live, 120'000));
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(scene.checkEqual());
        QVERIFY(nodes.subscription()->tables.empty());
        QCOMPARE(nodes.subscription()->loadRemainingMs, -1);
    }

    void goesOnAfterAKill_data()
    {
        QTest::addColumn<int>("visits");
        QTest::addColumn<QString>("failpoint");
        QTest::addColumn<QString>("generation");
        // 1 MiB of rows in a packet: the second one is still of the keyless table, or already behind it.
        QTest::newRow("in the keyless table")
            << 200'000 << QStringLiteral("pack.seal.after=kill@3") << QStringLiteral("2");
        QTest::newRow("in a keyed table") << 1'000 << QStringLiteral("pack.seal.after=kill@3") << QStringLiteral("1");
    }

    /// The province dies in the middle of the load, and the source changes before it is back: rows without a key are
    /// exactly as many as there are, each once.
    void goesOnAfterAKill()
    {
        QFETCH(const int, visits);
        QFETCH(const QString, failpoint);
        QFETCH(const QString, generation);
        PgScene scene(m_servers, QStringLiteral("killed%1").arg(visits), 30'000);
        PgTwoNodes& nodes = scene.nodes();
        QVERIFY_OK(nodes.atSource(
            QStringLiteral("INSERT INTO visit SELECT '340100', i % 5 FROM generate_series(1, %1) i").arg(visits)));
        nodes.province().setEnvironment({QStringLiteral("BUSHENG_FAILPOINT=") + failpoint});
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.registerAll());
        QVERIFY_OK(nodes.subscribe());
        QVERIFY_OK(nodes.province().waitForEnd(60'000));
        QVERIFY_OK(scene.work(0, 60));
        QVERIFY_OK(nodes.atSource(QStringLiteral("INSERT INTO visit SELECT '340100', 1 FROM generate_series(1, 50)")));
        QVERIFY_OK(nodes.reviveDead());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live, 120'000));
        QVERIFY_OK(scene.work(60, 20));
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(scene.checkEqual());
        QCOMPARE(nodes.atTarget(QStringLiteral("SELECT generation FROM busheng.checkpoint")).value_or(QString()),
                 generation);
    }

    /// The server ends the connections that the load reads by: it goes on with another snapshot.
    void goesOnWhenTheSnapshotIsLost()
    {
        PgScene scene(m_servers, QStringLiteral("snapshot_lost"), 200'000);
        PgTwoNodes& nodes = scene.nodes();
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.registerAll());
        QVERIFY_OK(nodes.subscribe());
        // As soon as it reads by more than one connection.
        const QString end = QStringLiteral("WITH readers AS MATERIALIZED (SELECT pid, count(*) OVER () AS n FROM "
                                           "pg_stat_activity WHERE application_name LIKE 'busheng snapshot%') "
                                           "SELECT count(pg_terminate_backend(pid)) FROM readers WHERE n >= 2");
        bool ended = false;
        const auto endsThem = [&] { return ended = ended || nodes.atSource(end).value_or(QString()).toInt() >= 2; };
        QTRY_VERIFY_WITH_TIMEOUT(endsThem(), 60'000);
        QVERIFY_OK(scene.work(0, 20));
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live, 120'000));
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(scene.checkEqual());
    }

private:
    PgServers m_servers;
};

BUSHENG_TEST(TstPgLoad)
#include "tst_pg_load.moc"
