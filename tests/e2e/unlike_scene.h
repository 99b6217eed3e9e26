// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/mini_mariadb.h"
#include "tests/support/mini_postgres.h"
#include "tests/support/mini_sqlite.h"
#include "tests/support/pg_two_nodes.h"

#include <QRandomGenerator>

namespace busheng::test {

inline constexpr int kBalances = 20'000;
inline constexpr int kPeople = 800;
inline constexpr int kKindRows = 3;
inline const QString kPostgres = QStringLiteral("postgres");
inline const QString kMariaDb = QStringLiteral("mariadb");
inline const QString kSqlite = QStringLiteral("sqlite");

/// Whether a pair is to be run: where MySQL stands for MariaDB (BUSHENG_TEST_SERVER), only those that it is an end of.
inline bool isTestedPair(const QString& from, const QString& to)
{
    return testedFlavour() == MyFlavour::MariaDb || from == kMariaDb || to == kMariaDb;
}

/// One server of each kind for all tests of a class, and another of each for pairs of the same kind.
struct Servers {
    MiniPostgres postgres;
    MiniMariaDb mariaDb;
    MiniSqlite sqlite;
    MiniPostgres otherPostgres;
    MiniMariaDb otherMariaDb;
    MiniSqlite otherSqlite;

    Result<> start()
    {
        ENGINE_TRY(postgres.start());
        return mariaDb.start();
    }

    Result<> startOthers()
    {
        ENGINE_TRY(otherPostgres.start());
        return otherMariaDb.start();
    }

    /// The target of a flow: where its source is of the same kind, the other one.
    const TestServer& target(const QString& engine, const QString& source) const
    {
        if (engine != source)
            return of(engine);
        if (engine == kPostgres)
            return otherPostgres;
        return engine == kMariaDb ? static_cast<const TestServer&>(otherMariaDb) : otherSqlite;
    }

    const TestServer& of(const QString& engine) const
    {
        if (engine == kPostgres)
            return postgres;
        return engine == kMariaDb ? static_cast<const TestServer&>(mariaDb) : sqlite;
    }
};

/// A database with tables at a server of one kind, none at one of another (or another one of the same) kind, and the
/// two nodes between them. `person` (keyed by a text, a column of each kind), `account` (its balances always add up to
/// the same sum), `visit` (keyless, with rows that are equal; not from SQLite), `mark`.
class UnlikeScene {
public:
    UnlikeScene(Servers& servers, const QString& from, const QString& to, const QString& database)
        : m_servers(servers), m_from(from), m_to(to), m_database(database),
          m_nodes(servers.of(from), servers.target(to, from), {database, tables(), 512, options(), {}})
    {
        m_layOut = layOut();
    }

    ~UnlikeScene()
    {
        for (cli::NodeProcess* node : {&m_nodes.province(), &m_nodes.ministry()}) {
            if (node->isRunning())
                node->kill();
        }
        if (m_from != kPostgres)
            return;
        if (auto dropped = PgTwoNodes::dropSlots(m_servers.postgres); !dropped)
            qWarning("%s", qPrintable(dropped.error().toString()));
    }

    PgTwoNodes& nodes() { return m_nodes; }

    Result<> goLive();

    /// `count` transactions, number `first` and on: money moves, people come, change, change their key and go; visits
    /// are added, changed and removed.
    Result<> work(int first, int count);

    /// `count` transactions of random changes, some of them rolled back in part or whole. `next` numbers what is new.
    Result<> workAtRandom(QRandomGenerator& random, int& next, int count);

    /// Fails when the balances at the target do not add up: half a transaction is visible.
    Result<> checkBalances();

    /// The rows of `kinds` once more, so that the same values come by the load and by the stream; and each of them over
    /// another one.
    Result<> streamKinds();

    /// Fails when what came by the stream is not what the load brought, at the target itself.
    Result<> checkKinds();

    /// Both ends' rows in the words of their own databases, without any code of ours.
    Result<> checkEqual();

    /// All that our verification finds: at the level of tables and of fields.
    Result<> checkVerified();

private:
    QString randomChange(QRandomGenerator& random, int& next) const;

    /// SQLite finds rows by a key only.
    bool hasVisits() const { return m_from != kSqlite && m_to != kSqlite; }

    QStringList tables() const;

    SubscriptionConfig options() const;

    QStringList kindNames() const;

    /// Types of the source, each with its values, parted by "; ".
    QStringList kinds() const;

    QStringList kindsSql() const;

    QString bytes() const { return m_from == kPostgres ? QStringLiteral("'\\x00ff'") : QStringLiteral("x'00ff'"); }

    QString one(const QString& head, int times) const;

    Result<> layOut();

    static QString administration(const QString& engine);

    /// One hash over all rows: of PostgreSQL's text and MariaDB's, which these expressions make alike.
    QString allSql(const QString& engine) const;

    Servers& m_servers;
    QString m_from;
    QString m_to;
    QString m_database;
    PgTwoNodes m_nodes;
    Result<> m_layOut;
};

} // namespace busheng::test
