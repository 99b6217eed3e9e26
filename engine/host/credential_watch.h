// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"
#include "engine/host/alarm_board.h"
#include "engine/net/clock_timer.h"
#include "engine/net/tls_context.h"

#include <map>
#include <vector>

namespace busheng {

/// Warns before a certificate or a revocation list of this node ends: certificates 30, 7 and 1 days before, lists when
/// a quarter of their time is left. A warning is renewed at each step and goes when what it was about was renewed.
/// Thread: the engine's.
class CredentialWatch {
public:
    /// `clock` and `alarms` must outlive this.
    CredentialWatch(Clock& clock, AlarmBoard& alarms, std::vector<Credential> credentials);

    void replace(std::vector<Credential> credentials);
    /// New files are there and cannot be used.
    void refused(const Error& why);
    /// For the outside.
    std::vector<CredentialSnapshot> shown() const;

    /// How near the end is: 0 far, then 1 to 3 (30, 7, 1 days; of a list only 1), 4: it has ended.
    static int step(const Credential& credential, qint64 utcMs);

private:
    void look();
    void warn(const Credential& credential, int step, qint64 utcMs);

    Clock& m_clock;
    AlarmBoard& m_alarms;
    std::vector<Credential> m_credentials;
    std::map<QString, int> m_warned; ///< by subject: the step
    QString m_refusedEvent;
    ClockTimer m_timer;
};

} // namespace busheng
