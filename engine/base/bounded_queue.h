// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>

namespace busheng {

/// First in, first out between threads, at most `limit` items: a full queue stops the producer. Thread: any.
template <typename T>
class BoundedQueue {
public:
    explicit BoundedQueue(std::size_t limit) : m_limit(limit) {}

    /// Waits for room. False when a stop was requested first; the item is then not taken.
    bool push(T item, std::stop_token stop)
    {
        std::unique_lock lock(m_mutex);
        if (!m_roomMade.wait(lock, stop, [this] { return m_items.size() < m_limit; }))
            return false;
        m_items.push_back(std::move(item));
        lock.unlock();
        m_itemAdded.notify_one();
        return true;
    }

    /// For a producer that may not wait: false when full.
    bool tryPush(T item)
    {
        {
            const std::lock_guard lock(m_mutex);
            if (m_items.size() >= m_limit)
                return false;
            m_items.push_back(std::move(item));
        }
        m_itemAdded.notify_one();
        return true;
    }

    /// Waits for an item; empty when a stop was requested.
    std::optional<T> pop(std::stop_token stop)
    {
        std::unique_lock lock(m_mutex);
        if (!m_itemAdded.wait(lock, stop, [this] { return !m_items.empty(); }))
            return std::nullopt;
        return takeFirst(lock);
    }

    std::optional<T> tryPop()
    {
        std::unique_lock lock(m_mutex);
        if (m_items.empty())
            return std::nullopt;
        return takeFirst(lock);
    }

    void clear()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_items.clear();
        }
        m_roomMade.notify_all();
    }

    std::size_t size() const
    {
        const std::lock_guard lock(m_mutex);
        return m_items.size();
    }

private:
    std::optional<T> takeFirst(std::unique_lock<std::mutex>& lock)
    {
        std::optional<T> item(std::move(m_items.front()));
        m_items.pop_front();
        lock.unlock();
        m_roomMade.notify_one();
        return item;
    }

    const std::size_t m_limit;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_itemAdded;
    std::condition_variable_any m_roomMade;
    std::deque<T> m_items;
};

} // namespace busheng
