// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/security_commands.h"

#include "app/cli/await.h"
#include "app/client/client_output.h"
#include "app/client/command_support.h"
#include "ui/client/operator_name.h"

namespace busheng::cli {

Result<ExitCode> listKeys(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const auto keys,
                  await<std::vector<LinkKeyRecord>>([&](auto reply) { engine.security().linkKeys(reply); }));
    if (call.json)
        printArray(keys);
    else
        printLinkKeys(keys);
    return ExitOk;
}

Result<ExitCode> rotateKeys(EngineApi& engine, const ClientCall& call)
{
    return done(call, await<>([&](Reply<> reply) {
                    engine.security().rotateKeys(call.option(QStringLiteral("peer")), operatorName(), reply);
                }));
}

} // namespace busheng::cli
