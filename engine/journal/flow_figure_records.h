// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/journal/journal.h"
#include "engine/model/flow_figure.h"

namespace busheng {

/// The journal's part about how flows went. Bounded: of each flow at most a day of minutes and a week of quarters of an
/// hour; what is older, or lies in the future after the clock was set back, goes with the next minute that is kept.
///
/// Thread: that of its journal. Durable: the file stays whole; after a loss of power the last minutes may be missing.
/// Fails: Storage.
class FlowFigureRecords {
public:
    explicit FlowFigureRecords(Journal& journal) : m_journal(journal) {}

    /// Keeps the minute that begins at `minuteUtcMs` of these flows, in place of what is there of it, and the quarters
    /// of an hour that they belong to. FlowFigure::atUtcMs of each is passed over.
    Result<> keepMinute(qint64 minuteUtcMs, const std::map<QString, FlowFigure>& byFlow);
    /// Oldest first, those from `fromUtcMs` on.
    Result<std::vector<FlowFigure>> figures(const QString& flow, qint64 stepSeconds, qint64 fromUtcMs);

private:
    Journal& m_journal;
};

} // namespace busheng
