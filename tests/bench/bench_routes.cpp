// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench.h"

#include "engine/base/clock.h"
#include "tests/bench/postgres/side.h"
#include "tests/support/mini_mariadb.h"
#include "tests/support/mini_postgres.h"
#include "tests/support/pg_two_nodes.h"

#include "app/cli/await.h"

namespace busheng::bench {
namespace {

constexpr double kMostOverhead = 30; ///< percent
constexpr int kWithinMs = 600'000;
const QString kDatabase = QStringLiteral("routes");

double secondsSince(qint64 startNs)
{
    return static_cast<double>(systemClock().monotonicNs() - startNs) / 1e9;
}

/// `person`, which is published, and `plain`, which is not; for each a procedure that writes it.
QString layOutSql(const test::TestServer& server)
{
    const bool isPg = server.driver() == u"postgres";
    QStringList sql;
    for (const char* table : {"person", "plain"}) {
        const QString name = QLatin1String(table);
        sql += QStringLiteral("CREATE TABLE %1 (id bigint PRIMARY KEY, name varchar(100), note text)").arg(name);
        sql += isPg ? QStringLiteral("CREATE PROCEDURE write_%1(f bigint, n bigint) LANGUAGE plpgsql AS $$ BEGIN FOR i "
                                     "IN f..f + n - 1 LOOP INSERT INTO %1 VALUES (i, 'a' || i, repeat('备注', 17)); "
                                     "COMMIT; UPDATE %1 SET name = 'b' WHERE id = i; COMMIT; END LOOP; END $$")
                          .arg(name)
                    : QStringLiteral("CREATE PROCEDURE write_%1(IN f bigint, IN n bigint) BEGIN DECLARE i bigint "
                                     "DEFAULT f; WHILE i < f + n DO INSERT INTO %1 VALUES (i, concat('a', i), "
                                     "repeat('备注', 17)); UPDATE %1 SET name = 'b' WHERE id = i; SET i = i + 1; END "
                                     "WHILE; END")
                          .arg(name);
    }
    return sql.join(QStringLiteral(";\n"));
}

/// Transactions a second of a writer inside the server: an insert and an update of each row.
Result<double> write(const test::TestServer& server, const QString& table, qint64 first, qint64 count)
{
    const qint64 start = systemClock().monotonicNs();
    const auto work = [&]() -> Result<> {
        ENGINE_TRY(server.run(QStringLiteral("CALL write_%1(%2, %3)").arg(table).arg(first).arg(count), kDatabase));
        return {};
    };
    ENGINE_TRY(whileEventsRun(work));
    return 2.0 * static_cast<double>(count) / secondsSince(start);
}

/// What the trigger route costs the source's writers: those of a table that is published, with its triggers and its
/// changes flowing, against those of one that is not. And what a comparison of both ends gives.
class RouteCost {
public:
    RouteCost(const Options& options, const test::TestServer& source, const test::TestServer& target)
        : m_options(options), m_source(source), m_target(target)
    {
    }

    Result<> run(std::vector<Row>& rows)
    {
        const QString home = m_source.driver() == u"postgres" ? QStringLiteral("postgres") : QStringLiteral("mysql");
        for (const test::TestServer* server : {&m_source, &m_target})
            ENGINE_TRY(server->run(QStringLiteral("CREATE DATABASE ") + kDatabase, home));
        ENGINE_TRY(m_source.run(layOutSql(m_source), kDatabase));
        const qint64 count = m_options.rows / 20;
        std::vector<double> alone;
        std::vector<double> withTriggers;
        test::PgTwoNodes nodes(m_source, m_target, {kDatabase, {}});
        ENGINE_TRY(goLive(nodes));
        // Side by side, and who is first changes; the first round is about pages that were never touched.
        for (int round = 0; round <= m_options.rounds; ++round) {
            for (const bool triggers : {round % 2 == 0, round % 2 == 1}) {
                const QString table = triggers ? QStringLiteral("person") : QStringLiteral("plain");
                ENGINE_TRY_AS(const double rate, write(m_source, table, round * count, count));
                if (round > 0)
                    (triggers ? withTriggers : alone).push_back(rate);
            }
        }
        const double overhead = 100 * (1 - median(withTriggers) / median(alone));
        rows.push_back({QStringLiteral("trigger.overhead.") + m_source.driver(),
                        overhead,
                        std::nullopt,
                        QStringLiteral("% fewer transactions a second of the source's writers"),
                        {Goal::Of::OursAtMost, kMostOverhead}});
        return compare(nodes, rows);
    }

private:
    Result<> goLive(test::PgTwoNodes& nodes)
    {
        ENGINE_TRY(nodes.startBoth());
        ENGINE_TRY(nodes.registerEnds());
        DatasetConfig dataset;
        dataset.name = kDatabase;
        dataset.route = Route::Trigger;
        dataset.tables = {m_source.driver() == u"postgres" ? QStringLiteral("public.person")
                                                           : QStringLiteral("person")};
        ENGINE_TRY(nodes.addFlow(dataset));
        return nodes.waitForState(SubscriptionState::Live, kWithinMs);
    }

    /// The verification that the compare route is: its rows a second, when what was written is there.
    Result<> compare(test::PgTwoNodes& nodes, std::vector<Row>& rows)
    {
        const QString count = QStringLiteral("SELECT count(*) FROM person");
        ENGINE_TRY_AS(const QString wanted, nodes.atSource(count));
        const qint64 began = systemClock().monotonicNs();
        while (true) {
            ENGINE_TRY_AS(const QString there, nodes.atTarget(count));
            if (there == wanted)
                break;
            if (secondsSince(began) * 1000 > kWithinMs)
                return fail(ErrorCode::Timeout, QStringLiteral("%1 of %2 rows").arg(there, wanted));
            cli::runEventsFor(50);
        }
        FlowApi& flow = nodes.ministry().engine().flow();
        std::vector<double> rates;
        for (int round = 1; round <= m_options.rounds; ++round) {
            const qint64 start = systemClock().monotonicNs();
            ENGINE_TRY_AS(const qint64 id, cli::await<qint64>([&](auto reply) {
                              flow.verify(kDatabase, QStringLiteral("field"), false, reply);
                          }));
            VerificationSnapshot now;
            do {
                cli::runEventsFor(5);
                ENGINE_TRY_AS(now, cli::await<VerificationSnapshot>([&](auto reply) { flow.verification(id, reply); }));
            } while (now.state == u"running");
            if (now.state != u"equal")
                return fail(ErrorCode::Conflict, QStringLiteral("comparison: %1 %2").arg(now.state, now.error));
            rates.push_back(wanted.toDouble() / secondsSince(start));
        }
        rows.push_back({QStringLiteral("compare.") + m_source.driver(),
                        median(rates),
                        std::nullopt,
                        QStringLiteral("rows/s of a comparison of both ends"),
                        {}});
        return {};
    }

    const Options& m_options;
    const test::TestServer& m_source;
    const test::TestServer& m_target;
};

} // namespace

Result<std::vector<Row>> benchRoutes(const Options& options)
{
    std::vector<Row> rows;
    {
        test::MiniPostgres source;
        test::MiniPostgres target;
        ENGINE_TRY(source.start());
        ENGINE_TRY(target.start());
        ENGINE_TRY(RouteCost(options, source, target).run(rows));
    }
    test::MiniMariaDb source;
    test::MiniMariaDb target;
    ENGINE_TRY(source.start());
    ENGINE_TRY(target.start());
    ENGINE_TRY(RouteCost(options, source, target).run(rows));
    return rows;
}

} // namespace busheng::bench
