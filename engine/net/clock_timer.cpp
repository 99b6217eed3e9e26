// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/clock_timer.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr qint64 kNsPerMs = 1'000'000;
constexpr qint64 kLongestSleepMs = 250;

} // namespace

ClockTimer::ClockTimer(Clock& clock, std::function<void()> onTimeout)
    : m_clock(clock), m_onTimeout(std::move(onTimeout))
{
    m_timer.setSingleShot(true);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { look(); });
}

void ClockTimer::start(qint64 afterMs)
{
    m_deadlineNs = m_clock.monotonicNs() + afterMs * kNsPerMs;
    m_timer.start(static_cast<int>(std::clamp<qint64>(afterMs, 0, kLongestSleepMs)));
}

void ClockTimer::look()
{
    const qint64 leftNs = m_deadlineNs - m_clock.monotonicNs();
    if (leftNs > 0)
        m_timer.start(static_cast<int>(std::clamp<qint64>(leftNs / kNsPerMs, 1, kLongestSleepMs)));
    else
        m_onTimeout();
}

} // namespace busheng
