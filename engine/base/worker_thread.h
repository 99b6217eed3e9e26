// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"

#include <QThread>

#include <functional>
#include <memory>
#include <stop_token>

namespace busheng {

/// One named thread that runs `body` until it returns or is asked to stop.
///
/// The body makes, uses and closes its own connections and files. Exceptions end here: they become an Internal error
/// given to `onCrash` (called in the worker's thread). Thread: construct, requestStop and destroy from one thread.
class WorkerThread {
public:
    using Body = std::function<void(std::stop_token)>;
    using OnCrash = std::function<void(const Error&)>;

    WorkerThread(const QString& name, Body body, OnCrash onCrash);
    /// Requests the stop and joins.
    ~WorkerThread();
    WorkerThread(const WorkerThread&) = delete;
    WorkerThread& operator=(const WorkerThread&) = delete;

    void requestStop() { m_stop.request_stop(); }
    /// Waits for the body to return; logs loudly each 5 s that it does not.
    void join();

private:
    std::stop_source m_stop;
    std::unique_ptr<QThread> m_thread;
};

} // namespace busheng
