// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <functional>

namespace busheng {

/// Why a job starts.
enum class StartCause {
    Demand,    ///< a person or a program asked
    Service,   ///< the service has started
    Timetable, ///< its moment has come
    MadeUp,    ///< its moment passed while the node was not running
    Resend,    ///< the run before failed
    Recovery,  ///< the node ended while it ran; the job goes on where it was
};

/// What a scheduler starts. Owned by who made it, which outlives the scheduler or removes it there first.
///
/// Thread: the scheduler's (the engine's); start() returns at once.
class Job {
public:
    using OnFinished = std::function<void(Result<>)>;

    virtual ~Job() = default;
    /// Begins one run and calls `onFinished` exactly once, later and in the same thread: ok, an error (it is tried
    /// again by the policy), or Cancelled (it is not). Never called while a run is under way.
    virtual void start(StartCause cause, OnFinished onFinished) = 0;
    /// Ends the run that is under way, soon.
    virtual void cancel() = 0;
};

} // namespace busheng
