// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/await.h"
#include "engine/model/events.h"
#include "engine/model/standby_events.h"
#include "tests/support/pg_two_nodes.h"
#include "tests/support/test_main.h"

#include <QElapsedTimer>

#include <algorithm>

using namespace busheng;
using namespace busheng::test;

namespace {

/// A primary and its streaming standby, registered as one database.
class PgPair final : public TestServer {
public:
    MiniPostgres first;
    MiniPostgres second;
    bool isSwitched = false; ///< which of them is asked

    Result<> start()
    {
        ENGINE_TRY(first.start());
        return second.startStandbyOf(first);
    }
    /// What is committed now is at the standby too, the first dies, and the second is the primary.
    Result<> failOver()
    {
        ENGINE_TRY(waitUntilFollowed());
        first.kill();
        isSwitched = true;
        return second.promote();
    }
    /// The standby has what is committed now, and gets nothing more.
    Result<> cutReplication()
    {
        ENGINE_TRY(waitUntilFollowed());
        ENGINE_TRY(second.run(QStringLiteral("ALTER SYSTEM SET primary_conninfo = ''")));
        ENGINE_TRY(second.run(QStringLiteral("SELECT pg_reload_conf()")));
        return waitFor(first, QStringLiteral("SELECT count(*) = 0 FROM pg_stat_replication"));
    }

    bool isRunning() const override { return now().isRunning(); }
    Result<QString> run(const QString& sql, const QString& database) const override { return now().run(sql, database); }
    QString driver() const override { return first.driver(); }
    QString location(const QString& database) const override
    {
        return QStringLiteral("host=%1,%2 port=%3,%4 dbname=%5 user=postgres")
            .arg(first.directory(), second.directory())
            .arg(first.port())
            .arg(second.port())
            .arg(database);
    }
    QString fingerprintSql(const QString& table) const override { return first.fingerprintSql(table); }
    QString hasTableSql(const QString& table) const override { return first.hasTableSql(table); }
    QString secondAddress() const { return QStringLiteral("%1:%2").arg(second.directory()).arg(second.port()); }

private:
    Result<> waitUntilFollowed()
    {
        ENGINE_TRY_AS(const QString end, first.run(QStringLiteral("SELECT pg_current_wal_lsn()")));
        return waitFor(second, QStringLiteral("SELECT pg_last_wal_replay_lsn() >= '%1'").arg(end));
    }
    static Result<> waitFor(const MiniPostgres& server, const QString& question)
    {
        QElapsedTimer clock;
        clock.start();
        while (server.run(question).value_or(QString()) != u"t") {
            if (clock.elapsed() > 20'000)
                return fail(ErrorCode::Timeout, question);
            cli::runEventsFor(50);
        }
        return {};
    }
    const MiniPostgres& now() const { return isSwitched ? second : first; }
};

bool hasAlarm(const NodeSnapshot& node, const QString& event)
{
    return std::ranges::any_of(node.alarms, [&](const AlarmSnapshot& alarm) { return alarm.event == event; });
}

} // namespace

/// The servers of a target change their roles while a subscription flows (§10.4 c).
class TstStandby : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theTargetsStandbyTakesOver()
    {
        MiniPostgres source;
        PgPair target;
        QVERIFY_OK(layOut(source, target));
        PgTwoNodes nodes(source, target, kLayout);
        QVERIFY_OK(goLive(nodes));
        const auto work = [&](int first) {
            return nodes.atSource(
                QStringLiteral("INSERT INTO person SELECT i, '张三' || i FROM generate_series(%1, %2) i")
                    .arg(first)
                    .arg(first + 99));
        };
        QVERIFY_OK(work(1));
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY(!hasAlarm(nodes.ministry().latest(), events::DB_STANDBY_IN_USE));

        QVERIFY_OK(target.failOver());
        QVERIFY_OK(work(101));
        QVERIFY_OK(nodes.waitUntilInStep());
        QCOMPARE(nodes.differentTables().value_or(QStringList{QStringLiteral("?")}), QStringList());
        const auto usesTheSecond = [&](const NodeSnapshot& node) {
            return node.servers.size() == 1 && node.servers.front().kind == QStringLiteral("target") &&
                   node.servers.front().used == target.secondAddress() && hasAlarm(node, events::DB_STANDBY_IN_USE);
        };
        QVERIFY_OK(nodes.ministry().waitFor(QStringLiteral("it is shown"), 20'000, usesTheSecond));

        // The former primary is back as it was, and the node knows better also after it was started anew.
        QVERIFY_OK(target.first.startAgain());
        nodes.ministry().kill();
        QVERIFY_OK(nodes.ministry().start());
        QVERIFY_OK(work(201));
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(nodes.ministry().waitFor(QStringLiteral("it stays"), 20'000, usesTheSecond));
        QCOMPARE(nodes.differentTables().value_or(QStringList{QStringLiteral("?")}), QStringList());
        QCOMPARE(target.first.run(QStringLiteral("SELECT count(*) FROM person"), kLayout.database).value_or(QString()),
                 QStringLiteral("100"));
    }

    /// Asynchronous replication: the standby lacks what was applied last. The stream goes back to where the target
    /// stands, as far as the provider has kept its packets.
    void whatAStandbyLacksIsAskedForAgain()
    {
        MiniPostgres source;
        PgPair target;
        QVERIFY_OK(layOut(source, target));
        PgTwoNodes nodes(source, target, kLayout);
        QVERIFY_OK(goLive(nodes));
        QVERIFY_OK(target.cutReplication());
        for (int round = 0; round < 3; ++round) { // several packets, each applied and released
            QVERIFY_OK(nodes.atSource(QStringLiteral("INSERT INTO person VALUES (%1, '李四')").arg(round)));
            QVERIFY_OK(nodes.waitUntilInStep());
        }
        target.first.kill();
        target.isSwitched = true;
        QVERIFY_OK(target.second.promote());
        QVERIFY_OK(nodes.waitUntilInStep());
        QCOMPARE(nodes.differentTables().value_or(QStringList{QStringLiteral("?")}), QStringList());
    }

    /// A source read by its log does not go on at another server by itself: a person says which one stays
    /// (docs/standby.md). First the former primary comes back, then the new one stays.
    void aPersonDecidesAboutALogSource()
    {
        PgPair source;
        MiniPostgres target;
        QVERIFY_OK(layOut(source, target));
        PgTwoNodes nodes(source, target, kLayout);
        QVERIFY_OK(goLive(nodes));
        QVERIFY_OK(subscribeOnceMore(nodes, target)); // the source begins anew when both have asked for it
        const auto stands = [](const NodeSnapshot& node) { return hasAlarm(node, events::CAP_TIMELINE); };
        const auto isOver = [](const NodeSnapshot& node) { return !hasAlarm(node, events::CAP_TIMELINE); };
        QVERIFY_OK(nodes.atSource(QStringLiteral("INSERT INTO person VALUES (1, '张三')")));
        QVERIFY_OK(nodes.waitUntilInStep());

        QVERIFY_OK(source.failOver());
        QVERIFY_OK(nodes.atSource(QStringLiteral("INSERT INTO person VALUES (2, '李四')"))); // at the new primary
        QVERIFY_OK(nodes.province().waitFor(QStringLiteral("the provider says so"), 60'000, stands));
        const auto alarm =
            std::ranges::find(nodes.province().latest().alarms, QString(events::CAP_TIMELINE), &AlarmSnapshot::event);
        QVERIFY(alarm->args.value(1) != alarm->args.value(2)); // the servers, that of before and that of now
        QCOMPARE(nodes.atTarget(QStringLiteral("SELECT count(*) FROM person")).value_or(QString()),
                 QStringLiteral("1"));

        source.second.kill();
        source.isSwitched = false;
        QVERIFY_OK(source.first.startAgain());
        QVERIFY_OK(nodes.atSource(QStringLiteral("INSERT INTO person VALUES (3, '王五')")));
        // A former primary is not read by itself: a person says that it is meant, by registering the source as it was.
        const auto passedOver = [](const NodeSnapshot& node) { return hasAlarm(node, events::DB_NO_PRIMARY); };
        QVERIFY_OK(nodes.province().waitFor(QStringLiteral("it is passed over"), 60'000, passedOver));
        QVERIFY_OK(nodes.registerSource());
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(nodes.province().waitFor(QStringLiteral("the alarm is over"), 60'000, isOver));
        QCOMPARE(nodes.differentTables().value_or(QStringList{QStringLiteral("?")}), QStringList());

        source.first.kill();
        source.isSwitched = true;
        QVERIFY_OK(source.second.startAgain());
        QVERIFY_OK(nodes.province().waitFor(QStringLiteral("the provider says so again"), 60'000, stands));
        for (const QString& subscription : {kSecond, PgTwoNodes::subscriptionName()}) {
            QVERIFY(hasAlarm(nodes.province().latest(), events::CAP_TIMELINE)); // until the last has asked anew
            QVERIFY_OK(cli::await<>(
                [&](auto reply) { nodes.ministry().engine().flow().reload(subscription, QString(), reply); }));
        }
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        QCOMPARE(
            nodes.atTarget(QStringLiteral("SELECT string_agg(name, ',' ORDER BY id) FROM person")).value_or(QString()),
            QStringLiteral("张三,李四")); // the new primary's rows, and no others
        QCOMPARE(nodes.differentTables().value_or(QStringList{QStringLiteral("?")}), QStringList());
        QVERIFY_OK(waitForSecond(nodes, SubscriptionState::Live));
        QCOMPARE(target.run(QStringLiteral("SELECT string_agg(name, ',' ORDER BY id) FROM person"), kSecond)
                     .value_or(QString()),
                 QStringLiteral("张三,李四"));
        QVERIFY_OK(nodes.province().waitFor(QStringLiteral("the alarm is over"), 60'000, isOver));
    }

private:
    static Result<> waitForSecond(PgTwoNodes& nodes, SubscriptionState state)
    {
        return nodes.ministry().waitFor(QStringLiteral("the second"), 60'000, [state](const NodeSnapshot& node) {
            return std::ranges::any_of(node.subscriptions, [state](const SubscriptionSnapshot& one) {
                return one.config.name == kSecond && one.state == state;
            });
        });
    }
    static Result<> subscribeOnceMore(PgTwoNodes& nodes, const MiniPostgres& target)
    {
        ENGINE_TRY(target.run(QStringLiteral("CREATE DATABASE ") + kSecond));
        SettingsApi& settings = nodes.ministry().engine().settings();
        ENGINE_TRY(cli::await<>([&](auto reply) {
            settings.addTarget({kSecond, target.driver(), target.location(kSecond)}, reply);
        }));
        SubscriptionConfig second = PgTwoNodes::subscriptionWith({});
        second.name = kSecond;
        second.target = kSecond;
        ENGINE_TRY(cli::await<>([&](auto reply) { settings.addSubscription(second, reply); }));
        return waitForSecond(nodes, SubscriptionState::Live);
    }
    template <typename Source, typename Target>
    static Result<> layOut(Source& source, Target& target)
    {
        const QString tables = QStringLiteral("CREATE TABLE mark (id bigint PRIMARY KEY);"
                                              "CREATE TABLE person (id bigint PRIMARY KEY, name text)");
        ENGINE_TRY(source.start());
        ENGINE_TRY(target.start());
        const QString create = QStringLiteral("CREATE DATABASE ") + kLayout.database;
        ENGINE_TRY(source.run(create, QStringLiteral("postgres")));
        ENGINE_TRY(target.run(create, QStringLiteral("postgres")));
        ENGINE_TRY(source.run(tables, kLayout.database));
        ENGINE_TRY(target.run(tables, kLayout.database));
        return {};
    }
    static Result<> goLive(PgTwoNodes& nodes)
    {
        if (!nodes.isValid())
            return fail(ErrorCode::Internal, nodes.failure());
        ENGINE_TRY(nodes.startBoth());
        ENGINE_TRY(nodes.registerAll());
        ENGINE_TRY(nodes.subscribe());
        return nodes.waitForState(SubscriptionState::Live);
    }

    inline static const QString kSecond = QStringLiteral("second");
    inline static const PgTwoNodes::Layout kLayout{QStringLiteral("standby"),
                                                   {QStringLiteral("public.person"), QStringLiteral("public.mark")}};
};

BUSHENG_TEST(TstStandby)
#include "tst_standby.moc"
