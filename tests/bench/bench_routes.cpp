// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench.h"

#include "engine/base/clock.h"
#include "tests/bench/postgres/side.h"
#include "tests/support/mini_mariadb.h"
#include "tests/support/mini_postgres.h"
#include "tests/support/pg_two_nodes.h"

#include "app/cli/await.h"

#include <QProcess>
#include <QRegularExpression>

namespace busheng::bench {
namespace {

constexpr double kMostOverhead = 30; ///< percent
constexpr int kWithinMs = 600'000;
constexpr int kTableRows = 100'000;
const QString kDatabase = QStringLiteral("routes"); ///< whose table is published
const QString kPlain = QStringLiteral("plain");     ///< whose table is not

double secondsSince(qint64 startNs)
{
    return static_cast<double>(systemClock().monotonicNs() - startNs) / 1e9;
}

/// sysbench's transactions, one client: two updates, a delete and an insert of one row each by key, each a round trip.
Result<QString> sysbench(const QStringList& client, const QStringList& what)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QStringLiteral("sysbench"),
                  client +
                      QStringList{QStringLiteral("oltp_write_only"), QStringLiteral("--tables=1"),
                                  QStringLiteral("--table-size=%1").arg(kTableRows), QStringLiteral("--time=0")} +
                      what);
    while (process.state() != QProcess::NotRunning)
        cli::runEventsFor(20);
    const QString said = QString::fromUtf8(process.readAll());
    if (process.error() != QProcess::UnknownError || process.exitStatus() != QProcess::NormalExit ||
        process.exitCode() != 0)
        return fail(ErrorCode::Config, QStringLiteral("sysbench: %1 %2").arg(process.errorString(), said));
    return said;
}

/// What the trigger route costs the source's writers: those of a table that is published, with its triggers and its
/// changes flowing, against those of one that is not. And what a comparison of both ends gives.
class RouteCost {
public:
    /// `client`: how sysbench gets to the source.
    RouteCost(const Options& options, const test::TestServer& source, const test::TestServer& target,
              QStringList client)
        : m_options(options), m_source(source), m_target(target), m_client(std::move(client))
    {
    }

    Result<> run(std::vector<Row>& rows)
    {
        const QString home = m_source.driver() == u"postgres" ? QStringLiteral("postgres") : QStringLiteral("mysql");
        for (const QString& database : {kDatabase, kPlain}) {
            ENGINE_TRY(m_source.run(QStringLiteral("CREATE DATABASE ") + database, home));
            ENGINE_TRY(sysbench(clientOf(database), {QStringLiteral("prepare")}));
        }
        ENGINE_TRY(m_target.run(QStringLiteral("CREATE DATABASE ") + kDatabase, home));
        const qint64 count = m_options.rows / 50;
        std::vector<double> alone;
        std::vector<double> withTriggers;
        test::PgTwoNodes nodes(m_source, m_target, {kDatabase, {}});
        ENGINE_TRY(goLive(nodes));
        // Side by side, and who is first changes; the first round is about pages that were never touched.
        for (int round = 0; round <= m_options.rounds; ++round) {
            for (const bool triggers : {round % 2 == 0, round % 2 == 1}) {
                ENGINE_TRY_AS(const double rate, write(triggers ? kDatabase : kPlain, count));
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
    QStringList clientOf(const QString& database) const
    {
        const QString name = m_source.driver() == u"postgres" ? QStringLiteral("pgsql") : QStringLiteral("mysql");
        return m_client +
               QStringList{QStringLiteral("--db-driver=") + name, QStringLiteral("--%1-db=%2").arg(name, database)};
    }

    /// Transactions a second.
    Result<double> write(const QString& database, qint64 count)
    {
        ENGINE_TRY_AS(const QString said,
                      sysbench(clientOf(database), {QStringLiteral("--events=%1").arg(count), QStringLiteral("run")}));
        static const QRegularExpression kRate(QStringLiteral("transactions:\\s+\\d+\\s+\\(([0-9.]+) per sec"));
        const double rate = kRate.match(said).captured(1).toDouble();
        if (rate <= 0)
            return fail(ErrorCode::Config, QStringLiteral("sysbench says no rate: %1").arg(said));
        return rate;
    }

    Result<> goLive(test::PgTwoNodes& nodes)
    {
        ENGINE_TRY(nodes.startBoth());
        ENGINE_TRY(nodes.registerEnds());
        DatasetConfig dataset;
        dataset.name = kDatabase;
        dataset.route = Route::Trigger;
        dataset.tables = {m_source.driver() == u"postgres" ? QStringLiteral("public.sbtest1")
                                                           : QStringLiteral("sbtest1")};
        ENGINE_TRY(nodes.addFlow(dataset));
        return nodes.waitForState(SubscriptionState::Live, kWithinMs);
    }

    /// The verification that the compare route is: its rows a second, when what was written is there.
    Result<> compare(test::PgTwoNodes& nodes, std::vector<Row>& rows)
    {
        const QString count = QStringLiteral("SELECT count(*) FROM sbtest1");
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
    QStringList m_client;
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
        const QStringList client{QStringLiteral("--pgsql-host=127.0.0.1"),
                                 QStringLiteral("--pgsql-port=%1").arg(source.port()),
                                 QStringLiteral("--pgsql-user=postgres")};
        ENGINE_TRY(RouteCost(options, source, target, client).run(rows));
    }
    test::MiniMariaDb source;
    test::MiniMariaDb target;
    ENGINE_TRY(source.start());
    ENGINE_TRY(target.start());
    const QStringList client{QStringLiteral("--mysql-socket=%1/my.sock").arg(source.directory()),
                             QStringLiteral("--mysql-user=root")};
    ENGINE_TRY(RouteCost(options, source, target, client).run(rows));
    return rows;
}

} // namespace busheng::bench
