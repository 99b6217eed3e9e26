// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/retention_commands.h"

#include "app/cli/await.h"
#include "app/cli/terminal.h"
#include "app/client/client_output.h"
#include "app/client/command_support.h"
#include "ui/client/operator_name.h"
#include "ui/text/retention_words.h"
#include "ui/text/words.h"

#include <algorithm>

namespace busheng::cli {
namespace {

using States = std::vector<RetentionState>;

Result<States> statesBy(EngineApi& engine, const std::vector<RetentionRule>& rules)
{
    return await<States>([&](auto reply) { engine.retention().retention(rules, reply); });
}

} // namespace

Result<ExitCode> showRetention(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const States states, statesBy(engine, {}));
    if (call.json) {
        printArray(states);
        return ExitOk;
    }
    for (const RetentionState& state : states)
        print(ClientText::tr("%1 (%2): kept %3; %4 records")
                  .arg(RetentionWords::kind(state.rule.kind), state.rule.kind, RetentionWords::days(state.rule.days),
                       Words::count(quint64(state.records))));
    return ExitOk;
}

Result<ExitCode> setRetention(EngineApi& engine, const ClientCall& call)
{
    bool isNumber = false;
    const RetentionRule rule{argument(call, 2), argument(call, 3).toLongLong(&isNumber)};
    if (!isNumber)
        return usageError(QStringLiteral("the days are a whole number; 0 is for ever"));
    ENGINE_TRY_AS(const States states, statesBy(engine, {rule}));
    if (!call.has(QStringLiteral("yes"))) {
        const auto asked =
            std::ranges::find_if(states, [&](const RetentionState& state) { return state.rule.kind == rule.kind; });
        if (asked != states.end() && call.json)
            printJson(toJson(*asked));
        else if (asked != states.end())
            print(RetentionWords::effect(*asked));
        return usageError(QStringLiteral("nothing was changed: say --yes to take this over"));
    }
    return done(call, await<>([&](Reply<> reply) { engine.retention().setRetention({rule}, operatorName(), reply); }));
}

} // namespace busheng::cli
