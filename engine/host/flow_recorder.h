// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/figures_api.h"
#include "engine/api/values.h"
#include "engine/base/clock.h"
#include "engine/journal/journal.h"

#include <functional>
#include <map>
#include <optional>

namespace busheng {

/// FiguresApi, and what it tells of: looks at the node's flows once a second and keeps what a minute of them was, in
/// one short transaction of the journal. Of the minute in which it is stopped nothing is kept.
///
/// Thread: the engine's. Fails: what the journal says; a minute that it did not take is missing, and the log has why.
class FlowRecorder final : public FiguresApi {
public:
    struct Context {
        std::function<Result<Journal*>()> journal; ///< fails once the engine has stopped
        Clock& clock;
    };

    explicit FlowRecorder(Context context) : m_context(std::move(context)) {}

    /// The node as it is now; at any time, as often as it is known.
    void look(const NodeSnapshot& node);

    void flowFigures(const QString& flow, qint64 stepSeconds, qint64 fromUtcMs,
                     Reply<std::vector<FlowFigure>> reply) override;

private:
    /// What a minute was so far.
    struct Gathered {
        double rows = 0;
        double seconds = 0; ///< in which the rate was known
        qint64 lagMs = -1;
    };
    struct Counter {
        std::int64_t atNs = 0;
        quint64 changes = 0;
    };

    void gather(const QString& flow, double rowsPerSecond, qint64 lagMs);
    double rateOf(const QString& dataset, quint64 changes);
    void keep();

    Context m_context;
    std::optional<qint64> m_minute; ///< UTC ms; which is being gathered
    std::int64_t m_lookedNs = 0;
    double m_lookSeconds = 1; ///< from the look before to the last one: a busy node is looked at less often
    std::map<QString, Gathered> m_gathered; ///< by flow
    std::map<QString, Counter> m_counters;  ///< by dataset of ours
};

} // namespace busheng
