// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/engine_thread.h"

#include "app/keychain/keychain.h"
#include "engine/api/node_config.h"

#include <future>

namespace busheng {

Result<> EngineThread::start(const QString& dataDirectory)
{
    ENGINE_TRY(offerKeychain(dataDirectory)); // not in the engine's thread, which must never wait for a person
    m_thread.setObjectName(QStringLiteral("engine"));
    m_thread.start();
    m_context.moveToThread(&m_thread);
    Result<> started;
    QMetaObject::invokeMethod(
        &m_context, [&] { started = open(dataDirectory); }, Qt::BlockingQueuedConnection);
    return started;
}

Result<> EngineThread::open(const QString& dataDirectory)
{
    ENGINE_TRY_AS(m_engine, HostEngine::start(dataDirectory, {systemFileSystem(), systemClock(), systemRandom()}));
    QObject::connect(m_engine.get(), &HostEngine::stopped, &m_context, [this] { m_onStopped(); });
    m_server = std::make_unique<LocalApiServer>(*m_engine);
    ENGINE_TRY_AS(const LocalAccess access, LocalAccess::withGroups(m_engine->config().localGroups));
    m_server->setAccess(access);
    m_server->setGuard(m_engine->guard());
    return m_server->listen(dataDirectory);
}

Result<> EngineThread::ask(const std::function<void(EngineApi&, Reply<>)>& request)
{
    auto answer = std::make_shared<std::promise<Result<>>>();
    auto answered = answer->get_future();
    QMetaObject::invokeMethod(&m_context, [this, request, answer] {
        request(*m_engine, [answer](Result<> result) { answer->set_value(std::move(result)); });
    });
    return answered.get();
}

EngineThread::~EngineThread()
{
    if (!m_thread.isRunning())
        return;
    QMetaObject::invokeMethod(
        &m_context,
        [this] {
            m_server.reset();
            m_engine.reset();
            m_context.moveToThread(nullptr);
        },
        Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

} // namespace busheng
