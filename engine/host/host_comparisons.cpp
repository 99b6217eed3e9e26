// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/host_comparisons.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr int kLargestPage = 10'000;

} // namespace

void HostComparisons::rowDifferences(const DifferenceQuery& query, Reply<RowDifferences> reply)
{
    const auto running = m_runtime();
    if (running)
        (*running)->verifications().differences(query, std::move(reply));
    else
        reply(fail(running.error()));
}

void HostComparisons::certify(qint64 verification, const QString& by, Reply<QJsonObject> reply)
{
    const auto running = m_runtime();
    reply(running ? (*running)->verifications().certify(verification, by) : Result<QJsonObject>(fail(running.error())));
}

void HostComparisons::beginFiles(const QString& task, qint64 fromUtcMs, qint64 toUtcMs, qint64 lateAfterMs,
                                 const QString& by, Reply<qint64> reply)
{
    FileReconciliation wanted;
    wanted.task = task;
    wanted.fromUtcMs = fromUtcMs;
    wanted.toUtcMs = toUtcMs;
    wanted.lateAfterMs = lateAfterMs;
    wanted.by = by;
    const auto running = m_runtime();
    reply(running ? (*running)->files().beginReconciliation(std::move(wanted)) : Result<qint64>(fail(running.error())));
}

void HostComparisons::stopFiles(qint64 id, Reply<> reply)
{
    const auto running = m_runtime();
    reply(running ? (*running)->files().stopReconciliation(id) : Result<>(fail(running.error())));
}

void HostComparisons::fileReconciliations(const QString& task, qint64 beforeId, int limit,
                                          Reply<std::vector<FileReconciliation>> reply)
{
    const auto running = m_runtime();
    reply(running ? (*running)->files().reconciliations(task, beforeId, std::clamp(limit, 1, kLargestPage))
                  : Result<std::vector<FileReconciliation>>(fail(running.error())));
}

void HostComparisons::fileDifferences(const DifferenceQuery& query, Reply<FileDifferences> reply)
{
    const auto running = m_runtime();
    if (running)
        (*running)->files().differences(query, std::move(reply));
    else
        reply(fail(running.error()));
}

} // namespace busheng
