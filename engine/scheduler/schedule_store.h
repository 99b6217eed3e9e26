// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <optional>

namespace busheng {

/// What a scheduler must know of a job after a restart.
struct ScheduleMark {
    QString starts;          ///< the StartMode's line for which this holds; another line begins anew
    qint64 coveredUtcMs = 0; ///< DueInput
    bool isOpen = false;     ///< a run was begun and has not ended
    int resend = 0;          ///< of the run: 0 the first try; with resendUtcMs, the one that is waited for
    qint64 resendUtcMs = 0;  ///< when it is tried again; 0: nothing waits

    bool operator==(const ScheduleMark&) const = default;
};

/// Where marks are kept. Durable when save() returns. Thread: the scheduler's. Fails: Storage, Corrupt.
class ScheduleStore {
public:
    virtual ~ScheduleStore() = default;
    virtual Result<std::optional<ScheduleMark>> load(const QString& job) = 0;
    virtual Result<> save(const QString& job, const ScheduleMark& mark) = 0;
    virtual Result<> remove(const QString& job) = 0;
};

} // namespace busheng
