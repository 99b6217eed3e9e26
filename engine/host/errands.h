// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/base/worker_thread.h"

#include <functional>
#include <map>
#include <memory>

namespace busheng {

/// Work for the engine's thread that may block on a database: each piece is done by a thread that lives as long as it
/// takes, and its outcome comes back to the engine's thread.
///
/// Thread: the engine's. Its end waits for what is under way; outcomes that have not come by then never do.
class Errands {
public:
    /// `post` runs a function in the engine's thread, later.
    explicit Errands(std::function<void(std::function<void()>)> post) : m_post(std::move(post)) {}

    /// `work` must use nothing of the engine's thread. Its outcome, or Internal when it threw, goes to `done`.
    template <typename T>
    void run(const QString& name, std::function<Result<T>()> work, std::function<void(Result<T>)> done)
    {
        runLong<T>(
            name, [work = std::move(work)](const std::stop_token&) { return work(); }, std::move(done));
    }

    /// For what may take long: it looks whether it is to stop.
    template <typename T>
    void runLong(const QString& name, std::function<Result<T>(const std::stop_token&)> work,
                 std::function<void(Result<T>)> done)
    {
        const quint64 id = ++m_last;
        const auto bringBack = [this, id, done = std::move(done)](Result<T> outcome) {
            auto shared = std::make_shared<Result<T>>(std::move(outcome));
            m_post([this, id, done, shared] {
                m_threads.erase(id);
                done(std::move(*shared));
            });
        };
        m_threads[id] = std::make_unique<WorkerThread>(
            QStringLiteral("errand.") + name,
            [work = std::move(work), bringBack](const std::stop_token& stop) { bringBack(work(stop)); },
            [bringBack](const Error& error) { bringBack(fail(error)); });
    }

private:
    std::function<void(std::function<void()>)> m_post;
    quint64 m_last = 0;
    std::map<quint64, std::unique_ptr<WorkerThread>> m_threads;
};

} // namespace busheng
