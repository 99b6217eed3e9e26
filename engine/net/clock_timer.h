// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"

#include <QTimer>

#include <functional>

namespace busheng {

/// Calls back once when a time by the Clock has passed. A QTimer only wakes it up to look, so a test that moves its
/// clock need not wait. Thread: the one it lives in.
class ClockTimer {
public:
    ClockTimer(Clock& clock, std::function<void()> onTimeout);
    void start(qint64 afterMs);
    void stop() { m_timer.stop(); }
    bool isActive() const { return m_timer.isActive(); }

private:
    void look();

    Clock& m_clock;
    const std::function<void()> m_onTimeout;
    QTimer m_timer;
    qint64 m_deadlineNs = 0;
};

} // namespace busheng
