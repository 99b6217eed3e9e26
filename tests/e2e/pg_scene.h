// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/await.h"
#include "tests/support/pg_two_nodes.h"

#include <QElapsedTimer>

namespace busheng::test {

/// Two PostgreSQL servers for all tests of a class. A server that was killed is started again by revive().
struct PgServers {
    MiniPostgres source;
    MiniPostgres target;

    Result<> start()
    {
        ENGINE_TRY(source.start());
        return target.start();
    }

    /// Until the backends that a kill left over have noticed, the new server refuses to start.
    static Result<> revive(MiniPostgres& server)
    {
        constexpr int kWithinMs = 60'000;
        QElapsedTimer clock;
        clock.start();
        while (true) {
            auto started = server.startAgain();
            if (started || clock.elapsed() > kWithinMs)
                return started;
            cli::runEventsFor(100);
        }
    }
};

/// One database on each server with the tables of the tests, and the two nodes between them. Takes the slots away at
/// its end, so that the next one starts anew.
///
/// `person` (keyed, a column of each kind), `account` (its balances always add up to the same sum), `visit` (keyless,
/// with rows that are equal), `mark`.
class PgScene {
public:
    static constexpr int kAccounts = 20;
    static constexpr int kBalances = 20'000;

    PgScene(PgServers& servers, const QString& database, int people = 500, const SubscriptionConfig& options = {},
            const SubscriptionConfig& backOptions = {})
        : m_servers(servers), m_nodes(servers.source, servers.target,
                                      {database,
                                       {QStringLiteral("public.person"), QStringLiteral("public.account"),
                                        QStringLiteral("public.visit"), QStringLiteral("public.mark")},
                                       512,
                                       options,
                                       backOptions})
    {
        m_layOut = layOut(database, people);
    }

    ~PgScene()
    {
        for (cli::NodeProcess* node : {&m_nodes.province(), &m_nodes.ministry()}) {
            if (node->isRunning())
                node->kill();
        }
        for (MiniPostgres* server : {&m_servers.source, &m_servers.target}) {
            if (auto dropped = PgTwoNodes::dropSlots(*server); !dropped)
                qWarning("%s", qPrintable(dropped.error().toString()));
        }
    }

    PgTwoNodes& nodes() { return m_nodes; }

    /// Both nodes up, everything registered, the ministry subscribed and live.
    Result<> goLive(const std::optional<SubscriptionConfig>& options = {})
    {
        ENGINE_TRY(subscribe(options));
        return m_nodes.waitForState(SubscriptionState::Live);
    }

    /// Without `options`: with the layout's.
    Result<> subscribe(const std::optional<SubscriptionConfig>& options)
    {
        ENGINE_TRY(registerAll());
        return options ? m_nodes.subscribe(*options) : m_nodes.subscribe();
    }

    /// Both nodes up, everything registered, nothing subscribed.
    Result<> registerAll()
    {
        ENGINE_TRY(m_layOut);
        if (!m_nodes.isValid())
            return fail(ErrorCode::Internal, m_nodes.failure());
        ENGINE_TRY(m_nodes.startBoth());
        return m_nodes.registerAll();
    }

    /// `count` transactions, number `first` and on, in one call: money moves, people come, change and go, visits are
    /// added, changed and removed; every seventh rolls a part of itself back.
    Result<> work(int first, int count)
    {
        ENGINE_TRY(m_nodes.atSource(
            QStringLiteral(
                "DO $$ DECLARE i int; BEGIN FOR i IN %1..%2 LOOP"
                " UPDATE account SET balance = balance - i WHERE id = 1 + i % 20;"
                " INSERT INTO person VALUES (1000000 + i, '新增' || i, '340100', i / 7.0, date '1990-01-01' + i,"
                "  now(), '\\x00ff', NULL);"
                " UPDATE person SET name = name || '改', note = i WHERE id % 17 = i % 17;"
                " DELETE FROM person WHERE id = 1 + i;"
                " INSERT INTO visit VALUES ('340100', i % 3), ('340100', i % 3);"
                " UPDATE visit SET times = times + 10 WHERE ctid IN (SELECT ctid FROM visit WHERE times = i % 3 LIMIT "
                "1);"
                " DELETE FROM visit WHERE ctid IN (SELECT ctid FROM visit WHERE times = (i + 1) % 3 LIMIT 1);"
                " UPDATE account SET balance = balance + i WHERE id = 1 + (i * 7 + 3) % 20;"
                " IF i % 7 = 0 THEN BEGIN DELETE FROM person; RAISE EXCEPTION 'undone'; EXCEPTION WHEN OTHERS THEN "
                "NULL;"
                "  END; END IF;"
                " COMMIT; END LOOP; END $$")
                .arg(first)
                .arg(first + count - 1)));
        return {};
    }

    /// Fails when the balances at the target do not add up: half a transaction is visible.
    Result<> checkBalances()
    {
        ENGINE_TRY_AS(const QString sum, m_nodes.atTarget(QStringLiteral("SELECT sum(balance) FROM account")));
        if (sum.isEmpty() || sum.toInt() == kBalances) // empty: not loaded yet
            return {};
        return fail(ErrorCode::Conflict, QStringLiteral("half a transaction is visible: ") + sum);
    }

    Result<> checkEqual()
    {
        ENGINE_TRY_AS(const QStringList different, m_nodes.differentTables());
        return different.isEmpty() ? Result<>() : fail(ErrorCode::Conflict, different.join(u'\n'));
    }

private:
    Result<> layOut(const QString& database, int people)
    {
        const QString tables =
            QStringLiteral("CREATE TABLE person (id bigint PRIMARY KEY, name text NOT NULL, region char(6),"
                           " paid numeric(12,2), birth date, changed timestamptz, photo bytea, note text);"
                           "CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL);"
                           "CREATE TABLE visit (region char(6), times int);"
                           "ALTER TABLE visit REPLICA IDENTITY FULL;"
                           "CREATE TABLE mark (id bigint PRIMARY KEY);");
        for (const MiniPostgres* server : {&m_servers.source, &m_servers.target}) {
            ENGINE_TRY(server->run(QStringLiteral("CREATE DATABASE ") + database));
            ENGINE_TRY(server->run(tables, database));
        }
        ENGINE_TRY(m_servers.source.run(
            QStringLiteral("INSERT INTO person SELECT i, '张三' || i, '34' || lpad((i % 10000)::text, 4, '0'), i / 3.0,"
                           " date '1950-01-01' + i, timestamptz '2026-01-01 00:00:00+08' + i * interval '1 second',"
                           " decode(repeat('00ff', i % 25), 'hex'), CASE i % 3 WHEN 0 THEN NULL WHEN 1 THEN '' ELSE "
                           "'备注' || i END FROM generate_series(1, %1) i;"
                           "INSERT INTO account SELECT i, 1000 FROM generate_series(1, 20) i;"
                           "INSERT INTO visit SELECT '340100', i % 5 FROM generate_series(1, 60) i")
                .arg(people),
            database));
        return {};
    }

    PgServers& m_servers;
    PgTwoNodes m_nodes;
    Result<> m_layOut;
};

} // namespace busheng::test
