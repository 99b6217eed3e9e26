// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/file_commands.h"

#include "app/cli/await.h"
#include "app/client/command_support.h"
#include "app/client/reconcile_commands.h"

#include <QDateTime>
#include <QTimer>

#include <algorithm>

namespace busheng::cli {
namespace {

constexpr int kLookEveryMs = 50;
constexpr int kRuns = 50;
constexpr int kFiles = 1000;
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
    ENGINE_TRY(readNumber(call, QStringLiteral("split"), task.splitBytes));
    ENGINE_TRY(readNumber(call, QStringLiteral("priority"), task.priority));
    ENGINE_TRY(readNumber(call, QStringLiteral("resends"), task.resends));
    ENGINE_TRY(readNumber(call, QStringLiteral("pause"), task.firstPauseSeconds));
    return readNumber(call, QStringLiteral("clean-after"), task.cleanAfterDays);
}

QString moment(qint64 utcMs)
{
    return utcMs <= 0 ? QStringLiteral("-")
                      : QDateTime::fromMSecsSinceEpoch(utcMs).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

QString line(const FileTaskSnapshot& task)
{
    return QStringLiteral("%1  > %2  %3%4  run %5  arrived %6  repeated %7  unchanged %8  failed %9")
        .arg(task.config.name, task.config.peerCode, task.state,
             task.outcome.isEmpty() ? QString() : QString(u'/' + task.outcome))
        .arg(task.run)
        .arg(task.arrived)
        .arg(task.repeated)
        .arg(task.unchanged)
        .arg(task.failed);
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
        print(line(task));
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

Result<FileTaskSnapshot> taskNamed(EngineApi& engine, const QString& name)
{
    ENGINE_TRY_AS(const NodeSnapshot node, await<NodeSnapshot>([&](auto reply) { engine.snapshot(reply); }));
    for (const FileTaskSnapshot& task : node.fileTasks) {
        if (task.config.name == name)
            return task;
    }
    return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("task"), name},
                          QStringLiteral("no task '%1'").arg(name)));
}

Result<FileTaskSnapshot> waitForRun(EngineApi& engine, const QString& task, qint64 run)
{
    for (;;) {
        ENGINE_TRY_AS(const FileTaskSnapshot now, taskNamed(engine, task));
        if (now.run > run || (now.run == run && !now.outcome.isEmpty()))
            return now;
        QEventLoop pause;
        QTimer::singleShot(kLookEveryMs, &pause, &QEventLoop::quit);
        pause.exec();
    }
}

void printFiles(const ClientCall& call, const std::vector<FileRow>& rows)
{
    if (call.json)
        return printArray(rows);
    for (const FileRow& row : rows)
        print(QStringLiteral("%1  %2  %3  %4  %5  %6 %7")
                  .arg(row.id)
                  .arg(row.state, row.place.isEmpty() ? row.path : row.place)
                  .arg(row.size)
                  .arg(moment(row.lastUtcMs), row.event, row.args.join(QStringLiteral(" | "))));
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
    ENGINE_TRY_AS(FileTaskSnapshot task, taskNamed(engine, argument(call, 2)));
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
    for (const FileTaskSnapshot& task : node.fileTasks)
        print(line(task));
    return ExitOk;
}

Result<ExitCode> showTask(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const FileTaskSnapshot task, taskNamed(engine, argument(call, 2)));
    if (call.json) {
        printJson(toJson(task));
        return ExitOk;
    }
    print(line(task));
    const QJsonObject config = toJson(task.config);
    for (auto member = config.begin(); member != config.end(); ++member)
        print(QStringLiteral("  %1: %2").arg(member.key(), member.value().toVariant().toStringList().join(u',')));
    if (!task.error.isEmpty())
        print(QStringLiteral("  %1 %2").arg(task.error, task.errorArgs.join(QStringLiteral(" | "))));
    return ExitOk;
}

Result<ExitCode> startTask(EngineApi& engine, const ClientCall& call)
{
    const QString name = argument(call, 2);
    ENGINE_TRY_AS(const qint64 run, await<qint64>([&](auto reply) {
                      engine.files().startTask(name, call.has(QStringLiteral("full")), reply);
                  }));
    if (call.has(QStringLiteral("wait"))) {
        ENGINE_TRY_AS(const FileTaskSnapshot ended, waitForRun(engine, name, run));
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
    for (const FileRunRow& row : rows)
        print(QStringLiteral("%1  %2  %3  %4  %5  arrived %6  repeated %7  unchanged %8  failed %9")
                  .arg(row.id)
                  .arg(row.direction, row.kind, row.state, moment(row.startedUtcMs))
                  .arg(row.arrived)
                  .arg(row.repeated)
                  .arg(row.unchanged)
                  .arg(row.failed));
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
                      engine.files().resendFiles(task, call.words.mid(3), preview, reply);
                  }));
    if (!preview && call.has(QStringLiteral("wait"))) {
        ENGINE_TRY_AS(const FileTaskSnapshot ended, waitForRun(engine, task, resend.run));
        return showRun(call, ended);
    }
    if (call.json) {
        printJson(toJson(resend));
        return ExitOk;
    }
    for (const FileResendItem& item : resend.items)
        print(QStringLiteral("%1  %2  %3").arg(item.effect, item.path).arg(item.size));
    print(QStringLiteral("run %1  send %2  repeated %3  gone %4")
              .arg(resend.run)
              .arg(resend.toSend)
              .arg(resend.repeated)
              .arg(resend.gone));
    return ExitOk;
}

Result<ExitCode> reconcileTask(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const qint64 from, dayOf(call, QStringLiteral("from"), 0, 0));
    ENGINE_TRY_AS(const qint64 to, dayOf(call, QStringLiteral("to"), QDateTime::currentMSecsSinceEpoch() + 1, 1));
    ENGINE_TRY_AS(const FileReconciliation found,
                  await<FileReconciliation>(
                      [&](auto reply) { engine.files().reconcileFiles(argument(call, 2), from, to, reply); },
                      kReconcileWithinMs));
    const ExitCode exit = found.state == u"equal" ? ExitOk : ExitWarning;
    if (call.has(QStringLiteral("csv")))
        ENGINE_TRY(writeTaskReconciliation(call.option(QStringLiteral("csv")), found));
    if (call.json) {
        printJson(toJson(found));
        return exit;
    }
    const auto side = [](const char* name, const FileTotalsRow& row) {
        print(QStringLiteral("%1  runs %2  files %3  bytes %4  repeated %5  failed %6  waiting %7")
                  .arg(QLatin1String(name))
                  .arg(row.runs)
                  .arg(row.files)
                  .arg(row.bytes)
                  .arg(row.repeated)
                  .arg(row.failed)
                  .arg(row.waiting));
    };
    side("here ", found.here);
    side("there", found.there);
    for (const FileDifference& difference : found.differences)
        print(
            QStringLiteral("%1  %2  %3  %4").arg(difference.kind, difference.path, difference.here, difference.there));
    print(QStringLiteral("%1  compared %2  differences %3")
              .arg(found.state)
              .arg(found.compared)
              .arg(found.differenceCount));
    return exit;
}

} // namespace busheng::cli
