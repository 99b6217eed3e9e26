// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/bench.h"
#include "tests/bench/postgres/own_side.h"

#include <map>
#include <set>

namespace busheng::bench {

/// The lines of the goals' PostgreSQL table, both contestants one after the other in each line, who is first changing
/// from line to line. A contestant that fails a line sits the rest of the round out: what it would show then is not
/// what the line is about. At the end of each round both ends of each contestant must be equal.
class PostgresSuite {
public:
    explicit PostgresSuite(const Options& options);
    Result<std::vector<Row>> run();

private:
    /// A backlog: made at the source while nothing flows, then the time from release until all is at the target.
    struct Drain {
        QString name;
        qint64 count = 0; ///< changes in it
        QString work;
        Durable durable = Durable::Nothing;
    };
    struct Line {
        QString unit;
        Goal goal;
        std::vector<double> ours;
        std::vector<double> peer;
        QString failure;
    };
    using Measure = std::function<Result<>(Side& side)>;

    void defineLines();
    std::vector<Drain> keyedDrains() const;
    Result<> runRound(int round);
    /// Runs it for each contestant that still takes part, when one of the lines is wanted.
    void forEachSide(const QStringList& lines, const Measure& measure);
    Result<> load(Side& side, int round);
    Result<> initialCopy(Side& side);
    Result<> drain(Side& side, const Drain& drain);
    Result<> drainKeyless(Side& side);
    Result<> latency(Side& side);
    Result<> verify(Side& side);
    Result<> bigTransaction(Side& side);
    void add(const QString& line, const Side& side, double figure);
    std::vector<Row> rows() const;

    const Options m_options;
    std::unique_ptr<OwnSide> m_own;
    std::unique_ptr<Side> m_native;
    std::vector<Side*> m_sides;  ///< who is first in the next line
    std::set<const Side*> m_out; ///< of this round
    QStringList m_order;
    std::map<QString, Line> m_lines;
};

} // namespace busheng::bench
