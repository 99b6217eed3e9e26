// SPDX-License-Identifier: GPL-3.0-or-later
// OfflineApi over the runtime.
#include "engine/host/host_engine.h"

namespace busheng {

void HostEngine::exportPackage(const QString& stream, const QString& directory, qint64 partBytes, const QString& by,
                               Reply<> reply)
{
    const auto running = runtime();
    reply(running ? (*running)->exportPackage(stream, {directory, partBytes, by}) : Result<>(fail(running.error())));
}

void HostEngine::cancelExport(const QString& stream, Reply<> reply)
{
    const auto running = runtime();
    reply(running ? (*running)->cancelExport(stream) : Result<>(fail(running.error())));
}

void HostEngine::importPackage(const QString& subscription, const QString& directory, const QString& by, Reply<> reply)
{
    const auto running = runtime();
    reply(running ? (*running)->importPackage(subscription, directory, by) : Result<>(fail(running.error())));
}

void HostEngine::cancelImport(const QString& subscription, Reply<> reply)
{
    const auto running = runtime();
    reply(running ? (*running)->cancelImport(subscription) : Result<>(fail(running.error())));
}

void HostEngine::gateReport(const QString& subscription, Reply<GateReport> reply)
{
    const auto running = runtime();
    reply(running ? (*running)->gateReport(subscription) : Result<GateReport>(fail(running.error())));
}

void HostEngine::decideGate(const QString& subscription, bool isSigned, const QString& by, const QString& reason,
                            Reply<GateReport> reply)
{
    if (const auto running = runtime())
        (*running)->decideGate(subscription, {isSigned, by, reason}, std::move(reply));
    else
        reply(fail(running.error()));
}

void HostEngine::askGateAgain(const QString& subscription, Reply<GateReport> reply)
{
    if (const auto running = runtime())
        (*running)->askGateAgain(subscription, std::move(reply));
    else
        reply(fail(running.error()));
}

} // namespace busheng
