// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/unlike_scene.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

/// Databases of unlike kinds through two real nodes, once more with a MySQL in place of MariaDB: load, changes,
/// verification, repair, and kills.
class TstUnlikeNodes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_servers.start()); }

    void loadsFollowsVerifiesAndRepairs_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        for (const auto& [from, to] : std::initializer_list<std::pair<QString, QString>>{{kPostgres, kMariaDb},
                                                                                         {kMariaDb, kPostgres},
                                                                                         {kPostgres, kSqlite},
                                                                                         {kMariaDb, kSqlite},
                                                                                         {kSqlite, kPostgres},
                                                                                         {kSqlite, kMariaDb}}) {
            if (isTestedPair(from, to))
                QTest::addRow("%s to %s", qPrintable(from), qPrintable(to)) << from << to;
        }
    }

    void loadsFollowsVerifiesAndRepairs()
    {
        QFETCH(const QString, from);
        QFETCH(const QString, to);
        UnlikeScene scene(m_servers, from, to, from.left(2) + u'_' + to.left(2));
        PgTwoNodes& nodes = scene.nodes();
        QVERIFY_OK(scene.goLive());
        QVERIFY_OK(scene.checkEqual());
        QVERIFY_OK(scene.work(1, 20));
        if (from != kSqlite && to != kSqlite)
            QVERIFY_OK(nodes.atSource(QStringLiteral("TRUNCATE TABLE visit")));
        QVERIFY_OK(scene.work(21, 20));
        QVERIFY_OK(scene.streamKinds());
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(scene.checkEqual());
        QVERIFY_OK(scene.checkKinds());
        QVERIFY_OK(scene.checkVerified());
        // A row changed, lost and added by hand at the target is found and mended.
        for (const char* sql :
             {"UPDATE person SET name = 'x' WHERE id = 'p700'", "DELETE FROM person WHERE id = 'P77'",
              "INSERT INTO person (id, name) VALUES ('more', '多出来的')", "DELETE FROM kinds WHERE id = 101",
              "UPDATE kinds SET k0 = NULL, k1 = 'x' WHERE id = 2"})
            QVERIFY_OK(nodes.atTarget(QLatin1StringView(sql)));
        const auto found = nodes.verify(QStringLiteral("field"));
        QVERIFY_OK(found);
        QCOMPARE(found->state, QStringLiteral("different"));
        QCOMPARE(found->differenceCount, quint64{5});
        QVERIFY_OK(nodes.repair(found->id));
        QTRY_VERIFY_WITH_TIMEOUT(scene.checkEqual().has_value() && scene.checkKinds().has_value(), 30'000);
        QVERIFY_OK(scene.checkVerified());
    }

    void survivesAKill_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addRow("postgres to mariadb") << kPostgres << kMariaDb;
        QTest::addRow("mariadb to postgres") << kMariaDb << kPostgres;
    }

    /// Either node and MariaDB's server in the middle of work: the balances add up at every look, both ends are equal
    /// at last.
    void survivesAKill()
    {
        QFETCH(const QString, from);
        QFETCH(const QString, to);
        UnlikeScene scene(m_servers, from, to, QStringLiteral("kill_") + from.left(2));
        PgTwoNodes& nodes = scene.nodes();
        QVERIFY_OK(scene.goLive());
        for (int kill = 0; kill < 3; ++kill) {
            QVERIFY_OK(scene.work(1 + kill * 60, 60));
            if (kill < 2) {
                (kill == 0 ? nodes.province() : nodes.ministry()).kill();
                QVERIFY_OK(nodes.reviveDead());
            } else {
                m_servers.mariaDb.kill();
                QVERIFY_OK(m_servers.mariaDb.startAgain());
            }
            QVERIFY_OK(scene.checkBalances());
        }
        QVERIFY_OK(nodes.waitUntilInStep(90'000));
        QVERIFY_OK(scene.checkBalances());
        QVERIFY_OK(scene.checkEqual());
    }

private:
    Servers m_servers;
};

BUSHENG_TEST(TstUnlikeNodes)
#include "tst_unlike_nodes.moc"
