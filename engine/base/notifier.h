// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace busheng {

/// Wakes a worker that waits for "something changed". A notify before the wait is not lost. Thread: any; one waiter.
class Notifier {
public:
    void notify()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_pending = true;
        }
        m_condition.notify_one();
    }

    /// Returns at a notify, a stop request, or after `timeout`, whichever is first. True when notified.
    bool waitFor(std::stop_token stop, std::chrono::milliseconds timeout)
    {
        std::unique_lock lock(m_mutex);
        const bool notified = m_condition.wait_for(lock, stop, timeout, [this] { return m_pending; });
        m_pending = false;
        return notified;
    }

private:
    std::mutex m_mutex;
    std::condition_variable_any m_condition;
    bool m_pending = false;
};

} // namespace busheng
