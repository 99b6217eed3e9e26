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
        ENGINE_TRY_AS(const QString end, first.run(QStringLiteral("SELECT pg_current_wal_lsn()")));
        const QString arrived = QStringLiteral("SELECT pg_last_wal_replay_lsn() >= '%1'").arg(end);
        QElapsedTimer clock;
        clock.start();
        while (second.run(arrived).value_or(QString()) != u"t") {
            if (clock.elapsed() > 20'000)
                return fail(ErrorCode::Timeout, QStringLiteral("the standby does not follow"));
            cli::runEventsFor(50);
        }
        first.kill();
        isSwitched = true;
        return second.promote();
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
    QString secondAddress() const { return QStringLiteral("%1:%2").arg(second.directory()).arg(second.port()); }

private:
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
        QVERIFY_OK(source.start());
        QVERIFY_OK(target.start());
        const QString database = QStringLiteral("standby");
        const QString tables = QStringLiteral("CREATE TABLE mark (id bigint PRIMARY KEY);"
                                              "CREATE TABLE person (id bigint PRIMARY KEY, name text)");
        QVERIFY_OK(source.run(QStringLiteral("CREATE DATABASE ") + database));
        QVERIFY_OK(target.first.run(QStringLiteral("CREATE DATABASE ") + database));
        QVERIFY_OK(source.run(tables, database));
        QVERIFY_OK(target.run(tables, database));
        PgTwoNodes nodes(source, target, {database, {QStringLiteral("public.person"), QStringLiteral("public.mark")}});
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.registerAll());
        QVERIFY_OK(nodes.subscribe());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
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
        QCOMPARE(target.first.run(QStringLiteral("SELECT count(*) FROM person"), database).value_or(QString()),
                 QStringLiteral("100"));
    }
};

BUSHENG_TEST(TstStandby)
#include "tst_standby.moc"
