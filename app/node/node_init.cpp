// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/node/node_init.h"

#include "app/node/demo_authority.h"
#include "engine/api/node_config.h"
#include "engine/base/file_system.h"
#include "engine/model/events.h"
#include "engine/model/identifier.h"

#include <QDir>

namespace busheng {
namespace {

Failure badValue(const QString& key, const QString& value, const QString& expected)
{
    return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE, {QStringLiteral("init"), key, value, expected},
                          QStringLiteral("%1 '%2' is not %3").arg(key, value, expected)));
}

} // namespace

Result<> initializeNode(const NodeInit& init)
{
    if (!isValidNodeCode(init.code))
        return badValue(QStringLiteral("--code"), init.code, expectedNodeCode());
    if (!init.listen.isEmpty() && !isValidListenAddress(init.listen))
        return badValue(QStringLiteral("--listen"), init.listen, QStringLiteral("empty or host:port, as in [::]:7443"));
    FileSystem& files = systemFileSystem();
    const QString directory = QDir(init.dataDirectory).absolutePath();
    ENGINE_TRY(files.makeDirectories(directory + QStringLiteral("/identity")));
    const QString configPath = nodeConfigPath(directory);
    ENGINE_TRY_AS(const bool there, files.exists(configPath));
    if (there)
        return fail(
            makeEvent(ErrorCode::Config, events::CFG_BAD_PATH,
                      {QStringLiteral("--data"), directory, QStringLiteral("it already holds a node (node.json)")},
                      QStringLiteral("%1 exists").arg(configPath)));
    NodeConfig config;
    config.code = init.code;
    config.name = init.name.isEmpty() ? init.code : init.name;
    config.listen = init.listen;
    config.localGroups = init.localGroups;
    config.certificate = QStringLiteral("identity/node.crt");
    config.privateKey = QStringLiteral("identity/node.key");
    config.authority = QStringLiteral("identity/authority.crt");
    if (!init.demoAuthority.isEmpty()) {
        ENGINE_TRY_AS(DemoAuthority authority, DemoAuthority::open(QDir(init.demoAuthority).absolutePath()));
        ENGINE_TRY(authority.equip(directory, config, DemoAuthority::kNodeDays));
    }
    return replaceFile(files, configPath, view(toJson(config)));
}

} // namespace busheng
