// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/await.h"
#include "tests/support/mini_mariadb.h"
#include "tests/support/mini_sqlite.h"
#include "tests/support/pg_two_nodes.h"
#include "tests/support/test_main.h"

#include <QElapsedTimer>

using namespace busheng;
using namespace busheng::test;

namespace {

/// Two servers of each kind, for all tests of a class.
struct Servers {
    MiniPostgres postgres[2];
    MiniMariaDb mariadb[2];
    MiniSqlite sqlite[2];

    Result<> start()
    {
        for (MiniPostgres& server : postgres)
            ENGINE_TRY(server.start());
        for (MiniMariaDb& server : mariadb)
            ENGINE_TRY(server.start());
        return {};
    }

    const TestServer& at(const QString& driver, int end) const
    {
        if (driver == u"postgres")
            return postgres[end];
        return driver == u"mariadb" ? static_cast<const TestServer&>(mariadb[end]) : sqlite[end];
    }
};

const QStringList kTables{QStringLiteral("stamped"), QStringLiteral("flagged"), QStringLiteral("copied"),
                          QStringLiteral("compared")};

/// One table for each route that looks at its tables, between two real nodes; the target makes its own.
class RoutesScene {
public:
    RoutesScene(const Servers& servers, const QString& driver, const QString& database)
        : m_driver(driver), m_database(database), m_nodes(servers.at(driver, 0), servers.at(driver, 1), {database, {}})
    {
        const QString home = driver == u"postgres" ? QStringLiteral("postgres") : QStringLiteral("mysql");
        m_layOut = [&]() -> Result<> {
            for (int end = 0; end < 2 && driver != u"sqlite"; ++end)
                ENGINE_TRY(servers.at(driver, end).run(QStringLiteral("CREATE DATABASE ") + database, home));
            ENGINE_TRY(servers.at(driver, 1).run(QStringLiteral("SELECT 1"), database)); // SQLite: the file
            ENGINE_TRY(m_nodes.atSource(
                QStringLiteral("CREATE TABLE stamped (id int NOT NULL PRIMARY KEY, v varchar(20), gone int NOT NULL "
                               "DEFAULT 0, version int NOT NULL);\n"
                               "CREATE TABLE flagged (id int NOT NULL PRIMARY KEY, v varchar(20), sent int);\n"
                               "CREATE TABLE copied (id int NOT NULL PRIMARY KEY, v varchar(20));\n"
                               "CREATE TABLE compared (id int NOT NULL PRIMARY KEY, v varchar(20));\n"
                               "INSERT INTO stamped VALUES (1, 'a', 0, 1), (2, 'b', 0, 2);\n"
                               "INSERT INTO flagged VALUES (1, 'a', 0), (2, 'b', 1);\n"
                               "INSERT INTO copied VALUES (1, 'a'), (2, 'b');\n"
                               "INSERT INTO compared VALUES (1, 'a'), (2, 'b'), (3, 'c')")));
            return {};
        }();
    }

    PgTwoNodes& nodes() { return m_nodes; }

    Result<> goLive(const QStringList& tables)
    {
        ENGINE_TRY(m_layOut);
        ENGINE_TRY(m_nodes.startBoth());
        ENGINE_TRY(m_nodes.registerEnds());
        for (const QString& table : tables)
            ENGINE_TRY(addFlow(table));
        return m_nodes.ministry().waitFor(QStringLiteral("live"), 60'000, [&](const NodeSnapshot& node) {
            return node.subscriptions.size() == static_cast<std::size_t>(tables.size()) &&
                   std::ranges::all_of(node.subscriptions, [](const SubscriptionSnapshot& one) {
                       return one.state == SubscriptionState::Live;
                   });
        });
    }

    /// SQL at the source, for whatever table it is of.
    Result<> change(const QString& sql)
    {
        ENGINE_TRY(m_nodes.atSource(sql));
        return {};
    }

    /// Until the target has what the source has, but for rows that are marked as deleted.
    Result<> waitUntilEqual(const QString& table, bool revive = false)
    {
        constexpr int kWithinMs = 30'000;
        QElapsedTimer clock;
        clock.start();
        while (true) {
            if (revive)
                ENGINE_TRY(m_nodes.reviveDead());
            const bool marks = table == u"stamped";
            ENGINE_TRY_AS(const QString wanted,
                          m_nodes.atSource(sumOf(table) + (marks ? QStringLiteral(" WHERE gone = 0") : QString())));
            ENGINE_TRY_AS(const QString found, m_nodes.atTarget(sumOf(table)));
            if (wanted == found)
                return {};
            if (clock.elapsed() > kWithinMs)
                return fail(ErrorCode::Timeout,
                            QStringLiteral("%1 has %2, not %3; %4").arg(table, found, wanted, m_nodes.describe()));
            cli::runEventsFor(100);
        }
    }

    Result<> waitForSource(const QString& sql, const QString& wanted)
    {
        QElapsedTimer clock;
        clock.start();
        while (true) {
            ENGINE_TRY_AS(const QString found, m_nodes.atSource(sql));
            if (found == wanted)
                return {};
            if (clock.elapsed() > 30'000)
                return fail(ErrorCode::Timeout, sql + QStringLiteral(" gives ") + found);
            cli::runEventsFor(100);
        }
    }

private:
    Result<> addFlow(const QString& table)
    {
        DatasetConfig dataset;
        dataset.name = table;
        dataset.tables = {m_driver == u"postgres" ? QStringLiteral("public.") + table : table};
        SubscriptionConfig options;
        if (table == u"stamped") {
            dataset.route = Route::Timestamp;
            dataset.routeColumn = QStringLiteral("version");
            dataset.deletedColumn = QStringLiteral("gone");
        } else if (table == u"flagged") {
            dataset.route = Route::Flag;
            dataset.routeColumn = QStringLiteral("sent");
        } else if (table == u"copied") {
            dataset.route = Route::FullCopy;
            dataset.copyTimes = QStringLiteral("yearly 01-01 00:00");
        } else {
            dataset.route = Route::Compare;
            options.verifyRepairs = true;
        }
        return m_nodes.addFlow(dataset, options);
    }

    QString sumOf(const QString& table) const
    {
        const QString pattern = m_driver == u"sqlite"
                                    ? QStringLiteral("SELECT count(*) || '/' || coalesce(sum(id), 0) || '/' || "
                                                     "coalesce(sum(id * length(v)), 0) FROM %1")
                                    : QStringLiteral("SELECT concat(count(*), '/', coalesce(sum(id), 0), '/', "
                                                     "coalesce(sum(id * length(v)), 0)) FROM %1");
        return pattern.arg(table);
    }

    const QString m_driver;
    const QString m_database;
    PgTwoNodes m_nodes;
    Result<> m_layOut;
};

} // namespace

/// The routes that look at the tables, through two real nodes, on every database.
class TstRoutes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_servers.start()); }

    void bringsChangesByEveryRoute_data()
    {
        QTest::addColumn<QString>("driver");
        for (const char* driver : {"postgres", "mariadb", "sqlite"})
            QTest::newRow(driver) << QString::fromLatin1(driver);
    }
    void bringsChangesByEveryRoute()
    {
        QFETCH(const QString, driver);
        RoutesScene scene(m_servers, driver, QStringLiteral("routes"));
        QVERIFY_OK(scene.goLive(kTables));
        for (const QString& table : kTables)
            QVERIFY_OK(scene.waitUntilEqual(table));

        QVERIFY_OK(scene.change(QStringLiteral("INSERT INTO stamped VALUES (3, 'new', 0, 3)")));
        QVERIFY_OK(scene.change(QStringLiteral("UPDATE stamped SET v = 'other', version = 4 WHERE id = 1")));
        QVERIFY_OK(scene.change(QStringLiteral("UPDATE stamped SET gone = 1, version = 5 WHERE id = 2")));
        QVERIFY_OK(scene.change(QStringLiteral("INSERT INTO flagged VALUES (3, 'new', 0)")));
        QVERIFY_OK(scene.change(QStringLiteral("UPDATE flagged SET v = 'other', sent = 0 WHERE id = 2")));
        QVERIFY_OK(scene.waitUntilEqual(QStringLiteral("stamped")));
        QVERIFY_OK(scene.waitUntilEqual(QStringLiteral("flagged")));
        QVERIFY_OK(
            scene.waitForSource(QStringLiteral("SELECT count(*) FROM flagged WHERE sent = 1"), QStringLiteral("3")));

        QVERIFY_OK(scene.change(QStringLiteral("DELETE FROM copied WHERE id = 1")));
        QVERIFY_OK(scene.change(QStringLiteral("INSERT INTO copied VALUES (3, 'new'), (4, 'newer')")));
        FlowApi& province = scene.nodes().province().engine().flow();
        QVERIFY_OK(cli::await<>([&](auto reply) { province.look(QStringLiteral("copied"), reply); }));
        QVERIFY_OK(scene.waitUntilEqual(QStringLiteral("copied")));

        QVERIFY_OK(scene.change(QStringLiteral("DELETE FROM compared WHERE id = 1")));
        QVERIFY_OK(scene.change(QStringLiteral("UPDATE compared SET v = 'other' WHERE id = 2")));
        QVERIFY_OK(scene.change(QStringLiteral("INSERT INTO compared VALUES (4, 'new')")));
        FlowApi& ministry = scene.nodes().ministry().engine().flow();
        QVERIFY_OK(cli::await<qint64>(
            [&](auto reply) { ministry.verify(QStringLiteral("compared"), QStringLiteral("field"), false, reply); }));
        QVERIFY_OK(scene.waitUntilEqual(QStringLiteral("compared")));

        const auto refused = cli::await<>([&](auto reply) { province.look(QStringLiteral("nobody's"), reply); });
        QVERIFY(!refused);
    }

    /// The province dies between what it sent and what it knows of having sent, the ministry between rows and commit.
    void losesNothingByAKill()
    {
        RoutesScene scene(m_servers, QStringLiteral("postgres"), QStringLiteral("killed"));
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
            QVERIFY_OK(node->start());
            ++id;
            QVERIFY_OK(scene.change(QStringLiteral("INSERT INTO stamped VALUES (%1, 'killed', 0, %1)").arg(id)));
            QVERIFY_OK(scene.change(QStringLiteral("INSERT INTO flagged VALUES (%1, 'killed', 0)").arg(id)));
            QVERIFY_OK(scene.change(QStringLiteral("UPDATE flagged SET v = 'k%1', sent = 0 WHERE id = 1").arg(id)));
            QVERIFY_OK(node->waitForEnd(30'000));
            QVERIFY_OK(scene.nodes().reviveDead());
        }
        for (const QString& table : tables)
            QVERIFY_OK(scene.waitUntilEqual(table, true));
        QVERIFY_OK(scene.waitForSource(QStringLiteral("SELECT count(*) FROM flagged WHERE sent = 1"),
                                       QString::number(id - 100 + 2)));
    }

private:
    Servers m_servers;
};

BUSHENG_TEST(TstRoutes)
#include "tst_routes.moc"
