// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/comparisons_api.h"
#include "engine/host/node_runtime.h"

namespace busheng {

/// ComparisonsApi over the runtime, as HostEngine's other facets. Thread: the engine's.
class HostComparisons final : public ComparisonsApi {
public:
    /// `runtime` fails once the engine has stopped.
    explicit HostComparisons(std::function<Result<NodeRuntime*>()> runtime) : m_runtime(std::move(runtime)) {}

    void rowDifferences(const DifferenceQuery& query, Reply<RowDifferences> reply) override;
    void certify(qint64 verification, const QString& by, Reply<QJsonObject> reply) override;
    void beginFiles(const QString& task, qint64 fromUtcMs, qint64 toUtcMs, qint64 lateAfterMs, const QString& by,
                    Reply<qint64> reply) override;
    void stopFiles(qint64 id, Reply<> reply) override;
    void fileReconciliations(const QString& task, qint64 beforeId, int limit,
                             Reply<std::vector<FileReconciliation>> reply) override;
    void fileDifferences(const DifferenceQuery& query, Reply<FileDifferences> reply) override;

private:
    std::function<Result<NodeRuntime*>()> m_runtime;
};

} // namespace busheng
