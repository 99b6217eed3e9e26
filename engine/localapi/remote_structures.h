// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/structures_api.h"
#include "engine/localapi/remote_channel.h"

namespace busheng {

/// StructuresApi of a node over its local socket. Thread: the channel's, which must outlive it.
class RemoteStructures final : public StructuresApi {
public:
    explicit RemoteStructures(RemoteChannel& channel) : m_channel(channel) {}

    void testDatabase(const DatabaseConfig& database, const QString& secret, Reply<> reply) override;
    void describeTable(const QString& kind, const QString& database, const QString& table,
                       Reply<DescribedTable> reply) override;
    void datasetStructure(const SubscriptionConfig& subscription, Reply<DatasetStructure> reply) override;
    void tryMapping(const SubscriptionConfig& subscription, const QString& table,
                    Reply<StructureSnapshot> reply) override;
    void alterTarget(const QString& subscription, const QStringList& statements, Reply<QStringList> reply) override;

private:
    RemoteChannel& m_channel;
};

} // namespace busheng
