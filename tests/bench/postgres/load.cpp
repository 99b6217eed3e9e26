// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/postgres/load.h"

#include "engine/base/clock.h"
#include "tests/bench/postgres/workload.h"

#include <algorithm>

#include <time.h>

namespace busheng::bench {
namespace {

constexpr qint64 kNsPerSecond = 1'000'000'000;
constexpr qint64 kLookEveryNs = 200'000;
constexpr qint64 kArriveWithinNs = 30 * kNsPerSecond;

/// Keeps a rate: nothing waits for this thread, and it waits for nothing but the time.
void paceUntil(qint64 monotonicNs)
{
    const timespec until{monotonicNs / kNsPerSecond, monotonicNs % kNsPerSecond};
    ::clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr);
}

double percentileMs(const std::vector<qint64>& sorted, double share)
{
    const auto index = static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1));
    return static_cast<double>(sorted[index]) / 1e6;
}

/// When rows first ... first + count - 1 were seen at the target. Ids arrive in order: the highest tells of all.
Result<std::vector<qint64>> watchArrivals(PgConnection& target, qint64 first, qint64 count)
{
    const QString sql = QStringLiteral("SELECT coalesce(max(id), 0) FROM person WHERE id BETWEEN %1 AND %2")
                            .arg(first)
                            .arg(first + count - 1);
    std::vector<qint64> seen;
    seen.reserve(static_cast<std::size_t>(count));
    qint64 lastProgress = systemClock().monotonicNs();
    while (std::ssize(seen) < count) {
        ENGINE_TRY_AS(const std::int64_t highest, target.queryInteger(sql));
        const qint64 now = systemClock().monotonicNs();
        while (first + std::ssize(seen) <= highest) {
            seen.push_back(now);
            lastProgress = now;
        }
        if (now - lastProgress > kArriveWithinNs)
            return fail(ErrorCode::Timeout, QStringLiteral("row %1 does not arrive").arg(first + std::ssize(seen)));
        paceUntil(now + kLookEveryNs);
    }
    return seen;
}

} // namespace

Result<> SteadyLoad::start(const Side& side, int perSecond, Statement statement)
{
    ENGINE_TRY_AS(m_connection, side.connectToSource());
    m_statement = std::move(statement);
    m_thread = std::jthread([this, perSecond](const std::stop_token& stop) { run(stop, perSecond); });
    return {};
}

void SteadyLoad::run(const std::stop_token& stop, int perSecond)
{
    const qint64 start = systemClock().monotonicNs();
    for (qint64 number = 0; !stop.stop_requested(); ++number) {
        paceUntil(start + number * kNsPerSecond / perSecond);
        if (auto done = m_connection->execute(m_statement(number)); !done) {
            m_outcome = std::move(done);
            return;
        }
        m_committedNs.push_back(systemClock().monotonicNs());
    }
}

Result<std::vector<qint64>> SteadyLoad::finish()
{
    m_thread.request_stop();
    m_thread.join();
    ENGINE_TRY(m_outcome);
    return std::move(m_committedNs);
}

Result<Latency> measureLatency(Side& side, qint64 firstId, int perSecond, int seconds)
{
    const qint64 count = static_cast<qint64>(perSecond) * seconds;
    ENGINE_TRY_AS(const auto target, side.connectToTarget());
    SteadyLoad load;
    ENGINE_TRY(load.start(side, perSecond, [firstId](qint64 number) { return workload::insertRow(firstId + number); }));
    std::vector<qint64> seen;
    const auto watched = whileEventsRun([&]() -> Result<> {
        ENGINE_TRY_AS(seen, watchArrivals(*target, firstId, count));
        return {};
    });
    ENGINE_TRY_AS(const std::vector<qint64> committed, load.finish());
    ENGINE_TRY(watched);
    std::vector<qint64> latency;
    // The row may be seen before the answer to the commit is read here: that is no time, not less than none.
    for (std::size_t i = 0; i < seen.size(); ++i)
        latency.push_back(std::max<qint64>(0, seen[i] - committed[i]));
    std::ranges::sort(latency);
    return Latency{percentileMs(latency, 0.5), percentileMs(latency, 0.99)};
}

} // namespace busheng::bench
