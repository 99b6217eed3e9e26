// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/configuration_check.h"

#include "engine/host/database_drivers.h"
#include "engine/journal/configuration_check.h"
#include "engine/model/events.h"
#include "engine/net/peer_address.h"

#include <algorithm>

namespace busheng {
namespace {

Failure badValue(const QString& where, const QString& key, const QString& value, const QString& expected)
{
    return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE, {where, key, value, expected},
                          QStringLiteral("%1: %2 is '%3', expected %4").arg(where, key, value, expected)));
}

} // namespace

Result<> checkSource(const DatabaseConfig& source)
{
    return checkSourceLocation(source);
}

Result<> checkTarget(const DatabaseConfig& target)
{
    return checkTargetLocation(target);
}

Result<> checkDataset(const DatasetConfig& dataset, const std::vector<DatabaseConfig>& sources, const QString& ownCode)
{
    if (dataset.tables.isEmpty())
        return badValue(dataset.name, QStringLiteral("tables"), QString(), QStringLiteral("at least one table"));
    // What the journal would refuse, before a database is asked about it.
    ENGINE_TRY(checkDataset(dataset, ConfigPlace{QStringLiteral("dataset"), QString()}));
    const auto source = std::ranges::find(sources, dataset.source, &DatabaseConfig::name);
    if (source == sources.end())
        return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("source"), dataset.source},
                              QStringLiteral("no source '%1'").arg(dataset.source)));
    ENGINE_TRY(requireRoute(*source, dataset.route));
    if (!dataset.largeColumns.isEmpty() && source->driver != u"postgres")
        return badValue(dataset.name, QStringLiteral("largeColumns"), dataset.largeColumns.join(u','),
                        QStringLiteral("empty: only PostgreSQL can leave columns out of its log"));
    if (!dataset.readAs.isEmpty()) {
        ENGINE_TRY_AS(DatasetSchema schema, readSourceSchema(*source, dataset.tables, {}));
        ENGINE_TRY(declareReadAs(*source, dataset.readAs, schema));
    }
    ENGINE_TRY_AS(const std::vector<Finding> findings, preflightDataset({*source, dataset, ownCode}));
    for (const Finding& finding : findings) {
        if (finding.severity == FindingSeverity::Error)
            return fail(makeEvent(
                ErrorCode::Schema, finding.event, finding.args,
                QStringLiteral("preflight of %1: %2").arg(finding.subject, finding.args.join(QStringLiteral(", ")))));
    }
    return {};
}

Result<> checkLink(const LinkConfig& link, const QString& ownCode)
{
    if (link.peerCode == ownCode)
        return badValue(link.peerCode, QStringLiteral("peerCode"), link.peerCode,
                        QStringLiteral("another node than this one"));
    for (const QString& address : link.address.split(u',', Qt::SkipEmptyParts))
        ENGINE_TRY(parseAddress(address.trimmed()));
    return {};
}

Result<> checkSubscription(const SubscriptionConfig& subscription, const std::vector<DatabaseConfig>& targets)
{
    const auto target = std::ranges::find(targets, subscription.target, &DatabaseConfig::name);
    if (target == targets.end())
        return {}; // the journal says so
    const bool hasSchemas = target->driver != u"sqlite";
    if (!hasSchemas && !subscription.targetSchema.isEmpty())
        return badValue(subscription.name, QStringLiteral("targetSchema"), subscription.targetSchema,
                        QStringLiteral("empty: a database of this kind has no schemas"));
    for (const TableMapping& mapping : subscription.mappings) {
        if (!hasSchemas && mapping.targetTable.contains(u'.'))
            return badValue(subscription.name, QStringLiteral("targetTable"), mapping.targetTable,
                            QStringLiteral("a name without a schema: a database of this kind has none"));
    }
    return {};
}

Result<> checkConfiguration(const NodeConfiguration& configuration, const QString& ownCode)
{
    for (const DatabaseConfig& source : configuration.sources)
        ENGINE_TRY(checkSource(source));
    for (const DatabaseConfig& target : configuration.targets)
        ENGINE_TRY(checkTarget(target));
    for (const DatasetConfig& dataset : configuration.datasets)
        ENGINE_TRY(checkDataset(dataset, configuration.sources, ownCode));
    for (const LinkConfig& link : configuration.links)
        ENGINE_TRY(checkLink(link, ownCode));
    for (const SubscriptionConfig& subscription : configuration.subscriptions)
        ENGINE_TRY(checkSubscription(subscription, configuration.targets));
    return {};
}

} // namespace busheng
