// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/practice.h"

#include "app/cli/await.h"
#include "app/demo/demo_data.h"
#include "app/node/node_init.h"
#include "engine/api/node_config.h"
#include "engine/base/file_system.h"

#include <utility>

namespace busheng {
namespace {

const QString kOwnCode = QStringLiteral("340000");
const QString kMinistryCode = QStringLiteral("100000");
const QString kKind = QStringLiteral("sqlite");

} // namespace

Practice::Practice(QString folder, QString nodeProgram)
    : m_folder(std::move(folder)), m_ministry(std::move(nodeProgram), at(QStringLiteral("ministry")))
{
}

Result<> Practice::layOut()
{
    FileSystem& files = systemFileSystem();
    ENGINE_TRY(files.makeDirectories(m_folder));
    const NodeInit nodes[] = {
        {nodeDirectory(), kOwnCode, tr("Practice: Anhui"), QString(), at(QStringLiteral("authority"))},
        {m_ministry.dataDirectory(), kMinistryCode, tr("Practice: the ministry"), QStringLiteral("127.0.0.1:0"),
         at(QStringLiteral("authority"))}};
    for (const NodeInit& node : nodes) {
        ENGINE_TRY_AS(const bool there, files.exists(nodeConfigPath(node.dataDirectory)));
        if (!there)
            ENGINE_TRY(initializeNode(node));
    }
    const QString divisions = at(QStringLiteral("divisions.sqlite"));
    ENGINE_TRY_AS(const bool hasData, files.exists(divisions));
    if (!hasData) {
        // Made beside it first: half a database, left by a crash, would be taken for a whole one.
        const QString made = divisions + QStringLiteral(".new");
        ENGINE_TRY_AS(const bool isLeft, files.exists(made));
        if (isLeft)
            ENGINE_TRY(files.remove(made));
        ENGINE_TRY(demo::makeProvinceDatabase(QString(), made));
        ENGINE_TRY(files.rename(made, divisions));
    }
    return {};
}

Result<> Practice::begin(EngineThread& own)
{
    ENGINE_TRY(m_ministry.start());
    ENGINE_TRY(publish());
    // It listens on a free port, another one after each start.
    const LinkConfig toMinistry{kMinistryCode, tr("Ministry"), m_ministry.latest().listenAddress, true};
    ENGINE_TRY(own.ask([&](EngineApi& engine, Reply<> reply) { engine.settings().addLink(toMinistry, reply); }));
    const DatabaseConfig target{tr("practice"), kKind, at(QStringLiteral("practice.sqlite"))};
    return own.ask([&](EngineApi& engine, Reply<> reply) { engine.settings().addTarget(target, reply); });
}

Result<> Practice::publish()
{
    SettingsApi& settings = m_ministry.engine().settings();
    const QString source = tr("divisions");
    ENGINE_TRY(cli::await<>([&](auto reply) { settings.addLink({kOwnCode, tr("Anhui"), QString(), true}, reply); }));
    ENGINE_TRY(cli::await<>([&](auto reply) {
        settings.addSource({source, kKind, at(QStringLiteral("divisions.sqlite"))}, reply);
    }));
    const DatasetConfig dataset{source, source, Route::Trigger, demo::kTables, {kOwnCode}};
    return cli::await<>([&](auto reply) { settings.addDataset(dataset, reply); });
}

} // namespace busheng
