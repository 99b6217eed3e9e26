// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/routes_scene.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

/// The routes that look at the tables, through two real nodes, on every database.
class TstRoutes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_servers.start()); }

    void cleanupTestCase() { QVERIFY_OK(PgTwoNodes::dropSlots(m_servers.postgres[0])); }

    void bringsChangesByEveryRoute_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        for (const char* same : {"postgres", "mariadb", "sqlite"})
            QTest::newRow(same) << QString::fromLatin1(same) << QString::fromLatin1(same);
        // Of unlike ends one for each source behind ODBC and each target; all pairs: TstRouteMatrix.
        for (const auto& [from, to] : {std::pair("odbc-postgres", "mariadb"), std::pair("odbc-mariadb", "sqlite"),
                                       std::pair("odbc-sqlite", "postgres")})
            QTest::addRow("%s to %s", from, to) << QString::fromLatin1(from) << QString::fromLatin1(to);
    }
    void bringsChangesByEveryRoute()
    {
        QFETCH(const QString, from);
        QFETCH(const QString, to);
        RoutesScene scene(m_servers.at(from, 0), m_servers.at(to, 1), QString(u"r_" + from).replace(u'-', u'_'));
        QVERIFY_OK(scene.bringChangesByEveryRoute());
        FlowApi& province = scene.nodes().province().engine().flow();
        const auto refused = cli::await<>([&](auto reply) { province.look(QStringLiteral("nobody's"), reply); });
        QVERIFY(!refused);
    }

    /// Of the other sources: TstRouteMatrix.
    void exchangesTablesByEveryRoute_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::newRow("postgres") << QStringLiteral("postgres") << QStringLiteral("mariadb");
        QTest::newRow("odbc-mariadb") << QStringLiteral("odbc-mariadb") << QStringLiteral("postgres");
    }
    void exchangesTablesByEveryRoute()
    {
        QFETCH(const QString, from);
        QFETCH(const QString, to);
        RoutesScene scene(m_servers.at(from, 0), m_servers.at(to, 1), QString(u"x_" + from).replace(u'-', u'_'));
        QVERIFY_OK(scene.exchangeTablesByEveryRoute());
    }

    /// The province dies between what it sent and what it knows of having sent, the ministry between rows and commit.
    void losesNothingByAKill()
    {
        const QString postgres = QStringLiteral("postgres");
        RoutesScene scene(m_servers.at(postgres, 0), m_servers.at(postgres, 1), QStringLiteral("killed"));
        cli::NodeProcess& province = scene.nodes().province();
        cli::NodeProcess& ministry = scene.nodes().ministry();
        const QStringList tables{QStringLiteral("stamped"), QStringLiteral("flagged")};
        QVERIFY_OK(scene.goLive(tables));
        int id = 100;
        for (const auto& [node, failpoint] :
             {std::pair(&province, "capture.look.before_flush=kill"),
              std::pair(&province, "capture.look.before_keep=kill"), std::pair(&province, "capture.look.kept=kill@2"),
              std::pair(&ministry, "apply.commit.before=kill")}) {
            node->kill();
            node->setEnvironment({QStringLiteral("BUSHENG_FAILPOINT=") + QLatin1String(failpoint)});
            ++id;
            QVERIFY_OK(scene.change(QStringLiteral("INSERT INTO stamped VALUES (%1, 'killed', 0, %1)").arg(id)));
            QVERIFY_OK(scene.change(QStringLiteral("INSERT INTO flagged VALUES (%1, 'killed', 0)").arg(id)));
            QVERIFY_OK(scene.change(QStringLiteral("UPDATE flagged SET v = 'k%1', sent = 0 WHERE id = 1").arg(id)));
            if (const auto started = node->start(); !started) // it may die before it has answered
                qInfo("%s", qPrintable(started.error().toString()));
            QVERIFY_OK(node->waitForEnd(30'000));
            QVERIFY_OK(scene.nodes().reviveDead());
        }
        for (const QString& table : tables)
            QVERIFY_OK(scene.waitUntilEqual(table, true));
        QVERIFY_OK(scene.waitForSource(QStringLiteral("SELECT count(*) FROM flagged WHERE sent = 1"),
                                       QString::number(id - 100 + 2)));
    }

private:
    RouteServers m_servers;
};

BUSHENG_TEST(TstRoutes)
#include "tst_routes.moc"
