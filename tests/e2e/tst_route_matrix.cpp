// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/routes_scene.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

/// Every route of every source into every target: the cells of the table in docs/routes.md.
class TstRouteMatrix : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY_OK(m_servers.start());
        QVERIFY_OK(m_servers.startMySql());
    }

    void cleanupTestCase() { QVERIFY_OK(PgTwoNodes::dropSlots(m_servers.postgres[0])); }

    void bringsChangesByEveryRoute_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        for (const char* from :
             {"postgres", "mariadb", "mysql", "sqlite", "odbc-postgres", "odbc-mariadb", "odbc-sqlite"}) {
            for (const char* to : {"postgres", "mariadb", "mysql", "sqlite"})
                QTest::addRow("%s to %s", from, to) << QString::fromLatin1(from) << QString::fromLatin1(to);
        }
    }

    void bringsChangesByEveryRoute()
    {
        QFETCH(const QString, from);
        QFETCH(const QString, to);
        const QString database = QString(u"m_" + from + u'_' + to).replace(u'-', u'_');
        {
            RoutesScene scene(m_servers.at(from, 0), m_servers.at(to, 1), database);
            QVERIFY_OK(scene.bringChangesByEveryRoute());
        }
        QVERIFY_OK(PgTwoNodes::dropSlots(m_servers.postgres[0]));
    }

    /// Of the other sources: TstRoutes.
    void exchangesTablesByEveryRoute_data()
    {
        QTest::addColumn<QString>("from");
        const QStringList sources{QStringLiteral("mariadb"), QStringLiteral("mysql"), QStringLiteral("sqlite"),
                                  QStringLiteral("odbc-postgres"), QStringLiteral("odbc-sqlite")};
        for (const QString& source : sources)
            QTest::newRow(qPrintable(source)) << source;
    }

    void exchangesTablesByEveryRoute()
    {
        QFETCH(const QString, from);
        const QString to = QStringLiteral("postgres");
        RoutesScene scene(m_servers.at(from, 0), m_servers.at(to, 1), QString(u"x_" + from).replace(u'-', u'_'));
        QVERIFY_OK(scene.exchangeTablesByEveryRoute());
    }

private:
    RouteServers m_servers;
};

BUSHENG_TEST(TstRouteMatrix)
#include "tst_route_matrix.moc"
