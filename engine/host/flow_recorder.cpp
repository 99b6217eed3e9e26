// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/flow_recorder.h"

#include "engine/base/log.h"
#include "engine/journal/flow_figure_records.h"
#include "engine/model/events.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr qint64 kMinuteMs = kMinuteStep * 1000;
constexpr std::int64_t kLookEveryNs = 900'000'000; ///< a little less than a second: pushes are not on the dot
constexpr double kNsPerSecond = 1e9;

} // namespace

void FlowRecorder::look(const NodeSnapshot& node)
{
    const std::int64_t nowNs = m_context.clock.monotonicNs();
    if (m_minute && nowNs - m_lookedNs < kLookEveryNs)
        return;
    m_lookSeconds = m_minute ? static_cast<double>(nowNs - m_lookedNs) / kNsPerSecond : 1;
    m_lookedNs = nowNs;
    const qint64 utcMs = m_context.clock.utcMs();
    const qint64 minute = utcMs - utcMs % kMinuteMs;
    if (m_minute && minute != *m_minute)
        keep();
    m_minute = minute;
    for (const SubscriptionSnapshot& one : node.subscriptions)
        gather(incomingFlow(one.config.name), one.rowsPerSecond, one.lagMs);
    for (const PublicationSnapshot& one : node.publications) {
        const double rate = rateOf(one.config.name, one.changesCaptured);
        for (const PublicationSnapshot::Subscriber& peer : one.subscribers)
            gather(outgoingFlow(one.config.name, peer.peerCode), peer.loading ? peer.loadRowsPerSecond : rate,
                   peer.lagMs);
    }
}

/// What a dataset of ours had captured since the last look, a second; -1: not known.
double FlowRecorder::rateOf(const QString& dataset, quint64 changes)
{
    const std::int64_t nowNs = m_lookedNs;
    const auto [known, isNew] = m_counters.try_emplace(dataset, Counter{nowNs, changes});
    const Counter before = std::exchange(known->second, Counter{nowNs, changes});
    if (isNew || changes < before.changes || nowNs <= before.atNs)
        return -1;
    return static_cast<double>(changes - before.changes) * kNsPerSecond / static_cast<double>(nowNs - before.atNs);
}

void FlowRecorder::gather(const QString& flow, double rowsPerSecond, qint64 lagMs)
{
    Gathered& gathered = m_gathered[flow];
    if (rowsPerSecond >= 0) {
        gathered.rows += rowsPerSecond * m_lookSeconds;
        gathered.seconds += m_lookSeconds;
    }
    gathered.lagMs = std::max(gathered.lagMs, lagMs);
}

void FlowRecorder::keep()
{
    std::map<QString, FlowFigure> minute;
    for (const auto& [flow, gathered] : m_gathered)
        minute[flow] = {0, gathered.seconds <= 0 ? -1 : gathered.rows / gathered.seconds, gathered.lagMs};
    m_gathered.clear();
    const auto kept = [&]() -> Result<> {
        ENGINE_TRY_AS(Journal* const journal, m_context.journal());
        return FlowFigureRecords(*journal).keepMinute(*m_minute, minute);
    }();
    if (!kept)
        qCWarning(logHost, "how the flows went is not kept: %s", qPrintable(kept.error().detail));
}

void FlowRecorder::flowFigures(const QString& flow, qint64 stepSeconds, qint64 fromUtcMs,
                               Reply<std::vector<FlowFigure>> reply)
{
    reply([&]() -> Result<std::vector<FlowFigure>> {
        if (stepSeconds != kMinuteStep && stepSeconds != kQuarterStep)
            return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                                  {QStringLiteral("flowFigures"), QStringLiteral("stepSeconds"),
                                   QString::number(stepSeconds), QStringLiteral("60 or 900")},
                                  QStringLiteral("step %1").arg(stepSeconds)));
        ENGINE_TRY_AS(Journal* const journal, m_context.journal());
        return FlowFigureRecords(*journal).figures(flow, stepSeconds, fromUtcMs);
    }());
}

} // namespace busheng
