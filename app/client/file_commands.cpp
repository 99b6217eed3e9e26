// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/file_commands.h"

#include "app/cli/await.h"
#include "app/client/command_support.h"
#include "app/client/file_output.h"
#include "app/client/reconcile_commands.h"
#include "app/fileclient/file_client.h"
#include "ui/client/operator_name.h"

#include <QDateTime>

namespace busheng::cli {
namespace {

constexpr int kRuns = 50;
constexpr int kFiles = 1000;
constexpr qint64 kMsPerMinute = 60'000;
constexpr int kReconcileWithinMs = 3'600'000;

using TaskCall = void (FilesApi::*)(const QString&, Reply<>);

Result<ExitCode> callTask(EngineApi& engine, const ClientCall& call, TaskCall what)
{
    return done(call, await<>([&](Reply<> reply) { (engine.files().*what)(argument(call, 2), reply); }));
}

Result<> readFlag(const ClientCall& call, const QString& name, bool& out)
{
    if (!call.has(name))
        return {};
    const QString value = call.option(name);
    if (value != u"yes" && value != u"no")
        return usageError(QStringLiteral("--%1 is yes or no").arg(name));
    out = value == u"yes";
    return {};
}

Result<> readNumber(const ClientCall& call, const QString& name, qint64& out)
{
    if (!call.has(name))
        return {};
    bool ok = false;
    out = call.option(name).toLongLong(&ok);
    return ok ? Result<>() : usageError(QStringLiteral("--%1 is a whole number").arg(name));
}

void readText(const ClientCall& call, const QString& name, QString& out)
{
    if (call.has(name))
        out = call.option(name);
}

/// What the options say, over what `task` says.
Result<> readTask(const ClientCall& call, FileTaskConfig& task)
{
    readText(call, QStringLiteral("peer"), task.peerCode);
    readText(call, QStringLiteral("directory"), task.sourceDirectory);
    readText(call, QStringLiteral("to"), task.targetDirectory);
    readText(call, QStringLiteral("complete"), task.completeness);
    readText(call, QStringLiteral("clean"), task.cleaning);
    readText(call, QStringLiteral("start"), task.starts);
    readText(call, QStringLiteral("names"), task.names);
    readText(call, QStringLiteral("text-encoding"), task.textEncoding);
    readText(call, QStringLiteral("missed"), task.missed);
    readText(call, QStringLiteral("at-rest"), task.atRest);
    readText(call, QStringLiteral("source"), task.exportSource);
    if (call.has(QStringLiteral("table")) != call.has(QStringLiteral("query"))) { // the one instead of the other
        task.exportTable.clear();
        task.exportQuery.clear();
    }
    readText(call, QStringLiteral("table"), task.exportTable);
    readText(call, QStringLiteral("query"), task.exportQuery);
    readText(call, QStringLiteral("format"), task.exportFormat);
    if (call.has(QStringLiteral("patterns")))
        task.patterns = call.option(QStringLiteral("patterns")).split(u',', Qt::SkipEmptyParts);
    if (call.has(QStringLiteral("mode"))) {
        const QString mode = call.option(QStringLiteral("mode"));
        if (mode != u"full" && mode != u"incremental")
            return usageError(QStringLiteral("--mode is incremental or full"));
        task.fullCopy = mode == u"full";
    }
    ENGINE_TRY(readFlag(call, QStringLiteral("compress"), task.compress));
    ENGINE_TRY(readFlag(call, QStringLiteral("seal"), task.seal));
    ENGINE_TRY(readFlag(call, QStringLiteral("convert-text"), task.convertText));
    ENGINE_TRY(readFlag(call, QStringLiteral("enabled"), task.enabled));
    ENGINE_TRY(readFlag(call, QStringLiteral("no-formulas"), task.exportNoFormulas));
    ENGINE_TRY(readFlag(call, QStringLiteral("join-parts"), task.joinParts));
    ENGINE_TRY(readFlag(call, QStringLiteral("clean-fetched"), task.cleanFetched));
    ENGINE_TRY(readNumber(call, QStringLiteral("rate"), task.rateKiB));
    ENGINE_TRY(readNumber(call, QStringLiteral("large"), task.exportLargeBytes));
    ENGINE_TRY(readNumber(call, QStringLiteral("clean-above"), task.cleanAboveBytes));
    ENGINE_TRY(readNumber(call, QStringLiteral("clean-free"), task.cleanFreeBytes));
    ENGINE_TRY(readNumber(call, QStringLiteral("split"), task.splitBytes));
    ENGINE_TRY(readNumber(call, QStringLiteral("priority"), task.priority));
    ENGINE_TRY(readNumber(call, QStringLiteral("resends"), task.resends));
    ENGINE_TRY(readNumber(call, QStringLiteral("pause"), task.firstPauseSeconds));
    return readNumber(call, QStringLiteral("clean-after"), task.cleanAfterDays);
}

ExitCode exitOf(const FileTaskSnapshot& task)
{
    return task.outcome == u"done" ? ExitOk : ExitWarning;
}

Result<ExitCode> showRun(const ClientCall& call, const FileTaskSnapshot& task)
{
    if (call.json)
        printJson(toJson(task));
    else
        printTasks({task});
    return exitOf(task);
}

Result<qint64> dayOf(const ClientCall& call, const QString& name, qint64 fallback, int addDays)
{
    if (!call.has(name))
        return fallback;
    const QDate day = QDate::fromString(call.option(name), QStringLiteral("yyyy-MM-dd"));
    if (!day.isValid())
        return usageError(QStringLiteral("--%1 is a day, as in 2026-12-01").arg(name));
    return day.addDays(addDays).startOfDay().toMSecsSinceEpoch();
}

} // namespace

void printFiles(const ClientCall& call, const std::vector<FileRow>& rows)
{
    if (call.json)
        return printArray(rows);
    printFileRows(rows);
}

Result<ExitCode> addTask(EngineApi& engine, const ClientCall& call)
{
    FileTaskConfig task;
    task.name = argument(call, 2);
    ENGINE_TRY(readTask(call, task));
    return done(call, await<>([&](Reply<> reply) { engine.files().addTask(task, reply); }));
}

Result<ExitCode> setTask(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(FileTaskSnapshot task, FileClient(engine).status(argument(call, 2)));
    ENGINE_TRY(readTask(call, task.config));
    return done(call, await<>([&](Reply<> reply) { engine.files().addTask(task.config, reply); }));
}

Result<ExitCode> listTasks(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const NodeSnapshot node, await<NodeSnapshot>([&](auto reply) { engine.snapshot(reply); }));
    if (call.json) {
        printArray(node.fileTasks);
        return ExitOk;
    }
    printTasks(node.fileTasks);
    return ExitOk;
}

Result<ExitCode> showTask(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const FileTaskSnapshot task, FileClient(engine).status(argument(call, 2)));
    if (call.json) {
        printJson(toJson(task));
        return ExitOk;
    }
    printTask(task);
    return ExitOk;
}

Result<ExitCode> startTask(EngineApi& engine, const ClientCall& call)
{
    const QString name = argument(call, 2);
    ENGINE_TRY_AS(const qint64 run, await<qint64>([&](auto reply) {
                      engine.files().startTask(name, call.has(QStringLiteral("full")), operatorName(), reply);
                  }));
    if (call.has(QStringLiteral("wait"))) {
        ENGINE_TRY_AS(const FileTaskSnapshot ended, FileClient(engine).waitForRun(name, run));
        return showRun(call, ended);
    }
    if (call.json)
        printJson(QJsonObject{{QStringLiteral("run"), run}});
    else
        print(QString::number(run));
    return ExitOk;
}

Result<ExitCode> stopTask(EngineApi& engine, const ClientCall& call)
{
    return callTask(engine, call, &FilesApi::stopTask);
}

Result<ExitCode> pauseTask(EngineApi& engine, const ClientCall& call)
{
    return callTask(engine, call, &FilesApi::pauseTask);
}

Result<ExitCode> resumeTask(EngineApi& engine, const ClientCall& call)
{
    return callTask(engine, call, &FilesApi::resumeTask);
}

Result<ExitCode> listRuns(EngineApi& engine, const ClientCall& call)
{
    const qint64 before = call.option(QStringLiteral("before")).toLongLong();
    ENGINE_TRY_AS(const auto rows, await<std::vector<FileRunRow>>([&](auto reply) {
                      engine.files().fileRuns(argument(call, 2), before, kRuns, reply);
                  }));
    if (call.json) {
        printArray(rows);
        return ExitOk;
    }
    printRuns(rows);
    return ExitOk;
}

Result<ExitCode> listRunFiles(EngineApi& engine, const ClientCall& call)
{
    bool ok = false;
    const qint64 run = argument(call, 2).toLongLong(&ok);
    if (!ok)
        return usageError(QStringLiteral("'%1' is no number of a run").arg(argument(call, 2)));
    ENGINE_TRY_AS(const auto rows, await<std::vector<FileRow>>([&](auto reply) {
                      engine.files().runFiles(run, call.option(QStringLiteral("state")),
                                              call.option(QStringLiteral("after")).toLongLong(), kFiles, reply);
                  }));
    printFiles(call, rows);
    return ExitOk;
}

Result<ExitCode> resendFiles(EngineApi& engine, const ClientCall& call)
{
    const QString task = argument(call, 2);
    const bool preview = call.has(QStringLiteral("preview"));
    ENGINE_TRY_AS(const FileResend resend, await<FileResend>([&](auto reply) {
                      engine.files().resendFiles(task, call.words.mid(3), preview, operatorName(), reply);
                  }));
    if (!preview && call.has(QStringLiteral("wait"))) {
        ENGINE_TRY_AS(const FileTaskSnapshot ended, FileClient(engine).waitForRun(task, resend.run));
        return showRun(call, ended);
    }
    if (call.json) {
        printJson(toJson(resend));
        return ExitOk;
    }
    printResend(resend);
    return ExitOk;
}

Result<ExitCode> reconcileTask(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const qint64 from, dayOf(call, QStringLiteral("from"), 0, 0));
    ENGINE_TRY_AS(const qint64 to, dayOf(call, QStringLiteral("to"), QDateTime::currentMSecsSinceEpoch() + 1, 1));
    ENGINE_TRY_AS(const qint64 late, lateAfterMinutes(call));
    ENGINE_TRY_AS(
        const FileReconciliation found,
        await<FileReconciliation>(
            [&](auto reply) { engine.files().reconcileFiles(argument(call, 2), from, to, late * kMsPerMinute, reply); },
            kReconcileWithinMs));
    const ExitCode exit = found.state == u"equal" && found.lateCount == 0 ? ExitOk : ExitWarning;
    if (call.has(QStringLiteral("csv"))) {
        ENGINE_TRY_AS(const NodeSnapshot node, await<NodeSnapshot>([&](auto reply) { engine.snapshot(reply); }));
        ENGINE_TRY(writeTaskReconciliation(call.option(QStringLiteral("csv")), node, found));
    }
    if (call.json) {
        printJson(toJson(found));
        return exit;
    }
    printFileReconciliation(found);
    return exit;
}

} // namespace busheng::cli
