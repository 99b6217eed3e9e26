// SPDX-License-Identifier: GPL-3.0-or-later
// FaultsApi over the runtime.
#include "engine/host/host_engine.h"

namespace busheng {

void HostEngine::exceptions(const QString& subscription, const QString& state, qint64 beforeId, int limit,
                            Reply<std::vector<ExceptionRecord>> reply)
{
    if (const auto running = runtime())
        (*running)->exceptions(subscription, state, beforeId, limit, std::move(reply));
    else
        reply(fail(running.error()));
}

void HostEngine::exception(const QString& subscription, qint64 id, Reply<ExceptionRecord> reply)
{
    if (const auto running = runtime())
        (*running)->exception(subscription, id, std::move(reply));
    else
        reply(fail(running.error()));
}

void HostEngine::resendExceptions(const QString& subscription, qint64 id, Reply<qint64> reply)
{
    if (const auto running = runtime())
        (*running)->resendExceptions(subscription, id, std::move(reply));
    else
        reply(fail(running.error()));
}

void HostEngine::dismissException(const QString& subscription, qint64 id, const QString& by, const QString& reason,
                                  Reply<> reply)
{
    if (const auto running = runtime())
        (*running)->dismissException(subscription, id, by, reason, std::move(reply));
    else
        reply(fail(running.error()));
}

void HostEngine::resolveConflict(const QString& subscription, qint64 id, const QString& take, const QString& by,
                                 Reply<> reply)
{
    if (const auto running = runtime())
        (*running)->resolveConflict(subscription, id, take, by, std::move(reply));
    else
        reply(fail(running.error()));
}

void HostEngine::parkTable(const QString& subscription, const QString& table, const QString& by, Reply<> reply)
{
    if (const auto running = runtime())
        (*running)->parkTable(subscription, table, by, std::move(reply));
    else
        reply(fail(running.error()));
}

void HostEngine::unparkTable(const QString& subscription, const QString& table, const QString& by, Reply<> reply)
{
    if (const auto running = runtime())
        (*running)->unparkTable(subscription, table, by, std::move(reply));
    else
        reply(fail(running.error()));
}

} // namespace busheng
