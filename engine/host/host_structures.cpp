// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/host_structures.h"

namespace busheng {

template <typename T>
void HostStructures::withDesk(Reply<T> reply, const std::function<void(StructureDesk&, Reply<T>)>& work)
{
    if (const auto running = m_runtime())
        work((*running)->desks().structures, std::move(reply));
    else
        reply(fail(running.error()));
}

void HostStructures::testDatabase(const DatabaseConfig& database, const QString& secret, Reply<> reply)
{
    withDesk<void>(std::move(reply),
                   [&](StructureDesk& desk, Reply<> done) { desk.test(database, secret, std::move(done)); });
}

void HostStructures::describeTable(const QString& kind, const QString& database, const QString& table,
                                   Reply<DescribedTable> reply)
{
    withDesk<DescribedTable>(std::move(reply), [&](StructureDesk& desk, Reply<DescribedTable> done) {
        desk.describe(kind, database, table, std::move(done));
    });
}

void HostStructures::datasetStructure(const SubscriptionConfig& subscription, Reply<DatasetStructure> reply)
{
    withDesk<DatasetStructure>(std::move(reply), [&](StructureDesk& desk, Reply<DatasetStructure> done) {
        desk.ofDataset(subscription, std::move(done));
    });
}

void HostStructures::tryMapping(const SubscriptionConfig& subscription, const QString& table,
                                Reply<StructureSnapshot> reply)
{
    withDesk<StructureSnapshot>(std::move(reply), [&](StructureDesk& desk, Reply<StructureSnapshot> done) {
        desk.tryMapping(subscription, table, std::move(done));
    });
}

void HostStructures::alterTarget(const QString& subscription, const QStringList& statements, Reply<QStringList> reply)
{
    withDesk<QStringList>(std::move(reply), [&](StructureDesk& desk, Reply<QStringList> done) {
        desk.alter(subscription, statements, std::move(done));
    });
}

} // namespace busheng
