// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench.h"

#include "app/cli/await.h"
#include "engine/base/clock.h"
#include "tests/support/mini_mariadb.h"
#include "tests/support/mini_postgres.h"
#include "tests/support/pg_two_nodes.h"

#include <cstdio>

namespace busheng::bench {
namespace {

constexpr int kTransaction = 1000; ///< rows
constexpr int kWithinMs = 1'800'000;
constexpr qint64 kQueueMiB = 16'384;
constexpr double kGoal = 0.7;
const QString kPgToMy = QStringLiteral("x.pg_to_my");
const QString kMyToPg = QStringLiteral("x.my_to_pg");

double secondsSince(qint64 startNs)
{
    return static_cast<double>(systemClock().monotonicNs() - startNs) / 1e9;
}

/// The row of all suites, in the words of one database.
QString tableSql(const test::TestServer& server)
{
    const bool isMy = server.driver() == u"mariadb";
    return QStringLiteral("CREATE TABLE person (id bigint PRIMARY KEY, id_card char(18), name varchar(100), region "
                          "char(6), amount decimal(12,2), birth date, updated_at %1, note text)")
        .arg(isMy ? QStringLiteral("datetime(6)") : QStringLiteral("timestamp"));
}

/// So many rows behind `first`, in transactions of a thousand, made by the server itself.
QString insertSql(const test::TestServer& server, qint64 first, qint64 rows)
{
    if (server.driver() == u"mariadb") {
        QStringList sql;
        for (qint64 from = first; from < first + rows; from += kTransaction)
            sql +=
                QStringLiteral("INSERT INTO person SELECT seq, concat('34010019900101', lpad(seq % 10000, 4, '0')), "
                               "concat('张三', seq), '340100', seq / 7, date '1950-01-01' + INTERVAL seq % 20000 DAY, "
                               "'2026-01-01 08:00:00', repeat('备注', 17) FROM seq_%1_to_%2")
                    .arg(from)
                    .arg(std::min(from + kTransaction, first + rows) - 1);
        return sql.join(QStringLiteral(";\n"));
    }
    return QStringLiteral("DO $$ BEGIN FOR f IN 0..%2 LOOP INSERT INTO person SELECT seq, '34010019900101' || "
                          "lpad((seq % 10000)::text, 4, '0'), '张三' || seq, '340100', seq / 7.0, date '1950-01-01' + "
                          "(seq % 20000)::int, '2026-01-01 08:00:00', repeat('备注', 17) FROM generate_series(%1 + f * "
                          "%3, %1 + (f + 1) * %3 - 1) AS seq; COMMIT; END LOOP; END $$")
        .arg(first)
        .arg(rows / kTransaction - 1)
        .arg(kTransaction);
}

/// The target's server alone, inserting the same rows.
Result<double> wall(const test::TestServer& target, const QString& database, qint64 rows)
{
    ENGINE_TRY(target.run(QStringLiteral("DROP TABLE person"), database));
    ENGINE_TRY(target.run(tableSql(target), database));
    const qint64 start = systemClock().monotonicNs();
    ENGINE_TRY(target.run(insertSql(target, 1, rows), database));
    return static_cast<double>(rows) / secondsSince(start);
}

/// What the source has written while its node was away, until the last of it is at the target.
Result<double> drain(test::PgTwoNodes& nodes, const test::TestServer& source, qint64 rows)
{
    ENGINE_TRY(nodes.startBoth());
    ENGINE_TRY(nodes.registerAll());
    ENGINE_TRY(nodes.subscribe());
    ENGINE_TRY(nodes.waitForState(SubscriptionState::Live));
    ENGINE_TRY(nodes.province().stop());
    ENGINE_TRY(nodes.atSource(insertSql(source, 1, rows)));
    const qint64 start = systemClock().monotonicNs();
    ENGINE_TRY(nodes.province().start());
    ENGINE_TRY(nodes.waitUntilInStep(kWithinMs));
    const double seconds = secondsSince(start);
    ENGINE_TRY_AS(const VerificationSnapshot verified, nodes.verify(QStringLiteral("field"), kWithinMs));
    if (verified.state != u"equal")
        return fail(ErrorCode::Conflict, QStringLiteral("verification: %1 %2").arg(verified.state, verified.error));
    return static_cast<double>(rows) / seconds;
}

} // namespace

Result<std::vector<Row>> benchUnlike(const Options& options)
{
    test::MiniPostgres postgres;
    test::MiniMariaDb mariaDb;
    ENGINE_TRY(postgres.start());
    ENGINE_TRY(mariaDb.start());
    const qint64 count = options.rows / kTransaction * kTransaction;
    std::vector<Row> rows;
    for (const bool toMy : {true, false}) {
        const QString name = toMy ? kPgToMy : kMyToPg;
        if (!options.wants(name))
            continue;
        const test::TestServer& source = toMy ? static_cast<const test::TestServer&>(postgres) : mariaDb;
        const test::TestServer& target = toMy ? static_cast<const test::TestServer&>(mariaDb) : postgres;
        std::vector<double> ours;
        std::vector<double> peer;
        for (int round = 1; round <= options.rounds; ++round) {
            const QString database =
                QStringLiteral("%1_%2").arg(toMy ? QStringLiteral("to_my") : QStringLiteral("to_pg")).arg(round);
            ENGINE_TRY(postgres.run(QStringLiteral("CREATE DATABASE ") + database));
            ENGINE_TRY(mariaDb.run(QStringLiteral("CREATE DATABASE ") + database, QStringLiteral("mysql")));
            ENGINE_TRY(source.run(tableSql(source), database));
            ENGINE_TRY(source.run(QStringLiteral("CREATE TABLE mark (id bigint PRIMARY KEY)"), database));
            const QString schema = toMy ? QStringLiteral("public.") : QString(database + u'.');
            SubscriptionConfig subscription;
            subscription.targetSchema = toMy ? QString() : QStringLiteral("public");
            test::PgTwoNodes nodes(source, target,
                                   {database,
                                    {schema + QStringLiteral("person"), schema + QStringLiteral("mark")},
                                    kQueueMiB,
                                    subscription,
                                    {}});
            ENGINE_TRY_AS(const double drained, drain(nodes, source, count));
            ours.push_back(drained);
            for (cli::NodeProcess* node : {&nodes.province(), &nodes.ministry()})
                ENGINE_TRY(node->stop());
            if (toMy)
                ENGINE_TRY(test::PgTwoNodes::dropSlots(postgres));
            ENGINE_TRY_AS(const double written, wall(target, database, count));
            peer.push_back(written);
            std::fprintf(stderr, "bench: %s round %d: ours %.0f, the target's server alone %.0f rows/s\n",
                         qPrintable(name), round, drained, written);
        }
        rows.push_back({name,
                        median(ours),
                        median(peer),
                        QStringLiteral("rows/s, 1000 a transaction; peer: the target's server alone, inserting them"),
                        {Goal::Of::RatioAtLeast, kGoal}});
    }
    return rows;
}

} // namespace busheng::bench
