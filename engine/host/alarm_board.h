// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"
#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "engine/journal/journal.h"

#include <functional>
#include <mutex>

namespace busheng {

/// What the outside sees of an alarm.
AlarmSnapshot alarmSnapshot(const Alarm& alarm);

/// Where workers say that something is wrong and that it is over. Kept in the journal, pushed to the outside.
/// Thread: any; the journal is written in the engine's thread.
class AlarmBoard {
public:
    /// `dispatch` runs a function in the engine's thread, where `journal` lives; `onChange` is called there.
    AlarmBoard(Clock& clock, Journal& journal, std::function<void(std::function<void()>)> dispatch,
               std::function<void()> onChange);

    /// Raised once per (event, subject) while it stands; repeated raising is counted.
    void raise(const Error& error, const QString& subject);
    void clear(const QString& event, const QString& subject);
    /// What runs as `subject` is well again. What lasts until a person or its own end clears it stays: differences that
    /// a verification found, rows set aside, parked tables, a log that runs out; and the event `still`.
    void clearAll(const QString& subject, const QString& still = {});
    /// `subject` is no more.
    void forget(const QString& subject);
    /// What a person answers to one that stands. Engine thread only. Fails: Config CFG_NOT_FOUND, CFG_BAD_VALUE without
    /// a reason to be quiet; Storage.
    Result<> acknowledge(const QString& event, const QString& subject, const QString& by);
    Result<> silence(const QString& event, const QString& subject, qint64 untilUtcMs, const QString& by,
                     const QString& reason);
    /// Engine thread only.
    const std::vector<Alarm>& standing() const { return m_standing; }

private:
    void reload();
    Result<> answered(const QString& event, const Result<bool>& stood);

    Clock& m_clock;
    Journal& m_journal;
    std::function<void(std::function<void()>)> m_dispatch;
    std::function<void()> m_onChange;
    std::vector<Alarm> m_standing;
};

} // namespace busheng
