// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/model/flow_figure.h"

#include <functional>
#include <vector>

namespace busheng {

/// What the node keeps of its flows, so that who comes in the morning sees the night: minutes of the last 24 hours,
/// quarters of an hour of the last seven days. Fails: Config CFG_BAD_VALUE for another step; Storage.
class FiguresApi {
public:
    template <typename T = void>
    using Reply = std::function<void(Result<T>)>;

    virtual ~FiguresApi() = default;
    /// Oldest first, those that begin at `fromUtcMs` or later, in steps of `stepSeconds` (kMinuteStep, kQuarterStep).
    /// `flow`: incomingFlow() or outgoingFlow(). Steps in which the node did not run are not there; of a flow that
    /// nobody knows there are none.
    virtual void flowFigures(const QString& flow, qint64 stepSeconds, qint64 fromUtcMs,
                             Reply<std::vector<FlowFigure>> reply) = 0;
};

} // namespace busheng
