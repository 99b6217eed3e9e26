// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/mapping_options.h"

#include "engine/api/gate_rules_file.h"
#include "engine/model/events.h"

#include <algorithm>

namespace busheng::cli {
namespace {

Failure usageError(const QString& why)
{
    return fail(makeEvent(ErrorCode::Config, events::CFG_USAGE, {why}, why));
}

TableMapping& mappingOf(SubscriptionConfig& subscription, const QString& table)
{
    const auto found = std::ranges::find(subscription.mappings, table, &TableMapping::table);
    if (found != subscription.mappings.end())
        return *found;
    subscription.mappings.push_back({table, {}, {}, {}, {}});
    return subscription.mappings.back();
}

Result<> takeTable(SubscriptionConfig& subscription, const QString& text)
{
    const QString table = text.section(u'=', 0, 0).trimmed();
    const QString target = text.section(u'=', 1).trimmed();
    if (table.isEmpty() || target.isEmpty())
        return usageError(QStringLiteral("--table is SOURCE=TARGET, not '%1'").arg(text));
    mappingOf(subscription, table).targetTable = target;
    return {};
}

Result<> takeColumns(SubscriptionConfig& subscription, const QString& text)
{
    const QString table = text.section(u':', 0, 0).trimmed();
    const QStringList columns = text.section(u':', 1).split(u',', Qt::SkipEmptyParts);
    if (table.isEmpty() || columns.isEmpty())
        return usageError(QStringLiteral("--columns is TABLE:COLUMN,COLUMN=NAME, not '%1'").arg(text));
    TableMapping& mapping = mappingOf(subscription, table);
    bool all = false;
    for (const QString& item : columns) {
        const QString column = item.section(u'=', 0, 0).trimmed();
        const QString name = item.section(u'=', 1).trimmed();
        if (column.isEmpty() || item.contains(u'=') == name.isEmpty())
            return usageError(QStringLiteral("--columns is TABLE:COLUMN,COLUMN=NAME, not '%1'").arg(text));
        if (column == u"*") {
            all = true;
            continue;
        }
        mapping.columns.append(column);
        if (!name.isEmpty())
            mapping.renames.push_back({column, name});
    }
    if (all)
        mapping.columns.clear();
    return {};
}

Result<> takeWhere(SubscriptionConfig& subscription, const QString& text)
{
    const QString table = text.section(u':', 0, 0).trimmed();
    const QString filter = text.section(u':', 1).trimmed();
    if (table.isEmpty() || filter.isEmpty())
        return usageError(QStringLiteral("--where is TABLE:FILTER, not '%1'").arg(text));
    mappingOf(subscription, table).filter = filter;
    return {};
}

Result<NewColumns> newColumnsOf(const ClientCall& call)
{
    const QString wanted = call.option(QStringLiteral("new-columns"));
    if (wanted.isEmpty())
        return call.has(QStringLiteral("add-columns")) ? NewColumns::Add : NewColumns::Wait;
    for (const NewColumns policy : {NewColumns::Wait, NewColumns::Add, NewColumns::Ignore}) {
        if (newColumnsName(policy) == wanted)
            return policy;
    }
    return usageError(QStringLiteral("--new-columns is wait, add or ignore"));
}

} // namespace

Result<SubscriptionConfig> subscriptionOf(const ClientCall& call)
{
    SubscriptionConfig subscription;
    subscription.name = call.words.value(2);
    subscription.peerCode = call.option(QStringLiteral("peer"));
    subscription.dataset = call.option(QStringLiteral("dataset"));
    subscription.target = call.option(QStringLiteral("target"));
    subscription.replaceTarget = call.has(QStringLiteral("replace-target"));
    subscription.strict = call.has(QStringLiteral("strict"));
    subscription.reviewStructure = call.has(QStringLiteral("review-structure"));
    subscription.targetSchema = call.option(QStringLiteral("target-schema"));
    ENGINE_TRY_AS(subscription.newColumns, newColumnsOf(call));
    for (const QString& text : call.all(QStringLiteral("table")))
        ENGINE_TRY(takeTable(subscription, text));
    for (const QString& text : call.all(QStringLiteral("columns")))
        ENGINE_TRY(takeColumns(subscription, text));
    for (const QString& text : call.all(QStringLiteral("where")))
        ENGINE_TRY(takeWhere(subscription, text));
    subscription.verifyTimes = call.option(QStringLiteral("verify-times"));
    subscription.verifyRepairs = call.has(QStringLiteral("verify-repairs"));
    const auto takeWord = [&call](const QString& option, QString& word) {
        if (call.has(option))
            word = call.option(option);
    };
    takeWord(QStringLiteral("on-row-error"), subscription.onRowError);
    takeWord(QStringLiteral("on-conflict"), subscription.onConflict);
    takeWord(QStringLiteral("on-structure"), subscription.onStructure);
    subscription.offlineStart = call.has(QStringLiteral("offline-start"));
    if (call.has(QStringLiteral("gate-rules"))) {
        ENGINE_TRY_AS(subscription.gateRules, readGateRules(call.option(QStringLiteral("gate-rules"))));
        subscription.gate = QStringLiteral("signOff");
    }
    takeWord(QStringLiteral("gate"), subscription.gate);
    return subscription;
}

} // namespace busheng::cli
