// SPDX-License-Identifier: GPL-3.0-or-later
// What business systems call: put, get, list, status, watch. The work is the library's.
#include "app/client/file_commands.h"

#include "app/client/command_support.h"
#include "app/fileclient/file_client.h"
#include "ui/client/operator_name.h"

namespace busheng::cli {

Result<ExitCode> putFiles(EngineApi& engine, const ClientCall& call)
{
    FileClient client(engine);
    const QString task = call.option(QStringLiteral("task"));
    ENGINE_TRY(client.put(task, call.words.mid(1)));
    if (!call.has(QStringLiteral("wait")))
        return done(call, {});
    ENGINE_TRY_AS(const FileTaskSnapshot ended, client.sendAndWait(task, operatorName()));
    if (call.json)
        printJson(toJson(ended));
    return ended.outcome == u"done" ? ExitOk : ExitWarning;
}

Result<ExitCode> getFiles(EngineApi& engine, const ClientCall& call)
{
    FileClient client(engine);
    for (const QString& place : call.words.mid(1))
        ENGINE_TRY(client.get(place, call.option(QStringLiteral("to")), operatorName()));
    return done(call, {});
}

Result<ExitCode> listArrivals(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const auto rows, FileClient(engine).list(call.option(QStringLiteral("after")).toLongLong()));
    printFiles(call, rows);
    return ExitOk;
}

/// A line for each file, as it arrives; without --after from now on.
Result<ExitCode> watchArrivals(EngineApi& engine, const ClientCall& call)
{
    const qint64 after =
        call.has(QStringLiteral("after")) ? call.option(QStringLiteral("after")).toLongLong() : FileClient::kFromNow;
    qint64 left = call.has(QStringLiteral("count")) ? call.option(QStringLiteral("count")).toLongLong() : -1;
    if (left == 0)
        return ExitOk;
    ENGINE_TRY(FileClient(engine).watch(after, [&](const FileRow& row) {
        printFiles(call, {row});
        left -= left > 0 ? 1 : 0;
        return left != 0;
    }));
    return ExitOk;
}

} // namespace busheng::cli
