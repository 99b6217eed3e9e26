// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/postgres/postgres_suite.h"

#include "engine/base/clock.h"
#include "tests/bench/postgres/load.h"
#include "tests/bench/postgres/workload.h"

#include <algorithm>
#include <cstdio>

namespace busheng::bench {
namespace {

constexpr int kWithinMs = 1'800'000;
constexpr int kLoadPerSecond = 500;
constexpr int kLatencySeconds = 20;
constexpr qint64 kLatencyFirst = 1'000'000'000;
constexpr qint64 kVerifyFirst = 2'000'000'000;
constexpr qint64 kBigFirst = 3'000'000'000;
constexpr int kBigTimes = 5;
constexpr qint64 kPeerKeylessShare =
    40; ///< of our updates: the peer scans the table for each, and its rate stays the same

const QString kPerson = QStringLiteral("person");
const QString kPersonLog = QStringLiteral("person_log");
const QString kCopy = QStringLiteral("pg.initial_copy");
const QString kBigTx = QStringLiteral("pg.drain.ins_big_tx");
const QString kIns1000 = QStringLiteral("pg.drain.ins_1000");
const QString kIns1 = QStringLiteral("pg.drain.ins_1");
const QString kIns1Durable = QStringLiteral("pg.drain.ins_1_durable");
const QString kUpd1 = QStringLiteral("pg.drain.upd_1");
const QString kDel1 = QStringLiteral("pg.drain.del_1");
const QString kKeyless = QStringLiteral("pg.drain.keyless_upd");
const QString kP50 = QStringLiteral("pg.latency.p50_ms");
const QString kP99 = QStringLiteral("pg.latency.p99_ms");
const QString kCpu = QStringLiteral("pg.source_cpu");
const QString kMemory = QStringLiteral("pg.memory.big_tx_mib");
const QString kVerify = QStringLiteral("verify.pg");

double secondsSince(qint64 startNs)
{
    return static_cast<double>(systemClock().monotonicNs() - startNs) / 1e9;
}

void say(const QString& text)
{
    std::fprintf(stderr, "bench: %s\n", qPrintable(text));
}

/// Reads the whole table as text: the wall of whoever compares it.
Result<double> copyOutRowsPerSecond(Side& side)
{
    ENGINE_TRY_AS(const auto source, side.connectToSource());
    qint64 rows = 0;
    const qint64 start = systemClock().monotonicNs();
    ENGINE_TRY(whileEventsRun([&] {
        return source->copyOut(QStringLiteral("COPY person TO STDOUT"), [&rows](BytesView) {
            ++rows;
            return true;
        });
    }));
    return static_cast<double>(rows) / secondsSince(start);
}

} // namespace

PostgresSuite::PostgresSuite(const Options& options) : m_options(options)
{
    defineLines();
    if (options.peer) {
        m_native = nativeSide();
        m_sides.push_back(m_native.get());
    }
    if (options.ours) {
        m_own = std::make_unique<OwnSide>();
        m_sides.push_back(m_own.get());
    }
}

void PostgresSuite::defineLines()
{
    const auto define = [this](const QString& name, Goal::Of of, double value, const QString& unit) {
        m_order.append(name);
        m_lines[name] = Line{unit, {of, value}, {}, {}, {}};
    };
    using Of = Goal::Of;
    define(kCopy, Of::RatioAtLeast, 1.2, QStringLiteral("rows/s, until live"));
    define(kBigTx, Of::RatioAtLeast, 2.5, QStringLiteral("rows/s"));
    define(kIns1000, Of::RatioAtLeast, 1.8, QStringLiteral("rows/s"));
    define(kIns1, Of::RatioAtLeast, 2.0, QStringLiteral("tx/s"));
    define(kIns1Durable, Of::RatioAtLeast, 15, QStringLiteral("tx/s, fsync and synchronous_commit on"));
    define(kUpd1, Of::RatioAtLeast, 2.0, QStringLiteral("tx/s"));
    define(kDel1, Of::RatioAtLeast, 2.2, QStringLiteral("tx/s"));
    define(kKeyless, Of::RatioAtLeast, 200, QStringLiteral("tx/s; the peer's from its first fortieth"));
    define(kP50, Of::OursAtMost, 5, QStringLiteral("ms at 500 tx/s, source durable"));
    define(kP99, Of::OursAtMost, 25, QStringLiteral("ms at 500 tx/s, source durable"));
    define(kCpu, Of::RatioAtMost, 0.6,
           QStringLiteral("CPU seconds of the source's server for the changes of ins_1000"));
    define(kMemory, Of::OursAtMost, 300, QStringLiteral("MiB, the larger node, five times ins_big_tx in one"));
    define(kVerify, Of::OursAtLeast, 450'000,
           QStringLiteral("rows/s, both ends under 500 tx/s; peer: COPY out as text, one end, idle"));
}

Result<std::vector<Row>> PostgresSuite::run()
{
    for (Side* side : m_sides)
        ENGINE_TRY(side->startServers());
    for (int round = 1; round <= m_options.rounds; ++round)
        ENGINE_TRY(runRound(round));
    return rows();
}

std::vector<PostgresSuite::Drain> PostgresSuite::keyedDrains() const
{
    const qint64 many = m_options.rows;
    const qint64 few = many / 5;
    // Updates and deletes take rows of the first load, each its own.
    return {{kIns1000, many, workload::insertTransactions(many + 1, many, 1000)},
            {kBigTx, many, workload::insertOneTransaction(kPerson, 2 * many + 1, many)},
            {kIns1, few, workload::insertTransactions(3 * many + 1, few, 1)},
            {kUpd1, few, workload::updateEach(kPerson, 1, few, few)},
            {kDel1, few, workload::deleteEach(few + 1, few)},
            {kIns1Durable, few, workload::insertTransactions(4 * many + 1, few, 1), Durable::Commits}};
}

Result<> PostgresSuite::runRound(int round)
{
    m_out.clear();
    forEachSide({}, [&](Side& side) { return load(side, round); });
    forEachSide({}, [&](Side& side) { return initialCopy(side); });
    forEachSide({kVerify}, [&](Side& side) { return verify(side); });
    for (const Drain& each : keyedDrains()) {
        // ins_1000 is measured twice over: by the clock, and by what it costs the source.
        const QStringList lines = each.name == kIns1000 ? QStringList{kIns1000, kCpu} : QStringList{each.name};
        forEachSide(lines, [&](Side& side) { return drain(side, each); });
    }
    forEachSide({kKeyless}, [&](Side& side) { return drainKeyless(side); });
    forEachSide({kP50, kP99}, [&](Side& side) { return latency(side); });
    forEachSide({}, [&](Side& side) { return side.checkEqual(); });
    if (round == m_options.rounds)
        forEachSide({kMemory}, [&](Side& side) { return &side == m_own.get() ? bigTransaction(side) : Result<>(); });
    return {};
}

void PostgresSuite::forEachSide(const QStringList& lines, const Measure& measure)
{
    const auto isWanted = [this](const QString& line) { return m_options.wants(line); };
    if (!lines.isEmpty() && std::ranges::none_of(lines, isWanted))
        return;
    for (Side* side : m_sides) {
        if (m_out.contains(side))
            continue;
        if (auto measured = measure(*side); !measured) {
            m_out.insert(side);
            const QString why = side->name() + QStringLiteral(": ") + measured.error().toString();
            say(why);
            for (const QString& line : lines.isEmpty() ? m_order : lines)
                m_lines[line].failure = why;
        }
    }
    std::ranges::reverse(m_sides);
}

Result<> PostgresSuite::load(Side& side, int round)
{
    ENGINE_TRY(side.newRound(round));
    ENGINE_TRY(side.atSource(workload::insertOneTransaction(kPerson, 1, m_options.rows)));
    return side.atSource(QStringLiteral("VACUUM ANALYZE person"));
}

Result<> PostgresSuite::initialCopy(Side& side)
{
    ENGINE_TRY_AS(const double seconds, side.initialCopy());
    add(kCopy, side, static_cast<double>(m_options.rows) / seconds);
    return {};
}

Result<> PostgresSuite::drain(Side& side, const Drain& drain)
{
    ENGINE_TRY(side.hold());
    ENGINE_TRY(side.atSource(drain.work));
    ENGINE_TRY_AS(const qint64 mark, side.mark());
    if (drain.durable != Durable::Nothing)
        ENGINE_TRY(side.setDurable(drain.durable));
    ENGINE_TRY(side.settle());
    ENGINE_TRY_AS(const Side::Cpu before, side.cpuSeconds());
    const qint64 start = systemClock().monotonicNs();
    ENGINE_TRY(side.release());
    ENGINE_TRY(side.waitForMark(mark, kWithinMs));
    const double seconds = secondsSince(start);
    ENGINE_TRY_AS(const Side::Cpu after, side.cpuSeconds());
    add(drain.name, side, static_cast<double>(drain.count) / seconds);
    say(QStringLiteral("  in %1 s; CPU seconds: source %2, sender %3, receiver %4, target %5")
            .arg(seconds, 0, 'f', 2)
            .arg(after.source - before.source, 0, 'f', 2)
            .arg(after.sender - before.sender, 0, 'f', 2)
            .arg(after.receiver - before.receiver, 0, 'f', 2)
            .arg(after.target - before.target, 0, 'f', 2));
    if (drain.name == kIns1000)
        add(kCpu, side, after.source - before.source);
    if (drain.durable == Durable::Nothing)
        return {};
    ENGINE_TRY(side.hold());
    ENGINE_TRY(side.setDurable(Durable::Nothing));
    return side.release();
}

Result<> PostgresSuite::drainKeyless(Side& side)
{
    const qint64 rows = m_options.rows / 5;
    const qint64 updates = std::max<qint64>(1, rows / 10 / (&side == m_own.get() ? 1 : kPeerKeylessShare));
    ENGINE_TRY(side.atSource(workload::insertOneTransaction(kPersonLog, 1, rows)));
    ENGINE_TRY_AS(const qint64 mark, side.mark());
    ENGINE_TRY(side.waitForMark(mark, kWithinMs));
    return drain(side, {kKeyless, updates, workload::updateEach(kPersonLog, 1, rows, updates)});
}

Result<> PostgresSuite::latency(Side& side)
{
    ENGINE_TRY(side.hold());
    ENGINE_TRY(side.setDurable(Durable::Servers));
    ENGINE_TRY(side.release());
    ENGINE_TRY_AS(const qint64 mark, side.mark());
    ENGINE_TRY(side.waitForMark(mark, kWithinMs));
    ENGINE_TRY(side.settle());
    ENGINE_TRY_AS(const Latency latency, measureLatency(side, kLatencyFirst, kLoadPerSecond, kLatencySeconds));
    add(kP50, side, latency.p50Ms);
    add(kP99, side, latency.p99Ms);
    ENGINE_TRY(side.hold());
    ENGINE_TRY(side.setDurable(Durable::Nothing));
    return side.release();
}

Result<> PostgresSuite::verify(Side& side)
{
    if (&side != m_own.get()) {
        ENGINE_TRY_AS(const double wall, copyOutRowsPerSecond(side));
        add(kVerify, side, wall);
        return {};
    }
    const qint64 rows = m_options.rows;
    SteadyLoad load;
    ENGINE_TRY(load.start(side, kLoadPerSecond, [rows](qint64 number) {
        return number % 2 == 0 ? workload::insertRow(kVerifyFirst + number)
                               : QStringLiteral("UPDATE person SET amount = amount + 1 WHERE id = %1")
                                     .arg(1 + number * 7919 % rows);
    }));
    const auto verified = m_own->verify();
    ENGINE_TRY(load.finish());
    ENGINE_TRY(verified);
    add(kVerify, side, static_cast<double>(verified->rows) / verified->seconds);
    return {};
}

Result<> PostgresSuite::bigTransaction(Side& side)
{
    ENGINE_TRY(side.hold());
    ENGINE_TRY(side.release()); // a process that has not worked yet: its peak is this transaction's
    ENGINE_TRY(side.atSource(workload::insertOneTransaction(kPerson, kBigFirst, kBigTimes * m_options.rows)));
    ENGINE_TRY_AS(const qint64 mark, side.mark());
    ENGINE_TRY(side.waitForMark(mark, kWithinMs));
    add(kMemory, side, static_cast<double>(m_own->peakResidentBytes()) / (1 << 20));
    return {};
}

void PostgresSuite::add(const QString& line, const Side& side, double figure)
{
    Line& to = m_lines[line];
    (&side == m_own.get() ? to.ours : to.peer).push_back(figure);
    say(QStringLiteral("%1 %2 %3").arg(side.name(), line, QString::number(figure, 'f', 3)));
}

std::vector<Row> PostgresSuite::rows() const
{
    const auto middle = [](const std::vector<double>& figures) {
        return figures.empty() ? std::optional<double>() : std::optional(median(figures));
    };
    std::vector<Row> all;
    for (const QString& name : m_order) {
        const Line& line = m_lines.at(name);
        if (m_options.wants(name))
            all.push_back({name, middle(line.ours), middle(line.peer), line.unit, line.goal, line.failure});
    }
    return all;
}

} // namespace busheng::bench
