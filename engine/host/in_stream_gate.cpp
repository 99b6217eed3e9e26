// SPDX-License-Identifier: GPL-3.0-or-later
// The quality gate between the load and the changes.
#include "engine/host/in_stream.h"

#include "engine/model/events.h"

namespace busheng {
namespace {

bool isBehindLoad(const Checkpoint& checkpoint)
{
    return (checkpoint.state == SubscriptionState::CatchingUp || checkpoint.state == SubscriptionState::Live) &&
           checkpoint.changesApplied == 0;
}

} // namespace

/// A gate is between the load and the first change: one that is set up later holds nothing.
Result<bool> InStream::gateHolds()
{
    if (!m_context.gate || !m_applier)
        return false;
    const Checkpoint& checkpoint = m_applier->checkpoint();
    if (m_gatePassed == checkpoint.generation || !isBehindLoad(checkpoint))
        return false;
    const std::optional<GateReport> known = status().gate;
    if (m_isGateHeld && known && known->generation == checkpoint.generation)
        return true;
    ENGINE_TRY(commit());
    const std::optional<DatasetSchema> structure = schema();
    if (!structure)
        return false;
    {
        const std::lock_guard lock(m_mutex);
        m_status.state = SubscriptionState::Checking;
    }
    m_context.onChange();
    ENGINE_TRY_AS(const GateReport report, m_context.gate->report(checkpoint, *structure, m_stop));
    showGate(report);
    return m_isGateHeld.load();
}

void InStream::showGate(const GateReport& report)
{
    m_isGateHeld = !report.mayGoOn();
    if (report.mayGoOn())
        m_gatePassed = report.generation;
    {
        const std::lock_guard lock(m_mutex);
        m_status.gate = report;
        m_status.state = m_isGateHeld ? SubscriptionState::Checking : m_status.checkpoint.state;
    }
    const QString& name = m_context.gate->subscription();
    if (report.state == u"rejected")
        noteError(Worker::Apply, makeEvent(ErrorCode::Schema, events::GTE_REJECTED, {name, report.by, report.reason},
                                           QStringLiteral("the load of %1 was rejected").arg(name)));
    else if (m_isGateHeld)
        noteError(Worker::Apply,
                  makeEvent(ErrorCode::Schema, events::GTE_WAITING,
                            {name, QString::number(report.failedRules()), QString::number(report.results.size())},
                            QStringLiteral("the gate of %1 waits for a person").arg(name)));
    else
        noteRecovered(Worker::Apply);
    m_context.onChange();
}

void InStream::decideGate(const GateDecision& decision, OnGate onDone)
{
    m_applyMailbox.post([this, decision, onDone = std::move(onDone)] {
        auto decided = [&]() -> Result<GateReport> {
            if (!m_context.gate || !m_applier || !m_isGateHeld)
                return fail(makeEvent(ErrorCode::Config, events::OFL_STATE,
                                      {m_context.id.name(), QStringLiteral("not asked"), QStringLiteral("waiting")},
                                      QStringLiteral("no gate of %1 waits").arg(m_context.id.name())));
            return m_context.gate->decide(m_applier->checkpoint(), decision);
        }();
        if (decided)
            showGate(*decided);
        onDone(std::move(decided));
    });
}

void InStream::askGateAgain(OnGate onDone)
{
    m_applyMailbox.post([this, onDone = std::move(onDone)] {
        auto asked = [&]() -> Result<GateReport> {
            const std::optional<DatasetSchema> structure = schema();
            if (!m_context.gate || !m_applier || !m_isGateHeld || !structure)
                return fail(makeEvent(ErrorCode::Config, events::OFL_STATE,
                                      {m_context.id.name(), QStringLiteral("not asked"), QStringLiteral("waiting")},
                                      QStringLiteral("no gate of %1 waits").arg(m_context.id.name())));
            return m_context.gate->askAgain(m_applier->checkpoint(), *structure, m_stop);
        }();
        if (asked)
            showGate(*asked);
        onDone(std::move(asked));
    });
}

} // namespace busheng
