// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"
#include "engine/scheduler/due.h"
#include "engine/scheduler/job.h"
#include "engine/scheduler/retry_policy.h"
#include "engine/scheduler/schedule_store.h"
#include "engine/scheduler/start_mode.h"

#include <map>
#include <memory>

namespace busheng {

/// How a job is to be started.
struct Schedule {
    StartMode mode;
    MissedRuns missed = MissedRuns::MakeUp;
    RetryPolicy retry;
    bool isEnabled = true; ///< false: by demand only

    bool operator==(const Schedule&) const = default;
};

/// What people see of one job.
struct JobView {
    bool isRunning = false;
    std::optional<qint64> nextUtcMs; ///< by its timetable, or its resend
    int resend = 0;                  ///< which one runs or is waited for; 0: none
    QString fault;                   ///< catalogue id of why the last run failed; empty: it did not
};

/// Starts jobs (§8.2.2), tries them again with growing pauses (§8.2.5, §8.2.7), and after a start of the node makes up
/// for what was interrupted or missed.
///
///   idle --due--> running --ok--> idle
///                 running --failed--> waiting --pause over--> running;  after the last resend: idle, reported
///
/// Before a run starts, its mark is durable: a run is never started twice for one moment, whatever dies. A run that was
/// under way when the node ended is started again with the cause Recovery. A moment that comes while the job runs or
/// waits for a resend is answered by one run behind it. A job that starts with the service is never given up for good:
/// behind its last resend it is tried again with the longest pause.
///
/// Thread: one; look() is called by its owner's timer, a few times a minute or more often. Nothing here blocks but the
/// store. A store that fails stops no other job: onFault, and the job is looked at again at the next look.
class Scheduler {
public:
    struct Hooks {
        std::function<void(const QString& job, const Error&)> onFault;                   ///< a mark cannot be kept
        std::function<void(const QString& job, const Error&)> onGivenUp;                 ///< the last resend failed too
        std::function<void(const QString& job, int leftOut, qint64 dueUtcMs)> onLeftOut; ///< moments got no run
        std::function<void(const QString& job)> onClockWasWrong;
        std::function<QTimeZone()> zone = [] { return QTimeZone::systemTimeZone(); };
    };

    Scheduler(Clock& clock, ScheduleStore& store, Hooks hooks);
    ~Scheduler();
    Scheduler(const Scheduler&) = delete;
    Scheduler& operator=(const Scheduler&) = delete;

    /// Adds a job, or gives it another schedule; what runs goes on. With the service: it starts at the next look.
    void set(const QString& name, Job& job, const Schedule& schedule);
    /// Forgets the job and its mark. What runs is cancelled; its end is not waited for: the name is free again when it
    /// has come.
    void remove(const QString& name);
    /// Starts what is due.
    void look();
    /// By demand, with no regard to the schedule. Fails: Conflict when it is running; what the store says.
    Result<> startNow(const QString& name);
    JobView view(const QString& name) const;

private:
    struct Entry;

    Result<> lookAt(Entry& entry);
    Result<> restore(Entry& entry);
    Result<bool> startWaiting(Entry& entry);
    Result<> startDue(Entry& entry);
    Result<> start(Entry& entry, StartCause cause);
    void onFinished(Entry& entry, const Result<>& result);
    Result<> planResend(Entry& entry, const Error& error);

    Clock& m_clock;
    ScheduleStore& m_store;
    const Hooks m_hooks;
    std::map<QString, std::shared_ptr<Entry>> m_entries;
};

} // namespace busheng
