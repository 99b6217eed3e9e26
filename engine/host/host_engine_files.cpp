// SPDX-License-Identifier: GPL-3.0-or-later
// FilesApi over the runtime's file service.
#include "engine/host/host_engine.h"

#include "engine/model/events.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr int kLargestPage = 10'000;

} // namespace

void HostEngine::addTask(const FileTaskConfig& task, Reply<> reply)
{
    reply(changeAndReload([&](Journal& journal) { return journal.saveFileTask(task); }));
}

void HostEngine::startTask(const QString& task, bool full, const QString& by, Reply<qint64> reply)
{
    const auto running = runtime();
    reply(running ? (*running)->files().start(task, full, by) : Result<qint64>(fail(running.error())));
}

void HostEngine::stopTask(const QString& task, Reply<> reply)
{
    const auto running = runtime();
    reply(running ? (*running)->files().stop(task) : Result<>(fail(running.error())));
}

void HostEngine::pauseTask(const QString& task, Reply<> reply)
{
    const auto running = runtime();
    reply(running ? (*running)->files().setPaused(task, true) : Result<>(fail(running.error())));
}

void HostEngine::resumeTask(const QString& task, Reply<> reply)
{
    const auto running = runtime();
    reply(running ? (*running)->files().setPaused(task, false) : Result<>(fail(running.error())));
}

void HostEngine::fileRuns(const QString& task, qint64 beforeId, int limit, Reply<std::vector<FileRunRow>> reply)
{
    const auto running = runtime();
    reply(running ? (*running)->files().runs(task, beforeId, std::clamp(limit, 1, kLargestPage))
                  : Result<std::vector<FileRunRow>>(fail(running.error())));
}

void HostEngine::runFiles(qint64 run, const QString& state, qint64 afterId, int limit,
                          Reply<std::vector<FileRow>> reply)
{
    const auto running = runtime();
    reply(running ? (*running)->files().files(run, state, afterId, std::clamp(limit, 1, kLargestPage))
                  : Result<std::vector<FileRow>>(fail(running.error())));
}

void HostEngine::resendFiles(const QString& task, const QStringList& paths, bool preview, const QString& by,
                             Reply<FileResend> reply)
{
    const auto running = runtime();
    if (running)
        (*running)->files().resend(task, paths, preview, by, std::move(reply));
    else
        reply(fail(running.error()));
}

void HostEngine::arrivals(qint64 afterId, int limit, Reply<std::vector<FileRow>> reply)
{
    const auto running = runtime();
    reply(running ? (*running)->files().arrivals(afterId, std::clamp(limit, 1, kLargestPage))
                  : Result<std::vector<FileRow>>(fail(running.error())));
}

void HostEngine::takeArrival(const QString& place, Reply<FileTicket> reply)
{
    const auto running = runtime();
    if (running)
        (*running)->files().takeArrival(place, std::move(reply));
    else
        reply(fail(running.error()));
}

void HostEngine::noteFetched(qint64 arrival, const QString& by, Reply<> reply)
{
    const auto running = runtime();
    reply(running ? (*running)->files().noteFetched(arrival, by) : Result<>(fail(running.error())));
}

void HostEngine::ticketToPut(const QString& task, Reply<FileTicket> reply)
{
    const auto running = runtime();
    reply(running ? (*running)->files().ticketToPut(task) : Result<FileTicket>(fail(running.error())));
}

void HostEngine::reconcileFiles(const QString& task, qint64 fromUtcMs, qint64 toUtcMs, qint64 lateAfterMs,
                                Reply<FileReconciliation> reply)
{
    const auto running = runtime();
    if (running)
        (*running)->files().reconcile(task, fromUtcMs, toUtcMs, lateAfterMs, std::move(reply));
    else
        reply(fail(running.error()));
}

} // namespace busheng
