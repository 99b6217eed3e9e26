// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/mini_mariadb.h"
#include "tests/support/pg_two_nodes.h"

namespace busheng::test {

/// Two servers for all tests of a class.
struct MyServers {
    MiniMariaDb source;
    MiniMariaDb target;

    Result<> start()
    {
        ENGINE_TRY(source.start());
        return target.start();
    }
};

/// One database on each server, and the two nodes between them: `person` (keyed, a column of each kind), `account` (its
/// balances always add up to the same sum), `visit` (keyless, with rows that are equal), `mark`.
class MyScene {
public:
    static constexpr int kBalances = 20'000;

    MyScene(MyServers& servers, const QString& database, const SubscriptionConfig& options = {}, int people = 5000)
        : m_servers(servers),
          m_nodes(servers.source, servers.target,
                  {database, named(database, {"person", "account", "visit", "mark"}), 512, options, {}})
    {
        m_layOut = layOut(database, people);
    }

    ~MyScene()
    {
        for (cli::NodeProcess* node : {&m_nodes.province(), &m_nodes.ministry()}) {
            if (node->isRunning())
                node->kill();
        }
    }

    PgTwoNodes& nodes() { return m_nodes; }

    /// Tables as a dataset names them.
    static QStringList named(const QString& database, std::initializer_list<const char*> tables)
    {
        QStringList names;
        for (const char* table : tables)
            names.append(database + u'.' + QLatin1StringView(table));
        return names;
    }

    Result<> registerAll()
    {
        ENGINE_TRY(m_layOut);
        if (!m_nodes.isValid())
            return fail(ErrorCode::Internal, m_nodes.failure());
        ENGINE_TRY(m_nodes.startBoth());
        return m_nodes.registerAll();
    }

    Result<> goLive()
    {
        ENGINE_TRY(registerAll());
        ENGINE_TRY(m_nodes.subscribe());
        return m_nodes.waitForState(SubscriptionState::Live);
    }

    /// `count` transactions, number `first` and on: money moves, people come, change and go, visits are added, changed
    /// and removed; every seventh rolls a part of itself back.
    Result<> work(int first, int count)
    {
        QStringList sql;
        for (int i = first; i < first + count; ++i) {
            sql +=
                {QStringLiteral("BEGIN"),
                 QStringLiteral("UPDATE account SET balance = balance - %1 WHERE id = 1 + %1 % 20").arg(i),
                 QStringLiteral(
                     "INSERT INTO person VALUES (1000000 + %1, '新增%1', '340100', %1 / 7.0, date '1990-01-01' "
                     "+ INTERVAL %1 DAY, now(3), x'00ff', NULL)")
                     .arg(i),
                 QStringLiteral("UPDATE person SET name = concat(name, '改'), note = '%1' WHERE id % 17 = %1 % 17")
                     .arg(i),
                 QStringLiteral("DELETE FROM person WHERE id = 1 + %1").arg(i),
                 QStringLiteral("INSERT INTO visit VALUES ('340100', %1 % 3), ('340100', %1 % 3)").arg(i),
                 QStringLiteral("UPDATE visit SET times = times + 10 WHERE times = %1 % 3 LIMIT 1").arg(i),
                 QStringLiteral("DELETE FROM visit WHERE times = (%1 + 1) % 3 LIMIT 1").arg(i),
                 QStringLiteral("UPDATE account SET balance = balance + %1 WHERE id = 1 + (%1 * 7 + 3) % 20").arg(i)};
            if (i % 7 == 0)
                sql += {QStringLiteral("SAVEPOINT s"), QStringLiteral("DELETE FROM person"),
                        QStringLiteral("ROLLBACK TO SAVEPOINT s")};
            sql += QStringLiteral("COMMIT");
        }
        ENGINE_TRY(m_nodes.atSource(sql.join(QStringLiteral(";\n"))));
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
            QStringLiteral("CREATE TABLE person (id bigint PRIMARY KEY, name varchar(200) NOT NULL, region char(6),"
                           " paid decimal(12,2), birth date, changed timestamp(3) NULL, photo blob, note text);\n"
                           "CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL);\n"
                           "CREATE TABLE visit (region char(6), times int);\n"
                           "CREATE TABLE mark (id bigint PRIMARY KEY)");
        for (const MiniMariaDb* server : {&m_servers.source, &m_servers.target}) {
            ENGINE_TRY(server->run(QStringLiteral("CREATE DATABASE ") + database, QStringLiteral("mysql")));
            ENGINE_TRY(server->run(tables, database));
        }
        ENGINE_TRY(m_servers.source.run(
            QStringLiteral(
                "INSERT INTO person SELECT seq, concat('张三', seq), concat('34', lpad(seq % 10000, 4, '0')), "
                "seq / 3.0, date '1950-01-01' + INTERVAL seq DAY, timestamp '2026-01-01 00:00:00' + INTERVAL "
                "seq SECOND, unhex(repeat('00ff', seq % 25)), CASE seq % 3 WHEN 0 THEN NULL WHEN 1 THEN '' "
                "ELSE concat('备注', seq) END FROM %1;\n"
                "INSERT INTO account SELECT seq, 1000 FROM %2;\n"
                "INSERT INTO visit SELECT '340100', seq % 5 FROM %3")
                .arg(numbersTo(people), numbersTo(20), numbersTo(60)),
            database));
        return {};
    }

    MyServers& m_servers;
    PgTwoNodes m_nodes;
    Result<> m_layOut;
};

} // namespace busheng::test
