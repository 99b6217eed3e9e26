// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench.h"

#include "app/cli/await.h"
#include "engine/base/clock.h"
#include "engine/db/mariadb/my_connection.h"
#include "tests/bench/postgres/server_cpu.h"
#include "tests/bench/postgres/side.h"
#include "tests/support/mini_mariadb.h"
#include "tests/support/pg_two_nodes.h"

#include <QProcess>

#include <algorithm>
#include <cstdio>
#include <map>

namespace busheng::bench {
namespace {

constexpr int kWithinMs = 1'800'000;
constexpr qint64 kQueueMiB = 16'384;
constexpr int kLatencyRows = 500;
constexpr qint64 kLatencyFrom = 900'000'000; ///< ids beyond all others
const QString kBench = QStringLiteral("bench");
const QString kToolUser = QStringLiteral("checksums");
const QString kVerify = QStringLiteral("verify.my");
const QString kVerifyQuery = QStringLiteral("verify.my_query");

double secondsSince(qint64 startNs)
{
    return static_cast<double>(systemClock().monotonicNs() - startNs) / 1e9;
}

/// The row of all suites, and procedures that write it inside the server: one row a transaction, or so many.
QString layOutSql()
{
    const QString values =
        QStringLiteral("concat('34010019900101', lpad(%1 % 10000, 4, '0')), concat('张三', %1), '340100', %1 / 7, date "
                       "'1950-01-01' + INTERVAL %1 % 20000 DAY, '2026-01-01 08:00:00', repeat('备注', 17)");
    const QString loop = QStringLiteral("CREATE PROCEDURE %1 (IN first BIGINT, IN n BIGINT) BEGIN DECLARE i BIGINT "
                                        "DEFAULT first; WHILE i < first + n DO %2; SET i = i + %3; END WHILE; END");
    return QStringList{
        QStringLiteral("CREATE TABLE person (id bigint PRIMARY KEY, id_card char(18), name varchar(100), region "
                       "char(6), amount decimal(12,2), birth date, updated_at datetime(6), note text)"),
        QStringLiteral("CREATE TABLE mark (id bigint PRIMARY KEY)"),
        loop.arg(QStringLiteral("ins_1"),
                 QStringLiteral("INSERT INTO person VALUES (i, %1)").arg(values.arg(QStringLiteral("i"))),
                 QStringLiteral("1")),
        loop.arg(QStringLiteral("ins_1000"),
                 QStringLiteral("INSERT INTO person SELECT i + seq, %1 FROM seq_0_to_999")
                     .arg(values.arg(QStringLiteral("(i + seq)"))),
                 QStringLiteral("1000")),
        loop.arg(QStringLiteral("upd_1"), QStringLiteral("UPDATE person SET amount = amount + 1 WHERE id = i"),
                 QStringLiteral("1")),
        loop.arg(QStringLiteral("del_1"), QStringLiteral("DELETE FROM person WHERE id = i"), QStringLiteral("1"))}
        .join(QStringLiteral(";\n"));
}

/// Two servers and what carries changes from one to the other.
class MySide {
public:
    virtual ~MySide() = default;
    virtual QString name() const = 0;
    virtual Result<> connect() = 0; ///< the empty target to the filled source; until all of it is there
    virtual Result<> hold() = 0;
    virtual Result<> release() = 0;
    virtual Result<> waitUntilInStep() = 0;

    Result<> startServers()
    {
        ENGINE_TRY(m_source.start(QStringList{QStringLiteral("--log-slave-updates=OFF")}));
        ENGINE_TRY(m_target.start({QStringLiteral("--skip-log-bin"), QStringLiteral("--slave-parallel-threads=4"),
                                   QStringLiteral("--slave-parallel-mode=optimistic")}));
        const QString create = QStringLiteral("CREATE DATABASE ") + kBench;
        ENGINE_TRY(m_source.run(create, QStringLiteral("mysql")));
        ENGINE_TRY(m_target.run(create, QStringLiteral("mysql")));
        ENGINE_TRY(m_source.run(QStringLiteral("GRANT ALL ON *.* TO '%1'@'%' IDENTIFIED BY '%1'").arg(kToolUser),
                                QStringLiteral("mysql")));
        ENGINE_TRY(atSource(layOutSql()));
        return {};
    }

    /// Whether what is committed at the target has reached its disk.
    Result<> setDurable(bool durable)
    {
        ENGINE_TRY(
            m_target.run(QStringLiteral("SET GLOBAL innodb_flush_log_at_trx_commit = %1;\nSET GLOBAL sync_binlog "
                                        "= %1")
                             .arg(durable ? 1 : 0),
                         QStringLiteral("mysql")));
        return {};
    }

    Result<> atSource(const QString& sql)
    {
        return whileEventsRun([&]() -> Result<> {
            ENGINE_TRY(m_source.run(sql, kBench));
            return {};
        });
    }
    Result<> call(const QString& work, qint64 first, qint64 count)
    {
        return atSource(QStringLiteral("CALL %1(%2, %3)").arg(work).arg(first).arg(count));
    }
    test::MiniMariaDb& source() { return m_source; }
    test::MiniMariaDb& target() { return m_target; }

protected:
    test::MiniMariaDb m_source;
    test::MiniMariaDb m_target;
};

class OwnMySide final : public MySide {
public:
    QString name() const override { return QStringLiteral("ours"); }
    Result<> connect() override
    {
        m_nodes = std::make_unique<test::PgTwoNodes>(
            m_source, m_target,
            test::PgTwoNodes::Layout{
                kBench, {kBench + QStringLiteral(".person"), kBench + QStringLiteral(".mark")}, kQueueMiB, {}, {}});
        ENGINE_TRY(m_nodes->startBoth());
        ENGINE_TRY(m_nodes->registerAll());
        ENGINE_TRY(m_nodes->subscribe());
        return m_nodes->waitForState(SubscriptionState::Live, kWithinMs);
    }
    Result<> hold() override
    {
        ENGINE_TRY(m_nodes->province().stop());
        return {};
    }
    Result<> release() override { return m_nodes->province().start(); }
    Result<> waitUntilInStep() override { return m_nodes->waitUntilInStep(kWithinMs); }

    /// Rows a second of both ends, compared field by field. Fails: Conflict when they differ.
    Result<double> verify()
    {
        const qint64 start = systemClock().monotonicNs();
        ENGINE_TRY_AS(const VerificationSnapshot verified, m_nodes->verify(QStringLiteral("field"), kWithinMs));
        if (verified.state != u"equal")
            return fail(ErrorCode::Conflict, QStringLiteral("verification: %1 %2").arg(verified.state, verified.error));
        return static_cast<double>(verified.rowsCompared) / secondsSince(start);
    }

private:
    std::unique_ptr<test::PgTwoNodes> m_nodes;
};

/// MariaDB's own replication by GTID, four parallel appliers, over loopback TCP.
class NativeMySide final : public MySide {
public:
    QString name() const override { return QStringLiteral("peer"); }
    /// Replication brings no rows from before it: the table is copied by the server's fastest own way first.
    Result<> connect() override
    {
        ENGINE_TRY(m_source.run(QStringLiteral("CREATE USER IF NOT EXISTS repl@'%' IDENTIFIED BY 'r';\nGRANT "
                                               "REPLICATION SLAVE ON *.* TO repl@'%'"),
                                QStringLiteral("mysql")));
        ENGINE_TRY_AS(const QString at,
                      m_source.run(QStringLiteral("SELECT @@gtid_binlog_pos"), QStringLiteral("mysql")));
        const QString file = m_source.directory() + QStringLiteral("/data/person.txt");
        ENGINE_TRY(atSource(QStringLiteral("SELECT * FROM person INTO OUTFILE '%1'").arg(file)));
        ENGINE_TRY(m_target.run(layOutSql(), kBench));
        ENGINE_TRY(m_target.run(
            QStringLiteral("LOAD DATA INFILE '%1' INTO TABLE person CHARACTER SET utf8mb4").arg(file), kBench));
        ENGINE_TRY(m_target.run(QStringLiteral("SET GLOBAL gtid_slave_pos = '%1';\nCHANGE MASTER TO MASTER_HOST = "
                                               "'127.0.0.1', MASTER_PORT = %2, MASTER_USER = 'repl', MASTER_PASSWORD = "
                                               "'r', MASTER_USE_GTID = slave_pos, MASTER_CONNECT_RETRY = 1;\nSTART "
                                               "SLAVE")
                                    .arg(at, QString::number(m_source.port())),
                                QStringLiteral("mysql")));
        return waitUntilInStep();
    }
    Result<> hold() override { return onTarget(QStringLiteral("STOP SLAVE")); }
    Result<> release() override { return onTarget(QStringLiteral("START SLAVE")); }
    Result<> waitUntilInStep() override
    {
        const QString id = QString::number(++m_lastMark);
        ENGINE_TRY(atSource(QStringLiteral("INSERT INTO mark VALUES (%1)").arg(id)));
        const qint64 start = systemClock().monotonicNs();
        while (secondsSince(start) * 1000 < kWithinMs) {
            ENGINE_TRY_AS(const QString found,
                          m_target.run(QStringLiteral("SELECT count(*) FROM mark WHERE id = ") + id, kBench));
            if (found == u"1")
                return {};
            cli::runEventsFor(2);
        }
        return fail(ErrorCode::Timeout, QStringLiteral("the replica is not in step"));
    }

private:
    Result<> onTarget(const QString& sql)
    {
        ENGINE_TRY(m_target.run(sql, QStringLiteral("mysql")));
        return {};
    }

    qint64 m_lastMark = 0;
};

Result<std::unique_ptr<MyConnection>> open(const test::MiniMariaDb& server)
{
    MyConnection::Options options;
    options.location = server.location(kBench);
    options.name = kBench;
    options.purpose = kBench;
    return MyConnection::open(options);
}

struct Latency {
    double p50Ms = 0;
    double p99Ms = 0;
};

/// From the answer to a commit at the source until a reader at the target sees the row, one row after the other.
Result<Latency> measureLatency(MySide& side)
{
    std::vector<double> ms;
    const auto measure = [&]() -> Result<> {
        ENGINE_TRY_AS(const auto writer, open(side.source()));
        ENGINE_TRY_AS(const auto reader, open(side.target()));
        for (qint64 id = kLatencyFrom; id < kLatencyFrom + kLatencyRows; ++id) {
            ENGINE_TRY(writer->execute(QStringLiteral("CALL ins_1(%1, 1)").arg(id)));
            const qint64 start = systemClock().monotonicNs();
            const QString look = QStringLiteral("SELECT count(*) FROM person WHERE id = %1").arg(id);
            for (std::int64_t seen = 0; seen == 0;) {
                ENGINE_TRY_AS(seen, reader->queryInteger(look));
                if (secondsSince(start) > 60)
                    return fail(ErrorCode::Timeout, QStringLiteral("a row does not arrive"));
            }
            ms.push_back(secondsSince(start) * 1000);
        }
        return {};
    };
    ENGINE_TRY(whileEventsRun(measure));
    std::ranges::sort(ms);
    return Latency{ms[ms.size() / 2], ms[ms.size() * 99 / 100]};
}

/// The seconds that pt-table-checksum takes for the table at the source; what it makes its replica do is not waited
/// for.
Result<double> runChecksumTool(const test::MiniMariaDb& source)
{
    const qint64 start = systemClock().monotonicNs();
    ENGINE_TRY(whileEventsRun([&]() -> Result<> {
        QProcess tool;
        tool.setProcessChannelMode(QProcess::MergedChannels);
        tool.start(QStringLiteral("pt-table-checksum"),
                   {QStringLiteral("--no-version-check"), QStringLiteral("--no-check-binlog-format"),
                    QStringLiteral("--no-check-replication-filters"), QStringLiteral("--recursion-method=none"),
                    QStringLiteral("--quiet"), QStringLiteral("--databases=") + kBench,
                    QStringLiteral("--tables=person"),
                    QStringLiteral("h=127.0.0.1,P=%1,u=%2,p=%2").arg(QString::number(source.port()), kToolUser)});
        tool.waitForFinished(kWithinMs);
        if (tool.exitStatus() == QProcess::NormalExit && tool.exitCode() == 0)
            return {};
        return fail(ErrorCode::Internal, QStringLiteral("pt-table-checksum: %1 %2")
                                             .arg(tool.errorString(), QString::fromUtf8(tool.readAll()).left(2000)));
    }));
    return secondsSince(start);
}

/// The lines of the goals' MariaDB table, each contestant with two servers of its own; per round who is first changes.
class MariaDbSuite {
public:
    explicit MariaDbSuite(const Options& options) : m_options(options)
    {
        const QString rows = QStringLiteral("rows/s");
        define(QStringLiteral("my.copy"), QStringLiteral("rows/s until live; peer: OUTFILE and LOAD DATA"), 0.9);
        define(QStringLiteral("my.drain.ins_1000"), rows, 1.0);
        define(QStringLiteral("my.drain.ins_1"), QStringLiteral("tx/s"), 2.0);
        define(QStringLiteral("my.drain.ins_1_durable"), QStringLiteral("tx/s, both targets wait for the disk"), 15);
        define(QStringLiteral("my.drain.upd_1"), QStringLiteral("tx/s"), 2.0);
        define(QStringLiteral("my.drain.del_1"), QStringLiteral("tx/s"), 2.0);
        define(QStringLiteral("my.source_cpu"), QStringLiteral("s of the source's server for the ins_1000 backlog"), 0);
        define(QStringLiteral("my.latency.p50_ms"), QStringLiteral("ms, one row after the other"), 0);
        define(QStringLiteral("my.latency.p99_ms"), QStringLiteral("ms, one row after the other"), 0);
        define(kVerify, QStringLiteral("rows/s, both ends; peer: pt-table-checksum at the source"), 0.8);
        define(kVerifyQuery, QStringLiteral("rows/s, both ends; peer: one end by that tool's query alone"), 0);
    }

    Result<std::vector<Row>> run()
    {
        for (int round = 1; round <= m_options.rounds; ++round) {
            for (const bool own : {round % 2 == 1, round % 2 == 0}) {
                if (!(own ? m_options.ours : m_options.peer))
                    continue;
                ENGINE_TRY(own ? runSide<OwnMySide>(round) : runSide<NativeMySide>(round));
            }
        }
        std::vector<Row> rows;
        for (const QString& name : m_order) {
            if (!m_options.wants(name))
                continue;
            const Line& line = m_lines.at(name);
            Row row{name, {}, {}, line.unit, line.goal};
            if (!line.ours.empty())
                row.ours = median(line.ours);
            if (!line.peer.empty())
                row.peer = median(line.peer);
            rows.push_back(std::move(row));
        }
        return rows;
    }

private:
    struct Line {
        QString unit;
        Goal goal;
        std::vector<double> ours;
        std::vector<double> peer;
    };

    void define(const QString& name, const QString& unit, double ratio)
    {
        m_order.append(name);
        m_lines[name] = {unit, ratio > 0 ? Goal{Goal::Of::RatioAtLeast, ratio} : Goal{}, {}, {}};
    }

    void add(const QString& name, const MySide& side, double figure)
    {
        Line& line = m_lines.at(name);
        (side.name() == u"ours" ? line.ours : line.peer).push_back(figure);
        std::fprintf(stderr, "bench: %s %s: %.3f\n", qPrintable(name), qPrintable(side.name()), figure);
    }

    template <typename Side>
    Result<> runSide(int round)
    {
        Side side;
        std::fprintf(stderr, "bench: mariadb round %d, %s\n", round, qPrintable(side.name()));
        ENGINE_TRY(side.startServers());
        ENGINE_TRY(copy(side));
        const qint64 rows = m_options.rows / 1000 * 1000;
        const qint64 few = m_options.rows / 5;
        ENGINE_TRY(drain(side, QStringLiteral("ins_1000"), rows, rows));
        ENGINE_TRY(drain(side, QStringLiteral("ins_1"), 2 * rows, few));
        ENGINE_TRY(side.setDurable(true));
        ENGINE_TRY(drain(side, QStringLiteral("ins_1"), 3 * rows, few, QStringLiteral("ins_1_durable")));
        ENGINE_TRY(side.setDurable(false));
        ENGINE_TRY(drain(side, QStringLiteral("upd_1"), 0, few));
        ENGINE_TRY(drain(side, QStringLiteral("del_1"), 2 * rows, few));
        ENGINE_TRY_AS(const Latency latency, measureLatency(side));
        add(QStringLiteral("my.latency.p50_ms"), side, latency.p50Ms);
        add(QStringLiteral("my.latency.p99_ms"), side, latency.p99Ms);
        return verify(side);
    }

    Result<> copy(MySide& side)
    {
        const qint64 rows = m_options.rows / 1000 * 1000;
        ENGINE_TRY(side.call(QStringLiteral("ins_1000"), 0, rows));
        const qint64 start = systemClock().monotonicNs();
        ENGINE_TRY(side.connect());
        add(QStringLiteral("my.copy"), side, static_cast<double>(rows) / secondsSince(start));
        return {};
    }

    /// What the source writes while nothing flows; the time from release until all of it is at the target.
    Result<> drain(MySide& side, const QString& work, qint64 first, qint64 count, const QString& line = {})
    {
        ENGINE_TRY(side.hold());
        ENGINE_TRY(side.call(work, first, count));
        ENGINE_TRY_AS(const double before, serverCpuSeconds(side.source().processId()));
        const qint64 start = systemClock().monotonicNs();
        ENGINE_TRY(side.release());
        ENGINE_TRY(side.waitUntilInStep());
        add(QStringLiteral("my.drain.") + (line.isEmpty() ? work : line), side,
            static_cast<double>(count) / secondsSince(start));
        if (work != u"ins_1000")
            return {};
        ENGINE_TRY_AS(const double after, serverCpuSeconds(side.source().processId()));
        add(QStringLiteral("my.source_cpu"), side, after - before);
        return {};
    }

    Result<> verify(MySide& side)
    {
        if (auto* own = dynamic_cast<OwnMySide*>(&side); own != nullptr) {
            ENGINE_TRY_AS(const double rate, own->verify());
            add(kVerify, side, rate);
            add(kVerifyQuery, side, rate);
            return {};
        }
        const qint64 start = systemClock().monotonicNs();
        ENGINE_TRY(side.atSource(QStringLiteral(
            "SELECT count(*), coalesce(lower(conv(bit_xor(cast(crc32(concat_ws('#', id, id_card, name, region, amount, "
            "birth, updated_at, note)) AS unsigned)), 10, 16)), 0) FROM person FORCE INDEX (PRIMARY)")));
        const double seconds = secondsSince(start);
        ENGINE_TRY_AS(const QString rows, side.source().run(QStringLiteral("SELECT count(*) FROM person"), kBench));
        add(kVerifyQuery, side, rows.toDouble() / seconds);
        ENGINE_TRY_AS(const double took, runChecksumTool(side.source()));
        add(kVerify, side, rows.toDouble() / took);
        return {};
    }

    const Options m_options;
    QStringList m_order;
    std::map<QString, Line> m_lines;
};

} // namespace

Result<std::vector<Row>> benchMariaDb(const Options& options)
{
    return MariaDbSuite(options).run();
}

} // namespace busheng::bench
