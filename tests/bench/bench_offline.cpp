// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench.h"

#include "app/cli/await.h"
#include "engine/base/clock.h"
#include "tests/bench/postgres/side.h"
#include "tests/bench/postgres/workload.h"
#include "tests/support/mini_postgres.h"
#include "tests/support/pg_two_nodes.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <map>

namespace busheng::bench {
namespace {

constexpr int kWithinMs = 3'600'000;
constexpr qint64 kQueueMiB = 16'384;
constexpr qint64 kTimesRows = 3; ///< of Options::rows: some millions
constexpr qint64 kPerTransaction = 1000;
constexpr qint64 kPartBytes = 256 << 20;
const QString kBy = QStringLiteral("bench");
const QString kPerson = QStringLiteral("public.person");

double secondsSince(qint64 startNs)
{
    return static_cast<double>(systemClock().monotonicNs() - startNs) / 1e9;
}

double mebibytes(qint64 bytes)
{
    return static_cast<double>(bytes) / (1 << 20);
}

qint64 bytesIn(const QString& directory)
{
    qint64 bytes = 0;
    for (const QFileInfo& file : QDir(directory).entryInfoList(QDir::Files))
        bytes += file.size();
    return bytes;
}

SubscriptionConfig offlineOptions()
{
    SubscriptionConfig config;
    config.offlineStart = true;
    config.gate = QStringLiteral("signOff");
    config.gateRules = {
        {kPerson, QStringLiteral("unique"), {QStringLiteral("id")}},
        {kPerson, QStringLiteral("notNull"), {QStringLiteral("id_card"), QStringLiteral("name")}},
        {kPerson, QStringLiteral("range"), {QStringLiteral("birth")}, QStringLiteral("1940-01-01..2026-12-31")},
        {kPerson, QStringLiteral("matches"), {QStringLiteral("id_card")}, QStringLiteral("[0-9]{18}")},
        {kPerson, QStringLiteral("rows"), {}, QStringLiteral("1..")}};
    return config;
}

/// Two nodes that begin a subscription by a package on media.
class OfflineStart {
public:
    using Figures = std::map<QString, double>;

    OfflineStart(test::MiniPostgres& source, test::MiniPostgres& target, const QString& database, qint64 rows)
        : m_source(source), m_target(target), m_database(database), m_rows(rows),
          m_nodes(source, target, {database, {kPerson, QStringLiteral("public.mark")}, kQueueMiB, offlineOptions(), {}})
    {
    }

    /// `kills`: the receiver dies when about half of the rows are there, and goes on.
    Result<Figures> run(bool kills)
    {
        ENGINE_TRY(layOut());
        ENGINE_TRY(exported());
        const qint64 changes = m_rows / 10 / kPerTransaction * kPerTransaction;
        ENGINE_TRY(atSource(workload::insertTransactions(m_rows, changes, kPerTransaction)));
        ENGINE_TRY(imported(kills));
        ENGINE_TRY(signedAndLive(changes));
        return m_figures;
    }

private:
    Result<> atSource(const QString& sql)
    {
        return whileEventsRun([&]() -> Result<> {
            ENGINE_TRY(m_source.run(sql, m_database));
            return {};
        });
    }

    Result<> layOut()
    {
        for (const bool isSource : {true, false}) {
            const test::MiniPostgres& server = isSource ? m_source : m_target;
            ENGINE_TRY(server.run(QStringLiteral("CREATE DATABASE ") + m_database));
            ENGINE_TRY(server.run(workload::createTables(isSource), m_database));
        }
        ENGINE_TRY(atSource(workload::insertOneTransaction(QStringLiteral("person"), 0, m_rows)));
        ENGINE_TRY_AS(const QString bytes,
                      m_source.run(QStringLiteral("SELECT pg_table_size('person')::text"), m_database));
        m_tableMiB = mebibytes(bytes.toLongLong());
        if (!m_nodes.isValid())
            return fail(ErrorCode::Internal, m_nodes.failure());
        ENGINE_TRY(m_nodes.startBoth());
        ENGINE_TRY(m_nodes.registerAll());
        ENGINE_TRY(m_nodes.subscribe());
        return waitForExport(QStringLiteral("waiting"));
    }

    static PublicationSnapshot::Subscriber subscriberOf(const NodeSnapshot& node)
    {
        return node.publications.empty() || node.publications.front().subscribers.empty()
                   ? PublicationSnapshot::Subscriber()
                   : node.publications.front().subscribers.front();
    }

    Result<> waitForExport(const QString& state)
    {
        return m_nodes.province().waitFor(
            state, kWithinMs, [&](const NodeSnapshot& node) { return subscriberOf(node).offline.state == state; });
    }

    Result<> exported()
    {
        const QString stream = subscriberOf(m_nodes.province().latest()).stream;
        const qint64 start = systemClock().monotonicNs();
        ENGINE_TRY(cli::await<>([&](auto reply) {
            m_nodes.province().engine().offline().exportPackage(stream, m_media.path(), kPartBytes, kBy, reply);
        }));
        ENGINE_TRY(waitForExport(QStringLiteral("complete")));
        const double seconds = secondsSince(start);
        m_figures[QStringLiteral("offline.export")] = static_cast<double>(m_rows) / seconds;
        m_figures[QStringLiteral("offline.export_mib_s")] = m_tableMiB / seconds;
        m_figures[QStringLiteral("offline.package_mib")] = mebibytes(bytesIn(m_media.path()));
        m_figures[QStringLiteral("offline.table_mib")] = m_tableMiB;
        return {};
    }

    Result<> import()
    {
        return cli::await<>([&](auto reply) {
            m_nodes.ministry().engine().offline().importPackage(test::PgTwoNodes::subscriptionName(), m_media.path(),
                                                                kBy, reply);
        });
    }

    Result<> imported(bool kills)
    {
        const qint64 start = systemClock().monotonicNs();
        ENGINE_TRY(import());
        if (kills) {
            ENGINE_TRY(m_nodes.ministry().waitFor(QStringLiteral("half"), kWithinMs, [&](const NodeSnapshot& node) {
                return !node.subscriptions.empty() &&
                       node.subscriptions.front().rowsLoaded > static_cast<quint64>(m_rows / 2);
            }));
            m_nodes.ministry().kill();
            ENGINE_TRY(m_nodes.ministry().start());
        }
        ENGINE_TRY(m_nodes.ministry().waitFor(QStringLiteral("gate"), kWithinMs, [](const NodeSnapshot& node) {
            return !node.subscriptions.empty() && node.subscriptions.front().gate.state == u"waiting";
        }));
        const double seconds = secondsSince(start);
        ENGINE_TRY_AS(const GateReport report, cli::await<GateReport>([&](auto reply) {
                          m_nodes.ministry().engine().offline().gateReport(test::PgTwoNodes::subscriptionName(), reply);
                      }));
        if (report.rowsLoaded != static_cast<quint64>(m_rows) || report.failedRules() != 0)
            return fail(ErrorCode::Conflict, QStringLiteral("the gate has %1 rows and %2 rules that failed")
                                                 .arg(report.rowsLoaded)
                                                 .arg(report.failedRules()));
        const double gate = static_cast<double>(report.finishedUtcMs - report.startedUtcMs) / 1000;
        m_figures[kills ? QStringLiteral("offline.import_killed") : QStringLiteral("offline.import")] =
            static_cast<double>(m_rows) / (seconds - gate);
        m_figures[QStringLiteral("offline.gate")] = static_cast<double>(m_rows) / gate;
        return {};
    }

    /// The changes that were made since the export, until both ends are the same.
    Result<> signedAndLive(qint64 changes)
    {
        const qint64 start = systemClock().monotonicNs();
        ENGINE_TRY(cli::await<GateReport>([&](auto reply) {
            m_nodes.ministry().engine().offline().decideGate(test::PgTwoNodes::subscriptionName(), true, kBy,
                                                             QStringLiteral("bench"), reply);
        }));
        ENGINE_TRY(m_nodes.waitUntilInStep(kWithinMs));
        m_figures[QStringLiteral("offline.increments")] = static_cast<double>(changes) / secondsSince(start);
        const QString print = workload::fingerprint(QStringLiteral("person"));
        ENGINE_TRY_AS(const QString source, m_source.run(print, m_database));
        ENGINE_TRY_AS(const QString target, m_target.run(print, m_database));
        if (source != target)
            return fail(ErrorCode::Conflict, QStringLiteral("the ends differ: %1, %2").arg(source, target));
        m_figures[QStringLiteral("offline.memory_out_mib")] = mebibytes(m_nodes.province().peakResidentBytes());
        m_figures[QStringLiteral("offline.memory_in_mib")] = mebibytes(m_nodes.ministry().peakResidentBytes());
        m_nodes.province().kill();
        m_nodes.ministry().kill();
        return test::PgTwoNodes::dropSlots(m_source);
    }

    test::MiniPostgres& m_source;
    test::MiniPostgres& m_target;
    const QString m_database;
    const qint64 m_rows;
    double m_tableMiB = 0;
    QTemporaryDir m_media{QDir::tempPath() + QStringLiteral("/busheng-media-XXXXXX")};
    test::PgTwoNodes m_nodes;
    Figures m_figures;
};

/// The seconds that one of the server's own programs takes.
Result<double> timed(const QString& program, const QStringList& arguments)
{
    const qint64 start = systemClock().monotonicNs();
    ENGINE_TRY(whileEventsRun([&]() -> Result<> {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(test::MiniPostgres::program(program), arguments);
        process.waitForFinished(kWithinMs);
        if (process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0)
            return {};
        return fail(ErrorCode::Internal,
                    program + QStringLiteral(": ") + QString::fromUtf8(process.readAll()).left(2000));
    }));
    return secondsSince(start);
}

/// pg_dump in its own format, packed a little, and pg_restore into an empty database: no seal, no signature, no way to
/// go on behind it.
Result<OfflineStart::Figures> dumpAndRestore(test::MiniPostgres& source, test::MiniPostgres& target,
                                             const QString& from, const QString& to, qint64 rows)
{
    const QTemporaryDir media(QDir::tempPath() + QStringLiteral("/busheng-media-XXXXXX"));
    const QString file = media.filePath(QStringLiteral("person.dump"));
    ENGINE_TRY(target.run(QStringLiteral("CREATE DATABASE ") + to));
    ENGINE_TRY_AS(const double dumped,
                  timed(QStringLiteral("pg_dump"),
                        {QStringLiteral("-Fc"), QStringLiteral("-Z1"), QStringLiteral("-t"), QStringLiteral("person"),
                         QStringLiteral("-f"), file, QStringLiteral("-d"), source.conninfo(from)}));
    ENGINE_TRY_AS(const double restored,
                  timed(QStringLiteral("pg_restore"), {QStringLiteral("-d"), target.conninfo(to), file}));
    return OfflineStart::Figures{{QStringLiteral("offline.export"), static_cast<double>(rows) / dumped},
                                 {QStringLiteral("offline.import"), static_cast<double>(rows) / restored},
                                 {QStringLiteral("offline.package_mib"), mebibytes(bytesIn(media.path()))}};
}

struct Line {
    QString name;
    QString unit;
    Goal goal;
};

std::vector<Line> lines()
{
    const QString rows = QStringLiteral("rows/s");
    const Goal bounded{Goal::Of::OursAtMost, 300};
    return {
        {QStringLiteral("offline.export"), QStringLiteral("rows/s into a sealed package; peer: pg_dump -Fc -Z1"), {}},
        {QStringLiteral("offline.export_mib_s"), QStringLiteral("MiB/s of the table as the source holds it"), {}},
        {QStringLiteral("offline.table_mib"), QStringLiteral("MiB, the table at the source"), {}},
        {QStringLiteral("offline.package_mib"), QStringLiteral("MiB on media; peer: pg_dump's file"), {}},
        {QStringLiteral("offline.import"), QStringLiteral("rows/s until the gate is asked; peer: pg_restore"), {}},
        {QStringLiteral("offline.import_killed"), QStringLiteral("rows/s, with a kill -9 at half of it"), {}},
        {QStringLiteral("offline.gate"), QStringLiteral("rows/s of five rules, two of them row by row"), {}},
        {QStringLiteral("offline.increments"), rows, {}},
        {QStringLiteral("offline.memory_out_mib"), QStringLiteral("MiB, peak of the source's node"), bounded},
        {QStringLiteral("offline.memory_in_mib"), QStringLiteral("MiB, peak of the target's node"), bounded}};
}

} // namespace

Result<std::vector<Row>> benchOffline(const Options& options)
{
    test::MiniPostgres source;
    test::MiniPostgres target;
    ENGINE_TRY(source.start());
    ENGINE_TRY(target.start());
    const qint64 count = options.rows * kTimesRows / kPerTransaction * kPerTransaction;
    std::map<QString, std::vector<double>> ours;
    std::map<QString, std::vector<double>> peer;
    const auto note = [](std::map<QString, std::vector<double>>& figures, const OfflineStart::Figures& more) {
        for (const auto& [name, figure] : more) {
            figures[name].push_back(figure);
            std::fprintf(stderr, "bench: %s: %.3f\n", qPrintable(name), figure);
        }
    };
    for (int round = 1; round <= options.rounds; ++round) {
        const QString whole = QStringLiteral("offline_%1").arg(round);
        for (const bool kills : {false, true}) {
            const QString database = kills ? QString(whole + QStringLiteral("_killed")) : whole;
            OfflineStart start(source, target, database, count);
            ENGINE_TRY_AS(const OfflineStart::Figures figures, start.run(kills));
            note(ours, figures);
        }
        if (options.peer) {
            ENGINE_TRY_AS(const OfflineStart::Figures figures,
                          dumpAndRestore(source, target, whole, whole + QStringLiteral("_peer"), count));
            note(peer, figures);
        }
    }
    std::vector<Row> rows;
    for (const Line& line : lines()) {
        if (!options.wants(line.name))
            continue;
        Row row{line.name, {}, {}, line.unit, line.goal};
        if (!ours[line.name].empty())
            row.ours = median(ours[line.name]);
        if (!peer[line.name].empty())
            row.peer = median(peer[line.name]);
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace busheng::bench
