// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/structure_values.h"
#include "engine/api/values.h"
#include "engine/base/result.h"

#include <functional>

namespace busheng {

/// Whether databases are reached, what their tables are like, and what a target lacks (docs/table-mapping.md). Fails:
/// Config CFG_NOT_FOUND for what is not registered; Sql, Network as the database.
class StructuresApi {
public:
    template <typename T = void>
    using Reply = std::function<void(Result<T>)>;

    virtual ~StructuresApi() = default;
    /// Connects as the node would and looks at the list of tables. `database` need not be registered. `secret`: the
    /// password to try with, kept nowhere; empty: the node's own, if `database` is as registered (else CFG_BAD_VALUE).
    virtual void testDatabase(const DatabaseConfig& database, const QString& secret, Reply<> reply) = 0;
    /// A table of a registered database. `kind`: "source", "target".
    virtual void describeTable(const QString& kind, const QString& database, const QString& table,
                               Reply<DescribedTable> reply) = 0;
    /// The tables of the subscription's dataset at its source, asked of the peer when it is the peer's; its peer and
    /// dataset count. Fails: also Network LNK_DOWN; Auth LNK_NO_RIGHT; Config CFG_NOT_FOUND for a dataset that the peer
    /// has not, or does not show.
    virtual void datasetStructure(const SubscriptionConfig& subscription, Reply<DatasetStructure> reply) = 0;
    /// The subscription as it is given, whether one of this name is there or not, beside its target:
    /// FlowApi::structure() of what would be. `table`: only that one of the source's; empty: all. Goes by the structure
    /// that datasetStructure() brought last, where that is of the same dataset. Changes nothing. Fails: also Config
    /// MAP_REFUSED, MAP_TARGET.
    virtual void tryMapping(const SubscriptionConfig& subscription, const QString& table,
                            Reply<StructureSnapshot> reply) = 0;
    /// Runs the statements that FlowApi::structure() shows for this subscription, one by one, in the name of the node's
    /// own user at the target; with those that were run. Fails: also Config CFG_BAD_VALUE when it would show others.
    virtual void alterTarget(const QString& subscription, const QStringList& statements, Reply<QStringList> reply) = 0;
};

} // namespace busheng
