// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "tests/e2e/my_scene.h"
#include "tests/support/test_main.h"

#include "app/cli/await.h"

using namespace busheng;
using namespace busheng::test;

/// MariaDB to MariaDB by the binary log, through two real nodes; and once more MySQL to MySQL.
class TstMyTwoNodes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_servers.start()); }

    void loadsThenFollowsThenVerifies()
    {
        MyScene scene(m_servers, QStringLiteral("follows"));
        QVERIFY_OK(scene.goLive());
        QVERIFY_OK(scene.checkEqual());
        QVERIFY_OK(scene.work(0, 50));
        QVERIFY_OK(scene.nodes().atSource(QStringLiteral("TRUNCATE TABLE visit")));
        QVERIFY_OK(scene.work(50, 20));
        QVERIFY_OK(scene.nodes().waitUntilInStep());
        QVERIFY_OK(scene.checkEqual());
        for (const QString& level : {QStringLiteral("table"), QStringLiteral("field")}) {
            const auto verified = scene.nodes().verify(level);
            QVERIFY_OK(verified);
            QVERIFY2(verified->state == QStringLiteral("equal"), qPrintable(verified->error + verified->state));
        }
    }

    /// The target's tables are made by the load, with a user who has the rights that our statements give.
    void makesTheTablesWithTheLeastRights()
    {
        MyScene scene(m_servers, QStringLiteral("rights"));
        QVERIFY_OK(scene.registerAll());
        PgTwoNodes& nodes = scene.nodes();
        QVERIFY_OK(nodes.atTarget(QStringLiteral("DROP TABLE person, account, visit, mark")));
        SettingsApi& ministry = nodes.ministry().engine().settings();
        const auto targets = cli::await<std::vector<DatabaseConfig>>([&](auto reply) { ministry.listTargets(reply); });
        QVERIFY_OK(targets);
        SettingsApi& province = nodes.province().engine().settings();
        const auto sources = cli::await<std::vector<DatabaseConfig>>([&](auto reply) { province.listSources(reply); });
        QVERIFY_OK(sources);
        const auto listed = cli::await<QStringList>(
            [&](auto reply) { province.listTables(QStringLiteral("source"), sources->front().name, reply); });
        QVERIFY_OK(listed);
        for (const QString& table : nodes.tables())
            QVERIFY2(listed->contains(table), qPrintable(listed->join(u' ')));
        QVERIFY_OK(cli::await<QStringList>([&](auto reply) {
            ministry.targetRights(targets->front().name, nodes.tables(), QStringLiteral("writer 1"), true,
                                  QStringLiteral("root"), reply);
        }));
        DatabaseConfig narrow = targets->front();
        narrow.location = m_servers.target.locationAs(QStringLiteral("rights"), QStringLiteral("writer 1"));
        QVERIFY_OK(cli::await<>([&](auto reply) { ministry.addTarget(narrow, reply); }));
        QVERIFY_OK(nodes.subscribe());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        QVERIFY_OK(scene.work(0, 20));
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(scene.checkEqual());
    }

    void findsAndRepairsEachKindOfDifference()
    {
        MyScene scene(m_servers, QStringLiteral("repairs"));
        QVERIFY_OK(scene.goLive());
        QVERIFY_OK(scene.nodes().atTarget(QStringLiteral("UPDATE person SET name = concat(name, ' ') WHERE id = 7;\n"
                                                         "DELETE FROM person WHERE id = 9;\n"
                                                         "INSERT INTO person (id, name) VALUES (77777, '多出来的');\n"
                                                         "DELETE FROM visit WHERE times = 3 LIMIT 1")));
        const auto found = scene.nodes().verify(QStringLiteral("field"));
        QVERIFY_OK(found);
        QCOMPARE(found->state, QStringLiteral("different"));
        QCOMPARE(found->differenceCount, quint64{4});
        QVERIFY_OK(scene.nodes().repair(found->id));
        QTRY_VERIFY_WITH_TIMEOUT(scene.checkEqual().has_value(), 30'000);
    }

    void followsANewColumn()
    {
        SubscriptionConfig options;
        options.newColumns = NewColumns::Add;
        MyScene scene(m_servers, QStringLiteral("columns"), options);
        QVERIFY_OK(scene.goLive());
        QVERIFY_OK(scene.nodes().atSource(QStringLiteral(
            "UPDATE person SET note = 'before' WHERE id = 3;\nALTER TABLE person ADD COLUMN phone varchar(20);\n"
            "UPDATE person SET phone = '0551-1' WHERE id = 3;\nUPDATE account SET balance = balance + 0")));
        QVERIFY_OK(scene.nodes().waitUntilInStep());
        QVERIFY_OK(scene.checkEqual());
        QCOMPARE(scene.nodes().atTarget(QStringLiteral("SELECT phone FROM person WHERE id = 3")).value_or(QString()),
                 QStringLiteral("0551-1"));
    }

    void survivesAKill_data()
    {
        QTest::addColumn<int>("victim");
        QTest::newRow("province") << 0;
        QTest::newRow("ministry") << 1;
        QTest::newRow("source server") << 2;
        QTest::newRow("target server") << 3;
    }

    /// Three times in the middle of work: the balances add up at every look, and both ends are equal at last.
    void survivesAKill()
    {
        QFETCH(const int, victim);
        MyScene scene(m_servers, QStringLiteral("kill%1").arg(victim));
        QVERIFY_OK(scene.goLive());
        PgTwoNodes& nodes = scene.nodes();
        for (int kill = 0; kill < 3; ++kill) {
            QVERIFY_OK(scene.work(kill * 60, 60));
            if (victim < 2) {
                (victim == 0 ? nodes.province() : nodes.ministry()).kill();
                QVERIFY_OK(nodes.reviveDead());
            } else {
                MiniMariaDb& server = victim == 2 ? m_servers.source : m_servers.target;
                server.kill();
                QVERIFY_OK(server.startAgain());
            }
            QVERIFY_OK(scene.checkBalances());
        }
        QVERIFY_OK(nodes.waitUntilInStep(90'000));
        QVERIFY_OK(scene.checkBalances());
        QVERIFY_OK(scene.checkEqual());
    }

    /// Both ends write to the same tables; what came from the other end does not go back there.
    void carriesBothWaysWithoutAnEcho()
    {
        MyScene scene(m_servers, QStringLiteral("both_ways"));
        PgTwoNodes& nodes = scene.nodes();
        QVERIFY_OK(nodes.atSource(QStringLiteral("DELETE FROM person;\nDELETE FROM account;\nDELETE FROM visit")));
        QVERIFY_OK(scene.goLive());
        QVERIFY_OK(nodes.subscribeBackward());
        const auto isLive = [](const NodeSnapshot& node) {
            return !node.subscriptions.empty() && node.subscriptions.front().state == SubscriptionState::Live;
        };
        QVERIFY_OK(nodes.province().waitFor(QStringLiteral("live backward"), 60'000, isLive));
        QVERIFY_OK(
            nodes.atSource(QStringLiteral("INSERT INTO person (id, name) SELECT seq, '张三' FROM ") + numbersTo(200)));
        QVERIFY_OK(nodes.atTarget(QStringLiteral("INSERT INTO person (id, name) SELECT seq + 1000, '李四' FROM ") +
                                  numbersTo(100)));
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(nodes.waitUntilInStepBackward());
        QVERIFY_OK(nodes.atTarget(QStringLiteral("UPDATE person SET note = '部里改的' WHERE id <= 50")));
        QVERIFY_OK(nodes.atSource(QStringLiteral("DELETE FROM person WHERE id BETWEEN 1001 AND 1020")));
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(nodes.waitUntilInStepBackward());
        QVERIFY_OK(scene.checkEqual());
        QCOMPARE(nodes.atSource(QStringLiteral("SELECT count(*) FROM person")).value_or(QString()),
                 QStringLiteral("280"));
        // 200 rows, 20 deletes and the marks went there; 100 rows, 50 updates and the marks came back; no change twice.
        QTRY_COMPARE_WITH_TIMEOUT(nodes.province().latest().publications.front().changesCaptured, quint64{222}, 10'000);
        QTRY_COMPARE_WITH_TIMEOUT(nodes.ministry().latest().publications.front().changesCaptured, quint64{152}, 10'000);
    }

private:
    MyServers m_servers;
};

BUSHENG_TEST(TstMyTwoNodes)
#include "tst_my_two_nodes.moc"
