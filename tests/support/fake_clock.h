// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"

#include <atomic>

namespace busheng::test {

/// A clock that stands still until the test moves it. Begins at the machine's time, so that certificates made by the
/// machine's clock are valid in it. Thread: any.
class FakeClock final : public Clock {
public:
    FakeClock() : m_utcMs(systemClock().utcMs()) {}
    explicit FakeClock(qint64 utcMs) : m_utcMs(utcMs) {}

    qint64 monotonicNs() override { return m_monotonicNs; }
    qint64 utcMs() override { return m_utcMs; }

    /// Time passes, for both clocks.
    void advanceMs(qint64 ms)
    {
        m_monotonicNs += ms * 1'000'000;
        m_utcMs += ms;
    }
    /// Somebody sets the wall clock, forward or back.
    void jumpUtcMs(qint64 ms) { m_utcMs += ms; }

private:
    std::atomic<qint64> m_monotonicNs = 1'000'000'000;
    std::atomic<qint64> m_utcMs;
};

} // namespace busheng::test
