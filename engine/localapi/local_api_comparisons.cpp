// SPDX-License-Identifier: GPL-3.0-or-later
// The methods of ComparisonsApi, RetentionApi and FiguresApi.
#include "engine/api/comparison_fields.h"
#include "engine/localapi/local_api_params.h"

namespace busheng {
namespace {

constexpr qint64 kLargest = std::numeric_limits<qint64>::max();
const QLatin1String kTask("task");
const QLatin1String kBy("by");
const QLatin1String kRules("rules");

Result<> rowDifferences(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const auto query, objectParam<DifferenceQuery>(params, QLatin1String("query")));
    engine.comparisons().rowDifferences(query, answerObject<RowDifferences>(answer));
    return {};
}

Result<> fileDifferences(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const auto query, objectParam<DifferenceQuery>(params, QLatin1String("query")));
    engine.comparisons().fileDifferences(query, answerObject<FileDifferences>(answer));
    return {};
}

Result<> certify(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    qint64 id = 0;
    QString by;
    params.number(QLatin1String("id"), id, 0, kLargest);
    params(kBy, by, Presence::Optional);
    ENGINE_TRY(params.finish());
    engine.comparisons().certify(id, by, [answer](const Result<QJsonObject>& made) {
        answer(made ? Result<QJsonValue>(QJsonValue(*made)) : Result<QJsonValue>(fail(made.error())));
    });
    return {};
}

Result<> flowFigures(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString flow;
    qint64 stepSeconds = 0;
    qint64 fromUtcMs = 0;
    params(QLatin1String("flow"), flow);
    params.number(QLatin1String("stepSeconds"), stepSeconds, 0, kLargest);
    params.number(QLatin1String("fromUtcMs"), fromUtcMs, 0, kLargest);
    ENGINE_TRY(params.finish());
    engine.figures().flowFigures(flow, stepSeconds, fromUtcMs, answerList<FlowFigure>(answer));
    return {};
}

Result<> beginFiles(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString task;
    QString by;
    qint64 fromUtcMs = 0;
    qint64 toUtcMs = 0;
    qint64 lateAfterMs = 0;
    params(kTask, task);
    params.number(QLatin1String("fromUtcMs"), fromUtcMs, 0, kLargest);
    params.number(QLatin1String("toUtcMs"), toUtcMs, 0, kLargest);
    params.number(QLatin1String("lateAfterMs"), lateAfterMs, 0, kLargest, Presence::Optional);
    params(kBy, by, Presence::Optional);
    ENGINE_TRY(params.finish());
    engine.comparisons().beginFiles(task, fromUtcMs, toUtcMs, lateAfterMs, by, answerNumber(answer));
    return {};
}

Result<> stopFiles(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const qint64 id, idParam(params, QLatin1String("id")));
    engine.comparisons().stopFiles(id, answerDone(answer));
    return {};
}

Result<> fileReconciliations(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString task;
    qint64 beforeId = 0;
    qint64 limit = 0;
    params(kTask, task);
    params.number(QLatin1String("beforeId"), beforeId, 0, kLargest);
    params.number(QLatin1String("limit"), limit, 0, kLargestPage);
    ENGINE_TRY(params.finish());
    engine.comparisons().fileReconciliations(task, beforeId, static_cast<int>(limit),
                                             answerList<FileReconciliation>(answer));
    return {};
}

Result<> retention(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    std::vector<RetentionRule> rules;
    params(kRules, rules, Presence::Optional);
    ENGINE_TRY(params.finish());
    engine.retention().retention(rules, answerList<RetentionState>(answer));
    return {};
}

Result<> setRetention(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    std::vector<RetentionRule> rules;
    QString by;
    params(kRules, rules);
    params(kBy, by, Presence::Optional);
    ENGINE_TRY(params.finish());
    engine.retention().setRetention(rules, by, answerDone(answer));
    return {};
}

} // namespace

std::map<QString, LocalApiMethod> localApiComparisonMethods()
{
    return {{QStringLiteral("rowDifferences"), rowDifferences},
            {QStringLiteral("fileDifferences"), fileDifferences},
            {QStringLiteral("beginFileReconciliation"), beginFiles},
            {QStringLiteral("stopFileReconciliation"), stopFiles},
            {QStringLiteral("fileReconciliations"), fileReconciliations},
            {QStringLiteral("certifyVerification"), certify},
            {QStringLiteral("flowFigures"), flowFigures},
            {QStringLiteral("retention"), retention},
            {QStringLiteral("setRetention"), setRetention}};
}

} // namespace busheng
