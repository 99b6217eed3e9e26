// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scheduler/scheduler.h"

#include <algorithm>

namespace busheng {

struct Scheduler::Entry {
    QString name;
    Job* job = nullptr;
    Schedule schedule;
    ScheduleMark mark;
    bool isRestored = false; ///< the mark has been read
    bool isRunning = false;
    bool isOfService = false; ///< with the service, and not started since the service has
    std::optional<qint64> lookedUtcMs;
    std::optional<qint64> resendNs; ///< by the monotonic clock: a pause is not cut short by setting a clock
    Error fault;
};

Scheduler::Scheduler(Clock& clock, ScheduleStore& store, Hooks hooks)
    : m_clock(clock), m_store(store), m_hooks(std::move(hooks))
{
}

Scheduler::~Scheduler() = default;

void Scheduler::set(const QString& name, Job& job, const Schedule& schedule)
{
    auto& entry = m_entries[name];
    if (!entry) {
        entry = std::make_shared<Entry>();
        entry->name = name;
        entry->isOfService = true;
    }
    entry->job = &job;
    entry->schedule = schedule;
}

void Scheduler::remove(const QString& name)
{
    const auto found = m_entries.find(name);
    if (found == m_entries.end())
        return;
    const std::shared_ptr<Entry> entry = found->second;
    m_entries.erase(found); // first: its end finds nothing
    if (entry->isRunning)
        entry->job->cancel();
    if (const auto removed = m_store.remove(name); !removed)
        m_hooks.onFault(name, removed.error());
}

void Scheduler::look()
{
    QStringList names; // a job that ends at once may change the map
    for (const auto& [name, entry] : m_entries)
        names.append(name);
    for (const QString& name : names) {
        const auto found = m_entries.find(name);
        if (found == m_entries.end())
            continue;
        const std::shared_ptr<Entry> entry = found->second;
        if (const auto looked = lookAt(*entry); !looked)
            m_hooks.onFault(name, looked.error());
    }
}

Result<> Scheduler::lookAt(Entry& entry)
{
    ENGINE_TRY(restore(entry));
    if (entry.isRunning)
        return {};
    if (entry.mark.isOpen) // the node ended while it ran, or its mark could not be closed
        return start(entry, StartCause::Recovery);
    if (!entry.schedule.isEnabled)
        return {};
    ENGINE_TRY_AS(const bool isWaiting, startWaiting(entry));
    if (isWaiting)
        return {};
    if (entry.schedule.mode.kind() == StartMode::Kind::Service && entry.isOfService)
        return start(entry, StartCause::Service);
    return startDue(entry);
}

/// Reads the mark once; one of another timetable begins anew, as does one of a job that was switched off: what passed
/// meanwhile was not missed.
Result<> Scheduler::restore(Entry& entry)
{
    const QString starts = entry.schedule.isEnabled ? entry.schedule.mode.toString() : QStringLiteral("off");
    if (entry.isRestored && entry.mark.starts == starts)
        return {};
    ScheduleMark mark = entry.mark;
    if (!entry.isRestored) {
        ENGINE_TRY_AS(auto kept, m_store.load(entry.name));
        mark = kept.value_or(ScheduleMark{});
    }
    if (mark.starts != starts) {
        mark.starts = starts;
        mark.coveredUtcMs = m_clock.utcMs();
        ENGINE_TRY(m_store.save(entry.name, mark));
    }
    entry.mark = mark;
    if (!entry.isRestored && mark.resendUtcMs > 0) {
        const RetryPolicy& retry = entry.schedule.retry;
        const qint64 longest = pauseBeforeResend(retry, mark.resend).value_or(retry.longestPauseMs);
        const qint64 rest = std::clamp<qint64>(mark.resendUtcMs - m_clock.utcMs(), 0, longest);
        entry.resendNs = m_clock.monotonicNs() + rest * 1'000'000;
    }
    entry.isRestored = true;
    return {};
}

/// True: a resend is waited for, or has just begun.
Result<bool> Scheduler::startWaiting(Entry& entry)
{
    if (!entry.resendNs)
        return false;
    if (m_clock.monotonicNs() >= *entry.resendNs)
        ENGINE_TRY(start(entry, StartCause::Resend));
    return true;
}

Result<> Scheduler::startDue(Entry& entry)
{
    if (entry.schedule.mode.kind() != StartMode::Kind::Timed)
        return {};
    const qint64 now = m_clock.utcMs();
    const Due due = whatIsDue(*entry.schedule.mode.timetable(),
                              {entry.mark.coveredUtcMs, entry.lookedUtcMs, now, entry.schedule.missed}, m_hooks.zone());
    const bool wasThere = entry.lookedUtcMs && due.startUtcMs && *entry.lookedUtcMs < *due.startUtcMs;
    const bool isLate = due.startUtcMs && !wasThere && now - *due.startUtcMs > kNotLateMs;
    if (due.coveredUtcMs != entry.mark.coveredUtcMs) {
        ScheduleMark mark = entry.mark;
        mark.coveredUtcMs = due.coveredUtcMs;
        mark.isOpen = due.startUtcMs.has_value();
        mark.resend = 0;
        ENGINE_TRY(m_store.save(entry.name, mark));
        entry.mark = mark;
    }
    entry.lookedUtcMs = now;
    if (due.clockWasWrong)
        m_hooks.onClockWasWrong(entry.name);
    if (due.leftOut > 0)
        m_hooks.onLeftOut(entry.name, due.leftOut, due.coveredUtcMs);
    return due.startUtcMs ? start(entry, isLate ? StartCause::MadeUp : StartCause::Timetable) : Result<>();
}

Result<> Scheduler::start(Entry& entry, StartCause cause)
{
    if (!entry.mark.isOpen || entry.mark.resendUtcMs != 0) {
        ScheduleMark mark = entry.mark;
        mark.isOpen = true;
        mark.resendUtcMs = 0;
        if (cause != StartCause::Resend && cause != StartCause::Recovery)
            mark.resend = 0;
        ENGINE_TRY(m_store.save(entry.name, mark));
        entry.mark = mark;
    }
    entry.isRunning = true;
    entry.isOfService = false;
    entry.resendNs.reset();
    const std::weak_ptr<Entry> weak = m_entries.at(entry.name);
    entry.job->start(cause, [this, weak](const Result<>& result) {
        if (const auto ended = weak.lock(); ended && m_entries.contains(ended->name))
            onFinished(*ended, result);
    });
    return {};
}

void Scheduler::onFinished(Entry& entry, const Result<>& result)
{
    entry.isRunning = false;
    entry.fault = result ? Error{} : result.error();
    Result<> kept;
    if (!result && result.error().code != ErrorCode::Cancelled) {
        kept = planResend(entry, result.error());
    } else {
        entry.mark.isOpen = false;
        entry.mark.resend = 0;
        kept = m_store.save(entry.name, entry.mark);
    }
    // A mark that is still open in the store starts the run once more after a crash: that is a repetition, no loss.
    if (!kept)
        m_hooks.onFault(entry.name, kept.error());
}

Result<> Scheduler::planResend(Entry& entry, const Error& error)
{
    auto pause = pauseBeforeResend(entry.schedule.retry, entry.mark.resend + 1);
    if (!pause)
        m_hooks.onGivenUp(entry.name, error);
    if (!pause && entry.schedule.mode.kind() == StartMode::Kind::Service)
        pause = entry.schedule.retry.longestPauseMs;
    entry.mark.isOpen = false;
    entry.mark.resend = pause ? entry.mark.resend + 1 : 0;
    entry.mark.resendUtcMs = pause ? m_clock.utcMs() + *pause : 0;
    if (pause)
        entry.resendNs = m_clock.monotonicNs() + *pause * 1'000'000;
    return m_store.save(entry.name, entry.mark);
}

Result<> Scheduler::startNow(const QString& name)
{
    const auto found = m_entries.find(name);
    if (found == m_entries.end())
        return fail(ErrorCode::Config, QStringLiteral("no job '%1'").arg(name));
    Entry& entry = *found->second;
    ENGINE_TRY(restore(entry));
    if (entry.isRunning)
        return fail(ErrorCode::Conflict, QStringLiteral("job '%1' is running").arg(name));
    return start(entry, StartCause::Demand);
}

JobView Scheduler::view(const QString& name) const
{
    const auto found = m_entries.find(name);
    if (found == m_entries.end())
        return {};
    const Entry& entry = *found->second;
    JobView view{entry.isRunning, std::nullopt, entry.mark.resend, entry.fault.event};
    if (entry.mark.resendUtcMs > 0)
        view.nextUtcMs = entry.mark.resendUtcMs;
    else if (entry.schedule.mode.kind() == StartMode::Kind::Timed && entry.schedule.isEnabled)
        view.nextUtcMs =
            entry.schedule.mode.timetable()->next(std::max(entry.mark.coveredUtcMs, m_clock.utcMs()), m_hooks.zone());
    return view;
}

} // namespace busheng
