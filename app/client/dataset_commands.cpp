// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/dataset_commands.h"

#include "app/cli/await.h"
#include "app/client/command_support.h"

#include <algorithm>

namespace busheng::cli {
namespace {

/// How a table is named in a list does not matter: without a dot it is one of the schema public.
bool isSameTable(const QString& one, const QString& other)
{
    const auto whole = [](const QString& name) {
        return name.contains(u'.') ? name : QStringLiteral("public.") + name;
    };
    return whole(one) == whole(other);
}

} // namespace

Result<ExitCode> changeTables(EngineApi& engine, const ClientCall& call)
{
    const QString name = argument(call, 2);
    ENGINE_TRY_AS(const NodeSnapshot node, await<NodeSnapshot>([&](auto reply) { engine.snapshot(reply); }));
    const auto found = std::ranges::find_if(
        node.publications, [&name](const PublicationSnapshot& one) { return one.config.name == name; });
    if (found == node.publications.end())
        return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("dataset"), name},
                              QStringLiteral("no dataset '%1'").arg(name)));
    DatasetConfig dataset = found->config;
    const QStringList added = listOf(call.option(QStringLiteral("add")));
    const QStringList removed = listOf(call.option(QStringLiteral("remove")));
    if (added.isEmpty() && removed.isEmpty())
        return usageError(QStringLiteral("--add or --remove is missing"));
    for (const QString& table : removed) {
        const qsizetype before = dataset.tables.size();
        dataset.tables.removeIf([&table](const QString& one) { return isSameTable(one, table); });
        if (dataset.tables.size() == before)
            return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("table"), table},
                                  QStringLiteral("the dataset has no table '%1'").arg(table)));
    }
    for (const QString& table : added) {
        const bool isThere =
            std::ranges::any_of(dataset.tables, [&table](const QString& one) { return isSameTable(one, table); });
        if (!isThere)
            dataset.tables.append(table);
    }
    return done(call, await<>([&](Reply<> reply) { engine.settings().addDataset(dataset, reply); }));
}

} // namespace busheng::cli
