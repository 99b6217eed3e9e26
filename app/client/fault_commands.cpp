// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/fault_commands.h"

#include "app/cli/await.h"
#include "app/client/client_output.h"
#include "app/client/command_support.h"

namespace busheng::cli {
namespace {

constexpr int kExceptionsShown = 100;

QString subscriptionOf(const ClientCall& call)
{
    return call.option(QStringLiteral("subscription"));
}

Result<qint64> idOf(const ClientCall& call)
{
    bool isNumber = false;
    const qint64 id = argument(call, 2).toLongLong(&isNumber);
    if (isNumber && id > 0)
        return id;
    return usageError(
        QStringLiteral("'%1' is no number of an exception; \"exceptions list\" shows them").arg(argument(call, 2)));
}

} // namespace

Result<ExitCode> listExceptions(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const auto found, await<std::vector<ExceptionRecord>>([&](auto reply) {
                      engine.faults().exceptions(subscriptionOf(call), call.option(QStringLiteral("state")),
                                                 call.option(QStringLiteral("before")).toLongLong(), kExceptionsShown,
                                                 reply);
                  }));
    if (call.json)
        printArray(found);
    else
        printExceptions(found);
    return ExitOk;
}

Result<ExitCode> showException(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const qint64 id, idOf(call));
    ENGINE_TRY_AS(const auto found, await<ExceptionRecord>([&](auto reply) {
                      engine.faults().exception(subscriptionOf(call), id, reply);
                  }));
    if (call.json)
        printJson(toJson(found));
    else
        printException(found);
    return ExitOk;
}

Result<ExitCode> resendExceptions(EngineApi& engine, const ClientCall& call)
{
    qint64 id = 0;
    if (argument(call, 2) != u"all") {
        ENGINE_TRY_AS(id, idOf(call));
    }
    ENGINE_TRY_AS(const qint64 asked, await<qint64>([&](auto reply) {
                      engine.faults().resendExceptions(subscriptionOf(call), id, reply);
                  }));
    if (call.json)
        printJson(QJsonObject{{QStringLiteral("rows"), asked}});
    else
        print(ClientText::tr("%1 rows were asked for; they are resolved when they have been applied").arg(asked));
    return ExitOk;
}

Result<ExitCode> dismissException(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const qint64 id, idOf(call));
    return done(call, await<>([&](Reply<> reply) {
                    engine.faults().dismissException(subscriptionOf(call), id, userName(),
                                                     call.option(QStringLiteral("reason")), reply);
                }));
}

Result<ExitCode> resolveConflict(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const qint64 id, idOf(call));
    return done(call, await<>([&](Reply<> reply) {
                    engine.faults().resolveConflict(subscriptionOf(call), id, call.option(QStringLiteral("take")),
                                                    userName(), reply);
                }));
}

Result<ExitCode> parkTable(EngineApi& engine, const ClientCall& call)
{
    return done(call, await<>([&](Reply<> reply) {
                    engine.faults().parkTable(argument(call, 2), call.option(QStringLiteral("table")), userName(),
                                              reply);
                }));
}

Result<ExitCode> unparkTable(EngineApi& engine, const ClientCall& call)
{
    return done(call, await<>([&](Reply<> reply) {
                    engine.faults().unparkTable(argument(call, 2), call.option(QStringLiteral("table")), userName(),
                                                reply);
                }));
}

} // namespace busheng::cli
