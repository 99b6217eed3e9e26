// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/await.h"
#include "tests/support/odbc_server.h"
#include "tests/support/pg_two_nodes.h"

#include <QElapsedTimer>

#include <map>
#include <memory>

namespace busheng::test {

/// Two servers of each kind, for all tests of a class; the first of each also by its ODBC driver.
struct RouteServers {
    MiniPostgres postgres[2];
    MiniMariaDb mariadb[2];
    MiniMariaDb mysql[2] = {MiniMariaDb(MyFlavour::MySql), MiniMariaDb(MyFlavour::MySql)};
    MiniSqlite sqlite[2];
    std::map<QString, std::unique_ptr<OdbcServer>> odbc;

    Result<> start()
    {
        for (MiniPostgres& server : postgres)
            ENGINE_TRY(server.start());
        for (MiniMariaDb& server : mariadb)
            ENGINE_TRY(server.start());
        odbc[QStringLiteral("odbc-postgres")] = std::make_unique<OdbcServer>(postgres[0]);
        odbc[QStringLiteral("odbc-mariadb")] = std::make_unique<OdbcServer>(mariadb[0]);
        odbc[QStringLiteral("odbc-sqlite")] = std::make_unique<OdbcServer>(sqlite[0]);
        return {};
    }

    Result<> startMySql()
    {
        for (MiniMariaDb& server : mysql)
            ENGINE_TRY(server.start());
        return {};
    }

    /// `name`: "postgres", "mariadb", "mysql", "sqlite"; a source also "odbc-postgres", ...
    const TestServer& at(const QString& name, int end) const
    {
        if (const auto found = odbc.find(name); found != odbc.end())
            return *found->second;
        if (name == u"postgres")
            return postgres[end];
        if (name == u"mysql")
            return mysql[end];
        return name == u"mariadb" ? static_cast<const TestServer&>(mariadb[end]) : sqlite[end];
    }
};

/// One table for each route, between two real nodes; the target makes its own.
class RoutesScene {
public:
    RoutesScene(const TestServer& source, const TestServer& target, const QString& database)
        : m_source(source), m_target(target), m_database(database), m_nodes(source, target, {database, {}})
    {
        m_layOut = [&]() -> Result<> {
            for (const TestServer* server : {&source, &target})
                ENGINE_TRY(createDatabase(*server));
            ENGINE_TRY(target.run(QStringLiteral("SELECT 1"), database)); // SQLite: the file
            ENGINE_TRY(m_nodes.atSource(
                QStringLiteral("CREATE TABLE stamped (id int NOT NULL PRIMARY KEY, v varchar(20), gone int NOT NULL "
                               "DEFAULT 0, version int NOT NULL);\n"
                               "CREATE TABLE flagged (id int NOT NULL PRIMARY KEY, v varchar(20), sent int);\n"
                               "CREATE TABLE copied (id int NOT NULL PRIMARY KEY, v varchar(20));\n"
                               "CREATE TABLE compared (id int NOT NULL PRIMARY KEY, v varchar(20));\n"
                               "CREATE TABLE triggered (id int NOT NULL PRIMARY KEY, v varchar(20));\n"
                               "CREATE TABLE logged (id int NOT NULL PRIMARY KEY, v varchar(20));\n"
                               "INSERT INTO stamped VALUES (1, 'a', 0, 1), (2, 'b', 0, 2);\n"
                               "INSERT INTO flagged VALUES (1, 'a', 0), (2, 'b', 1);\n"
                               "INSERT INTO copied VALUES (1, 'a'), (2, 'b');\n"
                               "INSERT INTO triggered VALUES (1, 'a'), (2, 'b');\n"
                               "INSERT INTO logged VALUES (1, 'a'), (2, 'b');\n"
                               "INSERT INTO compared VALUES (1, 'a'), (2, 'b'), (3, 'c')")));
            return {};
        }();
    }

    PgTwoNodes& nodes() { return m_nodes; }

    /// Of the routes that this source has.
    QStringList tables() const
    {
        QStringList tables{QStringLiteral("stamped"), QStringLiteral("flagged"), QStringLiteral("copied"),
                           QStringLiteral("compared")};
        const bool isOdbc = m_source.driver() == u"odbc";
        if (!isOdbc || m_source.kind() != u"sqlite")
            tables.append(QStringLiteral("triggered"));
        if (!isOdbc && m_source.kind() != u"sqlite")
            tables.append(QStringLiteral("logged"));
        return tables;
    }

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
            ENGINE_TRY_AS(
                const QString wanted,
                m_nodes.atSource(sumOf(m_source, table) + (marks ? QStringLiteral(" WHERE gone = 0") : QString())));
            ENGINE_TRY_AS(const QString found, m_nodes.atTarget(sumOf(m_target, table)));
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

    /// Rows that come, change and go, by each route that the source has; fails when one does not arrive.
    Result<> bringChangesByEveryRoute()
    {
        ENGINE_TRY(goLive(tables()));
        for (const QString& table : tables())
            ENGINE_TRY(waitUntilEqual(table));
        ENGINE_TRY(change(QStringLiteral("INSERT INTO stamped VALUES (3, 'new', 0, 3)")));
        ENGINE_TRY(change(QStringLiteral("UPDATE stamped SET v = 'other', version = 4 WHERE id = 1")));
        ENGINE_TRY(change(QStringLiteral("UPDATE stamped SET gone = 1, version = 5 WHERE id = 2")));
        ENGINE_TRY(change(QStringLiteral("INSERT INTO flagged VALUES (3, 'new', 0)")));
        ENGINE_TRY(change(QStringLiteral("UPDATE flagged SET v = 'other', sent = 0 WHERE id = 2")));
        for (const QString& table : tables().mid(2)) { // the others have no columns of their own
            ENGINE_TRY(change(QStringLiteral("DELETE FROM %1 WHERE id = 1").arg(table)));
            ENGINE_TRY(change(QStringLiteral("UPDATE %1 SET v = 'other' WHERE id = 2").arg(table)));
            ENGINE_TRY(change(QStringLiteral("INSERT INTO %1 VALUES (4, 'new'), (5, '新')").arg(table)));
        }
        FlowApi& province = m_nodes.province().engine().flow();
        ENGINE_TRY(cli::await<>([&](auto reply) { province.look(QStringLiteral("copied"), reply); }));
        FlowApi& ministry = m_nodes.ministry().engine().flow();
        ENGINE_TRY(cli::await<qint64>(
            [&](auto reply) { ministry.verify(QStringLiteral("compared"), QStringLiteral("field"), false, reply); }));
        for (const QString& table : tables())
            ENGINE_TRY(waitUntilEqual(table));
        return waitForSource(QStringLiteral("SELECT count(*) FROM flagged WHERE sent = 1"), QStringLiteral("3"));
    }

private:
    Result<> createDatabase(const TestServer& server) const
    {
        if (server.kind() == u"sqlite")
            return {};
        const QString home = server.kind() == u"postgres" ? QStringLiteral("postgres") : QStringLiteral("mysql");
        ENGINE_TRY(server.run(QStringLiteral("CREATE DATABASE ") + m_database, home));
        return {};
    }

    Result<> addFlow(const QString& table)
    {
        DatasetConfig dataset;
        dataset.name = table;
        dataset.tables = {m_source.kind() == u"postgres" ? QStringLiteral("public.") + table : table};
        SubscriptionConfig options;
        if (m_target.kind() == u"postgres" && m_source.kind() != u"postgres")
            options.targetSchema = QStringLiteral("public");
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
        } else if (table == u"triggered") {
            dataset.route = Route::Trigger;
        } else if (table == u"logged") {
            dataset.route = Route::Log;
        } else {
            dataset.route = Route::Compare;
            options.verifyRepairs = true;
        }
        return m_nodes.addFlow(dataset, options);
    }

    static QString sumOf(const TestServer& server, const QString& table)
    {
        const QString pattern = server.kind() == u"sqlite"
                                    ? QStringLiteral("SELECT count(*) || '/' || coalesce(sum(id), 0) || '/' || "
                                                     "coalesce(sum(id * length(v)), 0) FROM %1")
                                    : QStringLiteral("SELECT concat(count(*), '/', coalesce(sum(id), 0), '/', "
                                                     "coalesce(sum(id * char_length(v)), 0)) FROM %1");
        return pattern.arg(table);
    }

    const TestServer& m_source;
    const TestServer& m_target;
    const QString m_database;
    PgTwoNodes m_nodes;
    Result<> m_layOut;
};

} // namespace busheng::test
