// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/pg_scene.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

namespace {

SubscriptionConfig policies(const QString& onRowError, const QString& onConflict)
{
    SubscriptionConfig options;
    options.onRowError = onRowError;
    options.onConflict = onConflict;
    return options;
}

bool hasAlarm(const NodeSnapshot& node, const QString& event)
{
    return std::ranges::any_of(node.alarms, [&](const AlarmSnapshot& alarm) { return alarm.event == event; });
}

} // namespace

/// What a target does not take, through two real nodes (docs/apply-errors.md).
class TstPgFaults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_servers.start()); }

    /// The row is set aside, a person looks, mends, lets it be sent again, and the alarm goes.
    void setsAsideAndSendsAgain()
    {
        PgScene scene(m_servers, QStringLiteral("aside"), 500,
                      policies(QStringLiteral("setAside"), QStringLiteral("stop")));
        PgTwoNodes& nodes = scene.nodes();
        QVERIFY_OK(scene.goLive());
        QVERIFY_OK(
            nodes.atTarget(QStringLiteral("ALTER TABLE person ADD CONSTRAINT c CHECK (id NOT IN (9001, 9002))")));
        QVERIFY_OK(nodes.atSource(QStringLiteral(
            "INSERT INTO person SELECT i, '新' || i FROM generate_series(8900, 9100) i; "
            "UPDATE person SET note = 'x' WHERE id = 9002; UPDATE person SET note = 'y' WHERE id < 50")));
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(nodes.ministry().waitFor(QStringLiteral("alarm"), 10'000, [](const NodeSnapshot& node) {
            return hasAlarm(node, QStringLiteral("TGT_SET_ASIDE")) && node.subscriptions.front().openExceptions == 3;
        }));
        const auto open = nodes.exceptions(QStringLiteral("open"));
        QVERIFY_OK(open);
        QCOMPARE(open->size(), std::size_t{3});
        QCOMPARE(open->front().operation, QStringLiteral("update"));
        QCOMPARE(open->back().key, QStringLiteral("9001"));
        QCOMPARE(open->back().sqlState, QStringLiteral("23514"));
        QVERIFY(open->back().newRow.contains(QStringLiteral("新9001")));
        QCOMPARE(nodes.atTarget(QStringLiteral("SELECT count(*) FROM person WHERE id >= 8900")).value_or(QString()),
                 QStringLiteral("199"));
        // One is no use to anybody.
        const QString name = PgTwoNodes::subscriptionName();
        const qint64 id = open->back().id;
        const auto without = cli::await<>([&](Reply<> reply) {
            nodes.faults().dismissException(name, id, QStringLiteral("tester"), QStringLiteral(" "), reply);
        });
        QVERIFY(!without);
        QCOMPARE(without.error().event, QStringLiteral("CFG_BAD_VALUE"));
        QVERIFY_OK(cli::await<>([&](Reply<> reply) {
            nodes.faults().dismissException(name, id, QStringLiteral("tester"), QStringLiteral("a test row"), reply);
        }));
        const auto dismissed =
            cli::await<ExceptionRecord>([&](auto reply) { nodes.faults().exception(name, id, reply); });
        QVERIFY_OK(dismissed);
        QCOMPARE(dismissed->state, QStringLiteral("dismissed"));
        QCOMPARE(dismissed->decidedBy, QStringLiteral("tester"));
        QCOMPARE(dismissed->reason, QStringLiteral("a test row"));
        const auto twice = cli::await<>([&](Reply<> reply) {
            nodes.faults().dismissException(name, id, QStringLiteral("tester"), QStringLiteral("again"), reply);
        });
        QVERIFY(!twice);
        QCOMPARE(twice.error().event, QStringLiteral("FLT_STATE"));
        // The rest is mended.
        QVERIFY_OK(nodes.atTarget(QStringLiteral("ALTER TABLE person DROP CONSTRAINT c")));
        const auto asked = cli::await<qint64>([&](auto reply) { nodes.faults().resendExceptions(name, 0, reply); });
        QVERIFY_OK(asked);
        QCOMPARE(*asked, qint64{1}); // both changes are of one row
        QVERIFY_OK(nodes.ministry().waitFor(QStringLiteral("no alarm"), 30'000, [](const NodeSnapshot& node) {
            return node.subscriptions.front().openExceptions == 0 && !hasAlarm(node, QStringLiteral("TGT_SET_ASIDE"));
        }));
        QVERIFY_OK(nodes.atSource(QStringLiteral("DELETE FROM person WHERE id = 9001")));
        const auto behind = nodes.exceptions(QStringLiteral("resolved"));
        QVERIFY_OK(behind);
        QCOMPARE(behind->size(), std::size_t{2});
        const auto unknown =
            cli::await<ExceptionRecord>([&](auto reply) { nodes.faults().exception(name, 987654, reply); });
        QVERIFY(!unknown);
        QCOMPARE(unknown.error().event, QStringLiteral("CFG_NOT_FOUND"));
    }

    void settlesBothWays_data()
    {
        QTest::addColumn<QString>("there");
        QTest::addColumn<QString>("back");
        QTest::addColumn<QString>("updated");
        QTest::addColumn<QString>("inserted");
        QTest::addColumn<int>("deletedLeft"); ///< rows of those deleted here and changed there
        QTest::newRow("source and target") << "sourceWins"
                                           << "targetWins"
                                           << "province"
                                           << "province" << 0;
        QTest::newRow("target and source") << "targetWins"
                                           << "sourceWins"
                                           << "ministry"
                                           << "ministry" << 1;
        QTest::newRow("newer") << "newer:changed"
                               << "newer:changed"
                               << "ministry"
                               << "ministry" << 1;
    }

    /// Both ends change the same rows while the link is down; both ends are equal afterwards.
    void settlesBothWays()
    {
        QFETCH(const QString, there);
        QFETCH(const QString, back);
        QFETCH(const QString, updated);
        QFETCH(const QString, inserted);
        QFETCH(const int, deletedLeft);
        PgScene scene(m_servers, QStringLiteral("both_%1").arg(m_run++), 0, policies(QStringLiteral("stop"), there),
                      policies(QStringLiteral("stop"), back));
        PgTwoNodes& nodes = scene.nodes();
        for (const bool source : {true, false}) {
            const QString sql = QStringLiteral("TRUNCATE account, visit; ALTER TABLE person REPLICA IDENTITY FULL");
            QVERIFY_OK(source ? nodes.atSource(sql) : nodes.atTarget(sql));
        }
        QVERIFY_OK(scene.goLive());
        QVERIFY_OK(nodes.subscribeBackward());
        const auto isLive = [](const NodeSnapshot& node) {
            return !node.subscriptions.empty() && node.subscriptions.front().state == SubscriptionState::Live;
        };
        QVERIFY_OK(nodes.province().waitFor(QStringLiteral("live backward"), 60'000, isLive));
        QVERIFY_OK(
            nodes.atSource(QStringLiteral("INSERT INTO person (id, name, changed) SELECT i, 'old', '2026-01-01' FROM "
                                          "generate_series(1, 100) i")));
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(nodes.waitUntilInStepBackward());
        nodes.ministry().kill();
        QVERIFY_OK(nodes.atSource(
            QStringLiteral("UPDATE person SET name = 'province', changed = '2026-02-01' WHERE id = 7; "
                           "INSERT INTO person (id, name, changed) VALUES (500, 'province', '2026-02-01'); "
                           "DELETE FROM person WHERE id = 8; UPDATE person SET name = 'alone' WHERE id = 9")));
        QVERIFY_OK(nodes.atTarget(
            QStringLiteral("UPDATE person SET name = 'ministry', changed = '2026-03-01' WHERE id = 7; "
                           "INSERT INTO person (id, name, changed) VALUES (500, 'ministry', '2026-03-01'); "
                           "UPDATE person SET name = 'kept', changed = '2026-03-01' WHERE id = 8")));
        QVERIFY_OK(nodes.reviveDead());
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(nodes.waitUntilInStepBackward());
        QVERIFY_OK(scene.checkEqual());
        const auto name = [&](int id) {
            return nodes.atTarget(QStringLiteral("SELECT name FROM person WHERE id = %1").arg(id)).value_or(QString());
        };
        QCOMPARE(name(7), updated);
        QCOMPARE(name(500), inserted);
        QCOMPARE(name(9), QStringLiteral("alone"));
        QCOMPARE(nodes.atSource(QStringLiteral("SELECT count(*) FROM person WHERE id = 8")).value_or(QString()),
                 QString::number(deletedLeft));
        const auto listed = nodes.exceptions(QStringLiteral("settled"));
        QVERIFY_OK(listed);
        QCOMPARE(listed->size(), std::size_t{3});
        QVERIFY(!listed->front().newRow.isEmpty() || listed->front().operation == u"delete");
    }

    void asksAPerson_data()
    {
        QTest::addColumn<QString>("take");
        QTest::newRow("source") << "source";
        QTest::newRow("target") << "target";
    }

    void asksAPerson()
    {
        QFETCH(const QString, take);
        PgScene scene(m_servers, QStringLiteral("ask_") + take, 100,
                      policies(QStringLiteral("stop"), QStringLiteral("ask")));
        PgTwoNodes& nodes = scene.nodes();
        QVERIFY_OK(scene.goLive());
        QVERIFY_OK(nodes.atTarget(QStringLiteral("INSERT INTO person VALUES (9001, 'theirs')")));
        QVERIFY_OK(nodes.atSource(QStringLiteral("INSERT INTO person VALUES (9001, 'ours')")));
        QVERIFY_OK(nodes.atSource(QStringLiteral("UPDATE person SET name = 'ours, later' WHERE id = 9001")));
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(nodes.ministry().waitFor(QStringLiteral("alarm"), 10'000, [](const NodeSnapshot& node) {
            return hasAlarm(node, QStringLiteral("TGT_CONFLICTS_OPEN")) &&
                   node.subscriptions.front().openConflicts == 2;
        }));
        const auto open = nodes.exceptions(QStringLiteral("open"));
        QVERIFY_OK(open);
        QVERIFY(open->back().currentRow.contains(QStringLiteral("theirs")));
        const QString name = PgTwoNodes::subscriptionName();
        const qint64 id = open->back().id;
        QVERIFY(!cli::await<>([&](Reply<> reply) {
            nodes.faults().resolveConflict(name, id, QStringLiteral("both"), QStringLiteral("tester"), reply);
        }));
        QVERIFY_OK(cli::await<>(
            [&](Reply<> reply) { nodes.faults().resolveConflict(name, id, take, QStringLiteral("tester"), reply); }));
        QVERIFY_OK(nodes.ministry().waitFor(QStringLiteral("no alarm"), 30'000, [](const NodeSnapshot& node) {
            return node.subscriptions.front().openConflicts == 0 &&
                   !hasAlarm(node, QStringLiteral("TGT_CONFLICTS_OPEN"));
        }));
        QCOMPARE(nodes.atTarget(QStringLiteral("SELECT name FROM person WHERE id = 9001")).value_or(QString()),
                 take == u"source" ? QStringLiteral("ours, later") : QStringLiteral("theirs"));
        const auto over = cli::await<ExceptionRecord>([&](auto reply) { nodes.faults().exception(name, id, reply); });
        QVERIFY_OK(over);
        QCOMPARE(over->state, QStringLiteral("resolved"));
        QCOMPARE(over->decidedBy, QStringLiteral("tester"));
    }

    void parksATableThatDoesNotFit_data()
    {
        QTest::addColumn<bool>("kills");
        QTest::newRow("undisturbed") << false;
        QTest::newRow("killed again and again") << true;
    }

    /// The source gets a column: its table waits, the others go on; when a person has run the SQL, what waited comes.
    void parksATableThatDoesNotFit()
    {
        QFETCH(const bool, kills);
        PgScene scene(m_servers, QStringLiteral("parks_%1").arg(kills ? 1 : 0));
        PgTwoNodes& nodes = scene.nodes();
        QVERIFY_OK(scene.goLive());
        QVERIFY_OK(scene.work(0, 20));
        QVERIFY_OK(
            nodes.atSource(QStringLiteral("ALTER TABLE person ADD COLUMN phone text DEFAULT '无'; "
                                          "UPDATE person SET phone = '123' WHERE id = (SELECT max(id) FROM person)")));
        QVERIFY_OK(scene.work(20, 20));
        QVERIFY_OK(nodes.waitUntilInStep()); // mark is not parked
        QVERIFY_OK(nodes.ministry().waitFor(QStringLiteral("alarm"), 30'000, [](const NodeSnapshot& node) {
            return std::ranges::any_of(node.alarms, [](const AlarmSnapshot& alarm) {
                return alarm.event == QStringLiteral("TGT_PARKED") && alarm.args.value(1) == u"public.person" &&
                       alarm.args.value(2).contains(QStringLiteral("ADD COLUMN \"phone\" text"));
            });
        }));
        QVERIFY_OK(scene.checkBalances());
        QVERIFY_OK(nodes.ministry().waitFor(QStringLiteral("waiting changes"), 30'000, [](const NodeSnapshot& node) {
            const auto& parked = node.subscriptions.front().parkedTables;
            return parked.size() == 1 && parked.front().waitingChanges > 40;
        }));
        const auto verified = nodes.verify(QStringLiteral("field"));
        QVERIFY_OK(verified);
        QVERIFY2(verified->state == u"equal", qPrintable(verified->state + verified->errorArgs.join(u' ')));
        QVERIFY(std::ranges::any_of(verified->tables, [](const TableCheck& table) {
            return table.table == u"public.person" && table.isParked;
        }));
        if (kills) {
            nodes.ministry().kill();
            QVERIFY_OK(nodes.reviveDead());
        }
        QVERIFY_OK(
            nodes.atSource(QStringLiteral("TRUNCATE person; INSERT INTO person (id, name, phone) SELECT i, 'n', i "
                                          "FROM generate_series(1, 3000) i")));
        QVERIFY_OK(scene.work(4000, 10));
        QVERIFY_OK(nodes.waitUntilInStep());
        if (kills) {
            nodes.ministry().kill();
            nodes.ministry().setEnvironment({QStringLiteral("BUSHENG_FAILPOINT=apply.park.applied=kill@2")});
            QVERIFY_OK(nodes.ministry().start());
        }
        QVERIFY_OK(nodes.atTarget(QStringLiteral("ALTER TABLE person ADD COLUMN phone text DEFAULT '无'")));
        QVERIFY_OK(scene.work(5000, 10));
        QElapsedTimer clock;
        clock.start();
        while (!scene.checkEqual() && clock.elapsed() < 60'000) {
            QVERIFY_OK(nodes.reviveDead());
            cli::runEventsFor(20);
        }
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(scene.checkEqual());
        QVERIFY_OK(nodes.ministry().waitFor(QStringLiteral("not parked"), 30'000, [](const NodeSnapshot& node) {
            return node.subscriptions.front().parkedTables.empty() && !hasAlarm(node, QStringLiteral("TGT_PARKED"));
        }));
    }

    /// A person parks a table and lets it go on; somebody renames another one away.
    void parksWhatAPersonSays()
    {
        PgScene scene(m_servers, QStringLiteral("person_parks"));
        PgTwoNodes& nodes = scene.nodes();
        QVERIFY_OK(scene.goLive());
        const QString name = PgTwoNodes::subscriptionName();
        const auto park = [&](const QString& table) {
            return cli::await<>(
                [&](Reply<> reply) { nodes.faults().parkTable(name, table, QStringLiteral("tester"), reply); });
        };
        const auto unpark = [&](const QString& table) {
            return cli::await<>(
                [&](Reply<> reply) { nodes.faults().unparkTable(name, table, QStringLiteral("tester"), reply); });
        };
        const auto unknown = park(QStringLiteral("public.nothing"));
        QVERIFY(!unknown);
        QCOMPARE(unknown.error().event, QStringLiteral("CFG_NOT_FOUND"));
        QVERIFY(!unpark(QStringLiteral("public.visit")));
        QVERIFY_OK(park(QStringLiteral("public.visit")));
        const QString before = nodes.atTarget(QStringLiteral("SELECT count(*) FROM visit")).value_or(QString());
        QVERIFY_OK(scene.work(0, 30));
        QVERIFY_OK(nodes.waitUntilInStep());
        QCOMPARE(nodes.atTarget(QStringLiteral("SELECT count(*) FROM visit")).value_or(QString()), before);
        QVERIFY_OK(scene.checkBalances());
        // Renamed away while changes come: it parks by itself.
        QVERIFY_OK(nodes.atTarget(QStringLiteral("ALTER TABLE account RENAME TO elsewhere")));
        QVERIFY_OK(scene.work(30, 10));
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(nodes.ministry().waitFor(QStringLiteral("both parked"), 30'000, [](const NodeSnapshot& node) {
            return node.subscriptions.front().parkedTables.size() == 2;
        }));
        const auto misfit = unpark(QStringLiteral("public.account"));
        QVERIFY(!misfit);
        QCOMPARE(misfit.error().event, QStringLiteral("TGT_STRUCTURE"));
        QVERIFY_OK(nodes.atTarget(QStringLiteral("ALTER TABLE elsewhere RENAME TO account")));
        // Or it has noticed by itself already.
        const auto fits = unpark(QStringLiteral("public.account"));
        QVERIFY(fits || fits.error().event == u"CFG_NOT_FOUND");
        QVERIFY_OK(unpark(QStringLiteral("public.visit")));
        QVERIFY_OK(scene.work(40, 10));
        QTRY_VERIFY_WITH_TIMEOUT(scene.checkEqual().has_value(), 30'000);
        QVERIFY_OK(scene.checkBalances());
    }

private:
    PgServers m_servers;
    int m_run = 0;
};

BUSHENG_TEST(TstPgFaults)
#include "tst_pg_faults.moc"
