// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/pg_scene.h"
#include "tests/support/test_main.h"

#include <QProcess>
#include <QRandomGenerator>

using namespace busheng;
using namespace busheng::test;

/// PostgreSQL's own workload, TPC-B, for a minute, with both nodes being killed at random: every table equal
/// afterwards, row by row. `pgbench_history` has no key.
class TstPgbenchKill : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void endsEqual()
    {
        constexpr int kSeconds = 60;
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);

        PgServers servers;
        QVERIFY_OK(servers.start());
        QVERIFY_OK(layOut(servers));
        PgTwoNodes nodes(servers.source, servers.target,
                         {kDatabase,
                          {QStringLiteral("public.pgbench_accounts"), QStringLiteral("public.pgbench_branches"),
                           QStringLiteral("public.pgbench_history"), QStringLiteral("public.pgbench_tellers"),
                           QStringLiteral("public.mark")},
                          4096});
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.registerAll());
        QVERIFY_OK(nodes.subscribe());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live, 120'000));

        QProcess workload;
        workload.setProcessChannelMode(QProcess::ForwardedChannels);
        workload.start(MiniPostgres::program(QStringLiteral("pgbench")),
                       arguments(servers, {QStringLiteral("-n"), QStringLiteral("-c"), QStringLiteral("4"),
                                           QStringLiteral("-T"), QString::number(kSeconds)}));
        QVERIFY(workload.waitForStarted());
        int kills = 0;
        while (workload.state() != QProcess::NotRunning) {
            cli::runEventsFor(500 + static_cast<int>(random.bounded(3500)));
            (random.bounded(2) == 0 ? nodes.province() : nodes.ministry()).kill();
            QVERIFY_OK(nodes.reviveDead());
            ++kills;
        }
        QCOMPARE(workload.exitCode(), 0);
        qInfo("%d kills", kills);
        QVERIFY_OK(nodes.waitUntilInStep(600'000));
        const auto different = nodes.differentTables();
        QVERIFY_OK(different);
        QVERIFY2(different->isEmpty(), qPrintable(different->join(u'\n')));
        const auto verified = nodes.verify(QStringLiteral("field"), 300'000);
        QVERIFY_OK(verified);
        QCOMPARE(verified->state, QStringLiteral("equal"));
    }

private:
    static QStringList arguments(const PgServers& servers, const QStringList& further)
    {
        return QStringList{QStringLiteral("-h"), servers.source.directory(),
                           QStringLiteral("-p"), QString::number(servers.source.port()),
                           QStringLiteral("-U"), QStringLiteral("postgres")} +
               further + QStringList{kDatabase};
    }

    /// pgbench's tables at both ends, filled at the source.
    static Result<> layOut(PgServers& servers)
    {
        for (const MiniPostgres* server : {&servers.source, &servers.target}) {
            ENGINE_TRY(server->run(QStringLiteral("CREATE DATABASE ") + kDatabase));
            ENGINE_TRY(server->run(QStringLiteral("CREATE TABLE mark (id bigint PRIMARY KEY)"), kDatabase));
        }
        QProcess initialize;
        initialize.start(MiniPostgres::program(QStringLiteral("pgbench")),
                         arguments(servers, {QStringLiteral("-i"), QStringLiteral("-q"), QStringLiteral("-s"),
                                             QStringLiteral("2")}));
        if (!initialize.waitForFinished(120'000) || initialize.exitCode() != 0)
            return fail(ErrorCode::Internal, QString::fromUtf8(initialize.readAllStandardError()));
        ENGINE_TRY(servers.source.run(QStringLiteral("ALTER TABLE pgbench_history REPLICA IDENTITY FULL"), kDatabase));
        ENGINE_TRY(servers.target.run(
            QStringLiteral(
                "CREATE TABLE pgbench_accounts (aid int PRIMARY KEY, bid int, abalance int, filler char(84));"
                "CREATE TABLE pgbench_branches (bid int PRIMARY KEY, bbalance int, filler char(88));"
                "CREATE TABLE pgbench_tellers (tid int PRIMARY KEY, bid int, tbalance int, filler char(84));"
                "CREATE TABLE pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp,"
                " filler char(22))"),
            kDatabase));
        return {};
    }

    static inline const QString kDatabase = QStringLiteral("tpcb");
};

BUSHENG_TEST(TstPgbenchKill)
#include "tst_pgbench_kill.moc"
