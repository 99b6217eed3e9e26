// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/host/host_engine.h"
#include "engine/localapi/local_api_server.h"

#include <QThread>

#include <functional>
#include <memory>

namespace busheng {

/// The engine in its own thread, with the local socket by which others reach it. Destroying it stops the engine in
/// order and waits. Thread: start() and the destructor from one; `onStopped` is called in the engine's.
class EngineThread {
public:
    /// `onStopped`: the engine was stopped from outside (`busheng-client stop`).
    explicit EngineThread(std::function<void()> onStopped) : m_onStopped(std::move(onStopped)) {}
    ~EngineThread();

    /// Once. Fails: as HostEngine::start; as LocalApiServer::listen.
    Result<> start(const QString& dataDirectory);
    EngineApi& engine() { return *m_engine; }
    /// Runs a request to its answer; waits for it. Not from the engine's thread.
    Result<> ask(const std::function<void(EngineApi&, Reply<>)>& request);

private:
    Result<> open(const QString& dataDirectory);

    std::function<void()> m_onStopped;
    QThread m_thread;
    QObject m_context;
    std::unique_ptr<HostEngine> m_engine;
    std::unique_ptr<LocalApiServer> m_server;
};

} // namespace busheng
