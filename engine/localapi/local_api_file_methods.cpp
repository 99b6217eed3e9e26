// SPDX-License-Identifier: GPL-3.0-or-later
// The methods of FilesApi.
#include "engine/localapi/local_api_params.h"

namespace busheng {
namespace {

constexpr qint64 kLargest = std::numeric_limits<qint64>::max();
const QLatin1String kTask("task");
const QLatin1String kBy("by");

Result<> addTask(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const auto task, objectParam<FileTaskConfig>(params, kTask));
    engine.files().addTask(task, answerDone(answer));
    return {};
}

Result<> startTask(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString task;
    bool full = false;
    QString by;
    params(kTask, task);
    params(QLatin1String("full"), full, Presence::Optional);
    params(kBy, by, Presence::Optional);
    ENGINE_TRY(params.finish());
    engine.files().startTask(task, full, by, answerNumber(answer));
    return {};
}

using TaskCall = void (FilesApi::*)(const QString&, Reply<>);

template <TaskCall call>
Result<> onTask(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const QString task, textParam(params, kTask));
    (engine.files().*call)(task, answerDone(answer));
    return {};
}

Result<> fileRuns(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString task;
    qint64 beforeId = 0;
    qint64 limit = 0;
    params(kTask, task);
    params.number(QLatin1String("beforeId"), beforeId, 0, kLargest);
    params.number(QLatin1String("limit"), limit, 0, kLargestPage);
    ENGINE_TRY(params.finish());
    engine.files().fileRuns(task, beforeId, static_cast<int>(limit), answerList<FileRunRow>(answer));
    return {};
}

Result<> runFiles(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    qint64 run = 0;
    QString state;
    qint64 afterId = 0;
    qint64 limit = 0;
    params.number(QLatin1String("run"), run, 0, kLargest);
    params(QLatin1String("state"), state);
    params.number(QLatin1String("afterId"), afterId, 0, kLargest);
    params.number(QLatin1String("limit"), limit, 0, kLargestPage);
    ENGINE_TRY(params.finish());
    engine.files().runFiles(run, state, afterId, static_cast<int>(limit), answerList<FileRow>(answer));
    return {};
}

Result<> resendFiles(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString task;
    QStringList paths;
    bool preview = true;
    QString by;
    params(kTask, task);
    params(QLatin1String("paths"), paths);
    params(QLatin1String("preview"), preview);
    params(kBy, by, Presence::Optional);
    ENGINE_TRY(params.finish());
    engine.files().resendFiles(task, paths, preview, by, answerObject<FileResend>(answer));
    return {};
}

Result<> arrivals(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    qint64 afterId = 0;
    qint64 limit = 0;
    params.number(QLatin1String("afterId"), afterId, 0, kLargest);
    params.number(QLatin1String("limit"), limit, 0, kLargestPage);
    ENGINE_TRY(params.finish());
    engine.files().arrivals(afterId, static_cast<int>(limit), answerList<FileRow>(answer));
    return {};
}

Result<> takeArrival(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString place;
    params(QLatin1String("place"), place);
    ENGINE_TRY(params.finish());
    engine.files().takeArrival(place, answerObject<FileTicket>(answer));
    return {};
}

Result<> noteFetched(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    qint64 arrival = 0;
    QString by;
    params.number(QLatin1String("arrival"), arrival, 0, kLargest);
    params(kBy, by, Presence::Optional);
    ENGINE_TRY(params.finish());
    engine.files().noteFetched(arrival, by, answerDone(answer));
    return {};
}

Result<> ticketToPut(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString task;
    params(kTask, task);
    ENGINE_TRY(params.finish());
    engine.files().ticketToPut(task, answerObject<FileTicket>(answer));
    return {};
}

Result<> reconcileFiles(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString task;
    qint64 fromUtcMs = 0;
    qint64 toUtcMs = 0;
    qint64 lateAfterMs = 0;
    params(kTask, task);
    params.number(QLatin1String("fromUtcMs"), fromUtcMs, 0, kLargest);
    params.number(QLatin1String("toUtcMs"), toUtcMs, 0, kLargest);
    params.number(QLatin1String("lateAfterMs"), lateAfterMs, 0, kLargest, Presence::Optional);
    ENGINE_TRY(params.finish());
    engine.files().reconcileFiles(task, fromUtcMs, toUtcMs, lateAfterMs, answerObject<FileReconciliation>(answer));
    return {};
}

} // namespace

std::map<QString, LocalApiMethod> localApiFileMethods()
{
    return {{QStringLiteral("addTask"), addTask},
            {QStringLiteral("startTask"), startTask},
            {QStringLiteral("stopTask"), onTask<&FilesApi::stopTask>},
            {QStringLiteral("pauseTask"), onTask<&FilesApi::pauseTask>},
            {QStringLiteral("resumeTask"), onTask<&FilesApi::resumeTask>},
            {QStringLiteral("fileRuns"), fileRuns},
            {QStringLiteral("runFiles"), runFiles},
            {QStringLiteral("resendFiles"), resendFiles},
            {QStringLiteral("arrivals"), arrivals},
            {QStringLiteral("takeArrival"), takeArrival},
            {QStringLiteral("noteFetched"), noteFetched},
            {QStringLiteral("ticketToPut"), ticketToPut},
            {QStringLiteral("reconcileFiles"), reconcileFiles}};
}

} // namespace busheng
