// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/notifier.h"

#include <functional>
#include <mutex>
#include <vector>

namespace busheng {

/// Work that other threads hand to a worker: they post, the worker runs it in its own thread between two of its steps.
/// What is still in it when the worker ends is dropped. Thread: post and wake from any; the rest from the worker.
class Mailbox {
public:
    using Letter = std::function<void()>;

    void post(Letter letter)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_letters.push_back(std::move(letter));
        }
        m_notifier.notify();
    }

    void wake() { m_notifier.notify(); }

    /// Runs what was posted before the call.
    void runAll()
    {
        std::vector<Letter> letters;
        {
            const std::lock_guard lock(m_mutex);
            letters.swap(m_letters);
        }
        for (const Letter& letter : letters)
            letter();
    }

    bool isEmpty() const
    {
        const std::lock_guard lock(m_mutex);
        return m_letters.empty();
    }

    void waitFor(std::stop_token stop, std::chrono::milliseconds timeout)
    {
        m_notifier.waitFor(std::move(stop), timeout);
    }

private:
    mutable std::mutex m_mutex;
    std::vector<Letter> m_letters;
    Notifier m_notifier;
};

} // namespace busheng
