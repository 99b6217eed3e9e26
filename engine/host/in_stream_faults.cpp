// SPDX-License-Identifier: GPL-3.0-or-later
// What the target did not take: exceptions, parked tables, and what a person does about them.
#include "engine/host/in_stream.h"

#include "engine/host/tuning.h"
#include "engine/model/events.h"

#include <algorithm>

namespace busheng {

void InStream::showFaults(const TargetFaults& faults)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_status.faults == faults)
            return;
        m_status.faults = faults;
    }
    if (m_context.onFaults)
        m_context.onFaults(faults);
    m_context.onChange();
}

Result<> InStream::noteFaults()
{
    ENGINE_TRY_AS(const TargetFaults faults, m_target->faults(m_context.id.name()));
    showFaults(faults);
    return {};
}

void InStream::atDesk(AtDesk work)
{
    m_applyMailbox.post([this, work = std::move(work)] {
        if (!m_context.openDesk)
            return work(fail(ErrorCode::Internal, QStringLiteral("stream %1 has no desk").arg(m_context.id.name())));
        auto desk = m_context.openDesk(m_stop);
        if (!desk)
            return work(fail(std::move(desk).error()));
        work(desk->get());
        if (m_target)
            m_target->forgetFaults();
        // What is shown is a service; the work is done.
        if (const auto faults = (*desk)->faults(m_context.id.name()))
            showFaults(*faults);
    });
}

void InStream::drainNow(std::function<void(Result<>)> onDone)
{
    m_applyMailbox.post([this, onDone = std::move(onDone)] {
        m_drainAtNs = 0;
        m_drainPauseNs = 0;
        if (!m_applier || m_stopped)
            onDone({});
        else
            m_drainReplies.push_back(onDone);
    });
}

void InStream::answerDrains(const Result<>& done)
{
    const auto replies = std::exchange(m_drainReplies, {});
    for (const auto& reply : replies)
        reply(done);
}

bool InStream::isDrainDue() const
{
    if (m_context.clock.monotonicNs() < m_drainAtNs)
        return false;
    const std::lock_guard lock(m_mutex);
    return std::ranges::any_of(m_status.faults.parked, [](const ParkedTable& table) { return !table.byPerson; });
}

/// A step for each turn of the apply worker while operations wait and can be written; where none can, again and again
/// with growing pauses.
Result<bool> InStream::drainParked()
{
    if (!isDrainDue()) {
        if (m_drainAtNs == 0)
            answerDrains({});
        return false;
    }
    ENGINE_TRY(commit());
    Result<bool> drained = m_applier->drainParked();
    if (drained && *drained) {
        m_drainPauseNs = 0;
        ENGINE_TRY(afterCommit());
        ENGINE_TRY(noteFaults());
        answerDrains({});
        return true;
    }
    if (!drained && drained.error().code != ErrorCode::Schema && drained.error().code != ErrorCode::Conflict)
        return drained;
    m_drainPauseNs = std::clamp(m_drainPauseNs * 2, tuning::kDrainFirstNs, tuning::kDrainLongestNs);
    m_drainAtNs = m_context.clock.monotonicNs() + m_drainPauseNs;
    ENGINE_TRY(noteFaults()); // the reason may be another one now
    answerDrains(drained ? Result<>() : Result<>(fail(std::move(drained).error())));
    return false;
}

/// A table that does not fit waits alone, once the stream is under way: true when it does from now on.
bool InStream::parkInstead(const Error& error)
{
    const Status now = status();
    const bool underWay =
        now.checkpoint.state == SubscriptionState::CatchingUp || now.checkpoint.state == SubscriptionState::Live;
    const QString table = error.args.value(1);
    if (!m_context.parks || !m_context.openDesk || error.event != events::TGT_STRUCTURE || !underWay ||
        table.isEmpty() || std::ranges::find(now.faults.parked, table, &ParkedTable::table) != now.faults.parked.end())
        return false;
    auto desk = m_context.openDesk(m_stop);
    if (!desk)
        return false;
    const QString stream = m_context.id.name();
    if (!(*desk)->park(stream, table, error.args.value(2), false))
        return false;
    if (const auto faults = (*desk)->faults(stream))
        showFaults(*faults);
    m_drainPauseNs = 0;
    m_drainAtNs = m_context.clock.monotonicNs() + tuning::kDrainFirstNs;
    return true;
}

} // namespace busheng
