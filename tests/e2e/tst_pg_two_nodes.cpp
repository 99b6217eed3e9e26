// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "tests/e2e/pg_scene.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

/// PostgreSQL to PostgreSQL by the log, through two real nodes.
class TstPgTwoNodes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_servers.start()); }

    void loadsThenFollowsThenVerifies()
    {
        PgScene scene(m_servers, QStringLiteral("follows"));
        QVERIFY_OK(scene.goLive());
        QVERIFY_OK(scene.checkEqual());
        const auto tellsOfTheLog = [](const NodeSnapshot& node) {
            const SourceLogSnapshot& log = node.publications.front().log;
            return log.state == QStringLiteral("reserved") && log.retainedBytes >= 0 && log.safeBytes == -1;
        };
        QVERIFY_OK(scene.nodes().province().waitFor(QStringLiteral("log"), 10'000, tellsOfTheLog));
        QVERIFY_OK(scene.work(0, 50));
        QVERIFY_OK(scene.nodes().atSource(QStringLiteral("TRUNCATE visit")));
        QVERIFY_OK(scene.work(50, 20));
        QVERIFY_OK(scene.nodes().waitUntilInStep());
        QVERIFY_OK(scene.checkEqual());
        for (const QString& level : {QStringLiteral("table"), QStringLiteral("field")}) {
            const auto verified = scene.nodes().verify(level);
            QVERIFY_OK(verified);
            QVERIFY2(verified->state == QStringLiteral("equal"), qPrintable(verified->error + verified->state));
        }
    }

    /// With the roles that the administrators make by our statements, and nothing more: the target's makes the tables.
    void worksWithTheLeastRights()
    {
        const QString reader = QStringLiteral("reader 1");
        const QString writer = QStringLiteral("writer 1");
        const QString administrator = QStringLiteral("postgres");
        PgScene scene(m_servers, QStringLiteral("rights"));
        QVERIFY_OK(scene.registerAll());
        PgTwoNodes& nodes = scene.nodes();
        QVERIFY_OK(nodes.atTarget(QStringLiteral("DROP TABLE person, account, visit, mark CASCADE")));
        SettingsApi& province = nodes.province().engine().settings();
        SettingsApi& ministry = nodes.ministry().engine().settings();
        const auto sources = cli::await<std::vector<DatabaseConfig>>([&](auto reply) { province.listSources(reply); });
        const auto targets = cli::await<std::vector<DatabaseConfig>>([&](auto reply) { ministry.listTargets(reply); });
        QVERIFY(sources && targets);
        const auto listed = cli::await<QStringList>(
            [&](auto reply) { province.listTables(QStringLiteral("source"), sources->front().name, reply); });
        QVERIFY_OK(listed);
        QStringList sorted = nodes.tables();
        sorted.sort();
        QCOMPARE(*listed, sorted);
        const DatasetConfig dataset{
            PgTwoNodes::subscriptionName(), sources->front().name, Route::Log, nodes.tables(), {}};
        const auto atSource =
            cli::await<QStringList>([&](auto reply) { province.sourceRights(dataset, reader, {}, reply); });
        const auto atTarget = cli::await<QStringList>([&](auto reply) {
            ministry.targetRights(targets->front().name, nodes.tables(), writer, true, administrator, reply);
        });
        QVERIFY_OK(atSource);
        QVERIFY_OK(atTarget);
        for (const QString& statement : *atSource) // copied by a person; those of the target were run
            QVERIFY_OK(nodes.atSource(statement));
        const auto as = [](DatabaseConfig database, const QString& user) {
            database.location.replace(QStringLiteral("user=postgres"), QStringLiteral("user='%1'").arg(user));
            return database;
        };
        QVERIFY_OK(cli::await<>([&](auto reply) { province.addSource(as(sources->front(), reader), reply); }));
        QVERIFY_OK(cli::await<>([&](auto reply) { ministry.addTarget(as(targets->front(), writer), reply); }));
        const auto looked = cli::await<std::vector<PreflightFinding>>(
            [&](auto reply) { ministry.checkTarget(targets->front().name, nodes.tables(), true, reply); });
        QVERIFY_OK(looked);
        for (const PreflightFinding& finding : *looked)
            QVERIFY2(finding.event == events::TGT_UNSAFE_SETTING, qPrintable(finding.event)); // a server for tests
        QVERIFY_OK(nodes.subscribe());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        QCOMPARE(nodes.atTarget(QStringLiteral("SELECT tableowner FROM pg_tables WHERE tablename = 'visit'"))
                     .value_or(QString()),
                 writer);
        QVERIFY_OK(scene.work(0, 40));
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(scene.checkEqual());
    }

    /// A heartbeat of ours can be the record before a commit; what commits there is not what was there before it.
    void losesNothingRightBehindAHeartbeat()
    {
        PgScene scene(m_servers, QStringLiteral("beats"));
        QVERIFY_OK(scene.goLive());
        QVERIFY_OK(scene.nodes().atSource(
            QStringLiteral("BEGIN; INSERT INTO person VALUES (5001, '王五');"
                           "SELECT pg_logical_emit_message(false, 'busheng.beat', '1790000000000'); COMMIT")));
        QVERIFY_OK(scene.nodes().waitUntilInStep());
        QVERIFY_OK(scene.checkEqual());
    }

    void findsAndRepairsEachKindOfDifference()
    {
        PgScene scene(m_servers, QStringLiteral("repairs"));
        QVERIFY_OK(scene.goLive());
        QVERIFY_OK(scene.nodes().atTarget(
            QStringLiteral("UPDATE person SET name = name || ' ' WHERE id = 7; DELETE FROM person WHERE id = 9;"
                           "INSERT INTO person VALUES (77777, '多出来的');"
                           "DELETE FROM visit WHERE ctid IN (SELECT ctid FROM visit WHERE times = 3 LIMIT 1)")));
        const auto found = scene.nodes().verify(QStringLiteral("field"));
        QVERIFY_OK(found);
        QCOMPARE(found->state, QStringLiteral("different"));
        QCOMPARE(found->differenceCount, quint64{4});
        QVERIFY_OK(scene.nodes().repair(found->id));
        QTRY_VERIFY_WITH_TIMEOUT(scene.checkEqual().has_value(), 30'000);
        const auto again = scene.nodes().verify(QStringLiteral("field"));
        QVERIFY_OK(again);
        QCOMPARE(again->state, QStringLiteral("equal"));
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
        PgScene scene(m_servers, QStringLiteral("kill%1").arg(victim));
        QVERIFY_OK(scene.goLive());
        PgTwoNodes& nodes = scene.nodes();
        for (int kill = 0; kill < 3; ++kill) {
            QVERIFY_OK(scene.work(kill * 100, 100));
            if (victim < 2) {
                (victim == 0 ? nodes.province() : nodes.ministry()).kill();
                QVERIFY_OK(nodes.reviveDead());
            } else {
                MiniPostgres& server = victim == 2 ? m_servers.source : m_servers.target;
                server.kill();
                QVERIFY_OK(PgServers::revive(server));
            }
            QVERIFY_OK(scene.checkBalances());
        }
        QVERIFY_OK(nodes.waitUntilInStep(120'000));
        QVERIFY_OK(scene.checkBalances());
        QVERIFY_OK(scene.checkEqual());
    }

    /// Both ends write to the same tables; what came from the other end does not go back there.
    void carriesBothWaysWithoutAnEcho()
    {
        PgScene scene(m_servers, QStringLiteral("both_ways"), 0);
        PgTwoNodes& nodes = scene.nodes();
        QVERIFY_OK(nodes.atSource(QStringLiteral("TRUNCATE account, visit")));
        QVERIFY_OK(scene.goLive());
        QVERIFY_OK(nodes.subscribeBackward());
        const auto isLive = [](const NodeSnapshot& node) {
            return !node.subscriptions.empty() && node.subscriptions.front().state == SubscriptionState::Live;
        };
        QVERIFY_OK(nodes.province().waitFor(QStringLiteral("live backward"), 60'000, isLive));
        const QString rows =
            QStringLiteral("INSERT INTO person SELECT i, '张三' || i FROM generate_series(%1, %2) i").arg(1);
        QVERIFY_OK(nodes.atSource(rows.arg(200)));
        QVERIFY_OK(nodes.atTarget(
            QStringLiteral("INSERT INTO person SELECT i, '李四' || i FROM generate_series(1001, 1100) i")));
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
        QTRY_COMPARE_WITH_TIMEOUT(capturedAt(nodes.province()), quint64{222}, 10'000);
        QTRY_COMPARE_WITH_TIMEOUT(capturedAt(nodes.ministry()), quint64{152}, 10'000);
    }

    /// The source gets a column in the middle of work: the stream waits at that place and says the SQL, and goes on
    /// from there when a person has run it.
    void waitsForAPersonAtANewColumn()
    {
        SubscriptionConfig options;
        options.onStructure = QStringLiteral("stop");
        PgScene scene(m_servers, QStringLiteral("new_column"), 500, options);
        QVERIFY_OK(scene.goLive());
        PgTwoNodes& nodes = scene.nodes();
        QVERIFY_OK(scene.work(0, 20));
        QVERIFY_OK(
            nodes.atSource(QStringLiteral("ALTER TABLE person ADD COLUMN phone text DEFAULT '无'; "
                                          "UPDATE person SET phone = '123' WHERE id = (SELECT max(id) FROM person)")));
        const auto waits = [](const NodeSnapshot& node) {
            return std::ranges::any_of(node.alarms, [](const AlarmSnapshot& alarm) {
                return alarm.event == QStringLiteral("TGT_STRUCTURE") &&
                       alarm.args.value(2).contains(QStringLiteral("ADD COLUMN \"phone\" text"));
            });
        };
        QVERIFY_OK(nodes.ministry().waitFor(QStringLiteral("alarm"), 30'000, waits));
        QVERIFY_OK(scene.work(20, 20));
        QVERIFY_OK(nodes.atTarget(QStringLiteral("ALTER TABLE person ADD COLUMN phone text DEFAULT '无'")));
        QVERIFY_OK(nodes.resume());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(scene.checkEqual());
    }

    /// What was in the log between is lost: a person has to know, and a new slot would hide it.
    void stopsWhenTheSlotIsGone()
    {
        PgScene scene(m_servers, QStringLiteral("slot_gone"));
        QVERIFY_OK(scene.goLive());
        PgTwoNodes& nodes = scene.nodes();
        QVERIFY_OK(nodes.province().stop());
        QVERIFY_OK(PgTwoNodes::dropSlots(m_servers.source));
        QVERIFY_OK(nodes.atSource(QStringLiteral("DELETE FROM person WHERE id = 1")));
        QVERIFY_OK(nodes.province().start());
        const auto isAlarmed = [](const NodeSnapshot& node) {
            return std::ranges::any_of(
                node.alarms, [](const AlarmSnapshot& alarm) { return alarm.event == QStringLiteral("CAP_SLOT_LOST"); });
        };
        QVERIFY_OK(nodes.province().waitFor(QStringLiteral("alarm"), 30'000, isAlarmed));
        QVERIFY(!nodes.province().latest().publications.front().capturing);
        QCOMPARE(m_servers.source.run(QStringLiteral("SELECT count(*) FROM pg_replication_slots")).value_or(QString()),
                 QStringLiteral("0"));
        QCOMPARE(nodes.atTarget(QStringLiteral("SELECT count(*) FROM person WHERE id = 1")).value_or(QString()),
                 QStringLiteral("1"));
        // The way out that the reason names.
        QVERIFY_OK(cli::await<>([&](auto reply) {
            nodes.ministry().engine().flow().reload(PgTwoNodes::subscriptionName(), QString(), reply);
        }));
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(scene.checkEqual());
        QVERIFY_OK(nodes.province().waitFor(QStringLiteral("the alarm is over"), 30'000,
                                            [&](const NodeSnapshot& node) { return !isAlarmed(node); }));
    }

private:
    static quint64 capturedAt(const cli::NodeProcess& node)
    {
        const auto& publications = node.latest().publications;
        return publications.empty() ? 0 : publications.front().changesCaptured;
    }

    PgServers m_servers;
};

BUSHENG_TEST(TstPgTwoNodes)
#include "tst_pg_two_nodes.moc"
