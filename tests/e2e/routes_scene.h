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
    Result<> waitUntilEqual(const QString& table, bool revive = false);

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
    Result<> bringChangesByEveryRoute();

    /// A table comes to the dataset of each route that looks at tables, changes, is loaded anew and leaves; fails when
    /// the target is not as the source then.
    Result<> exchangeTablesByEveryRoute();

private:
    Result<> exchangeTables(const QString& table);

    /// The target has the table as the source has it, and no table of the subscription is being loaded.
    Result<> waitUntilLoaded(const QString& subscription, const QString& table);

    /// The province says that the dataset cannot be captured.
    Result<> waitUntilStopped(const QString& dataset);

    Result<> lookOrCompare(const QString& table);

    /// As a dataset names it, and as a structure does.
    QString named(const QString& table) const
    {
        return m_source.kind() == u"postgres" ? QStringLiteral("public.") + table : table;
    }
    QString qualified(const TestServer& server, const QString& table) const
    {
        if (server.kind() == u"sqlite")
            return table;
        return (server.kind() == u"postgres" ? QStringLiteral("public") : m_database) + u'.' + table;
    }

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
        SubscriptionConfig options;
        if (m_target.kind() == u"postgres" && m_source.kind() != u"postgres")
            options.targetSchema = QStringLiteral("public");
        options.verifyRepairs = table == u"compared";
        return m_nodes.addFlow(datasetOf(table), options);
    }

    DatasetConfig datasetOf(const QString& table) const;

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
