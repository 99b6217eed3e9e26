// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/structures_api.h"
#include "engine/host/node_runtime.h"

namespace busheng {

/// StructuresApi over the runtime, as HostEngine's other facets. Thread: the engine's.
class HostStructures final : public StructuresApi {
public:
    /// `runtime` fails once the engine has stopped.
    explicit HostStructures(std::function<Result<NodeRuntime*>()> runtime) : m_runtime(std::move(runtime)) {}

    void testDatabase(const DatabaseConfig& database, const QString& secret, Reply<> reply) override;
    void describeTable(const QString& kind, const QString& database, const QString& table,
                       Reply<DescribedTable> reply) override;
    void datasetStructure(const SubscriptionConfig& subscription, Reply<DatasetStructure> reply) override;
    void tryMapping(const SubscriptionConfig& subscription, const QString& table,
                    Reply<StructureSnapshot> reply) override;
    void alterTarget(const QString& subscription, const QStringList& statements, Reply<QStringList> reply) override;

private:
    template <typename T>
    void withDesk(Reply<T> reply, const std::function<void(StructureDesk&, Reply<T>)>& work);

    std::function<Result<NodeRuntime*>()> m_runtime;
};

} // namespace busheng
