// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/await.h"
#include "tests/e2e/unlike_scene.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

/// Random changes between each two of PostgreSQL, MariaDB (or MySQL in its place) and SQLite, while nodes and servers
/// are killed at random: no half transaction is ever seen, and both ends are equal at last.
class TstPairKill : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY_OK(m_servers.start());
        QVERIFY_OK(m_servers.startOthers());
    }

    void converges_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        for (const QString& from : {kPostgres, kMariaDb, kSqlite}) {
            for (const QString& to : {kPostgres, kMariaDb, kSqlite}) {
                if (isTestedPair(from, to))
                    QTest::addRow("%s to %s", qPrintable(from), qPrintable(to)) << from << to;
            }
        }
    }

    void converges()
    {
        QFETCH(const QString, from);
        QFETCH(const QString, to);
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        UnlikeScene scene(m_servers, from, to, QStringLiteral("pair_") + from.left(2) + to.left(2));
        PgTwoNodes& nodes = scene.nodes();
        QVERIFY_OK(scene.goLive());
        int next = 0;
        for (int round = 0; round < kRounds; ++round) {
            QVERIFY_OK(scene.workAtRandom(random, next, kTransactions));
            cli::runEventsFor(static_cast<int>(random.bounded(300)));
            QVERIFY_OK(killOne(random, nodes, from, to));
            QVERIFY_OK(scene.checkBalances());
        }
        QVERIFY_OK(nodes.waitUntilInStep(90'000));
        QVERIFY_OK(scene.checkBalances());
        QVERIFY_OK(scene.checkEqual());
        QVERIFY_OK(scene.checkVerified());
    }

private:
    static constexpr int kRounds = 5;
    static constexpr int kTransactions = 40;

    /// One of the nodes, or the server of the target.
    Result<> killOne(QRandomGenerator& random, PgTwoNodes& nodes, const QString& from, const QString& to)
    {
        const quint32 victim = random.bounded(to == kSqlite ? 2 : 3);
        if (victim == 2 && to == kMariaDb)
            return revived(from == to ? m_servers.otherMariaDb : m_servers.mariaDb);
        if (victim == 2)
            return revived(from == to ? m_servers.otherPostgres : m_servers.postgres);
        (victim == 0 ? nodes.province() : nodes.ministry()).kill();
        ENGINE_TRY(nodes.reviveDead());
        return {};
    }

    /// Until what a kill left over has gone, the new server may refuse to start.
    template <typename Server>
    static Result<> revived(Server& server)
    {
        constexpr int kAttempts = 100;
        server.kill();
        Result<> started = server.startAgain();
        for (int attempt = 0; !started && attempt < kAttempts; ++attempt) {
            cli::runEventsFor(100);
            started = server.startAgain();
        }
        return started;
    }

    Servers m_servers;
};

BUSHENG_TEST(TstPairKill)
#include "tst_pair_kill.moc"
