// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/postgres/side.h"

#include <thread>

namespace busheng::bench {

/// Small transactions at a steady rate, in a thread and a connection of its own, each durable at the source when its
/// server is. Starts in start(), ends in finish() or the destructor.
class SteadyLoad {
public:
    using Statement = std::function<QString(qint64 number)>;

    Result<> start(const Side& side, int perSecond, Statement statement);
    /// When each transaction was committed, in order, by the monotonic clock in nanoseconds. Fails with what the first
    /// statement failed with.
    Result<std::vector<qint64>> finish();

private:
    void run(const std::stop_token& stop, int perSecond);

    std::unique_ptr<PgConnection> m_connection;
    Statement m_statement;
    std::vector<qint64> m_committedNs;
    Result<> m_outcome;    ///< the first statement that failed
    std::jthread m_thread; ///< last: ends before what it uses
};

struct Latency {
    double p50Ms = 0;
    double p99Ms = 0;
};

/// From commit at the source (its answer has come) to visible at the target (a reader there sees the row), by one
/// clock. Inserts rows `firstId` and on. The reader looks about every 0.2 ms.
Result<Latency> measureLatency(Side& side, qint64 firstId, int perSecond, int seconds);

} // namespace busheng::bench
