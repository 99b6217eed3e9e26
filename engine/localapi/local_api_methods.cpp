// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/localapi/local_api_methods.h"

#include "engine/api/json.h"
#include "engine/api/strict_json_reader.h"
#include "engine/model/events.h"

#include <limits>
#include <map>

namespace busheng {
namespace {

constexpr qint64 kLargestPage = 10'000;

/// Reads parameters and calls the engine. An error means that the engine was not called.
using Method = Result<> (*)(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer);

Reply<> answerDone(const LocalApiAnswer& answer)
{
    return [answer](Result<> result) {
        answer(result ? Result<QJsonValue>(QJsonValue()) : Result<QJsonValue>(fail(result.error())));
    };
}

Reply<qint64> answerNumber(const LocalApiAnswer& answer)
{
    return [answer](Result<qint64> result) {
        answer(result ? Result<QJsonValue>(QJsonValue(*result)) : Result<QJsonValue>(fail(result.error())));
    };
}

template <typename T>
Reply<T> answerObject(const LocalApiAnswer& answer)
{
    return [answer](const Result<T>& result) {
        answer(result ? Result<QJsonValue>(QJsonValue(toJson(*result))) : Result<QJsonValue>(fail(result.error())));
    };
}

template <typename T>
Reply<std::vector<T>> answerList(const LocalApiAnswer& answer)
{
    return [answer](const Result<std::vector<T>>& result) {
        if (!result)
            return answer(fail(result.error()));
        QJsonArray list;
        for (const T& item : *result)
            list.append(toJson(item));
        answer(QJsonValue(list));
    };
}

template <typename T>
Result<T> objectParam(StrictJsonReader& params, QLatin1String key)
{
    T value;
    params.object(key, Presence::Required, [&value](StrictJsonReader& object) -> Result<> {
        ENGINE_TRY_AS(value, readStrictly<T>(object));
        return {};
    });
    ENGINE_TRY(params.finish());
    return value;
}

Result<QString> textParam(StrictJsonReader& params, QLatin1String key)
{
    QString value;
    params(key, value);
    ENGINE_TRY(params.finish());
    return value;
}

Result<qint64> idParam(StrictJsonReader& params, QLatin1String key)
{
    qint64 value = 0;
    params.number(key, value, 0, std::numeric_limits<qint64>::max());
    ENGINE_TRY(params.finish());
    return value;
}

// Each is one row of the table below.

Result<> addSource(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const auto source, objectParam<DatabaseConfig>(params, QLatin1String("source")));
    engine.settings().addSource(source, answerDone(answer));
    return {};
}

Result<> addTarget(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const auto target, objectParam<DatabaseConfig>(params, QLatin1String("target")));
    engine.settings().addTarget(target, answerDone(answer));
    return {};
}

Result<> addDataset(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const auto dataset, objectParam<DatasetConfig>(params, QLatin1String("dataset")));
    engine.settings().addDataset(dataset, answerDone(answer));
    return {};
}

Result<> addLink(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const auto link, objectParam<LinkConfig>(params, QLatin1String("link")));
    engine.settings().addLink(link, answerDone(answer));
    return {};
}

Result<> addSubscription(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const auto subscription, objectParam<SubscriptionConfig>(params, QLatin1String("subscription")));
    engine.settings().addSubscription(subscription, answerDone(answer));
    return {};
}

Result<> removeItem(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString kind;
    QString name;
    params(QLatin1String("kind"), kind);
    params(QLatin1String("name"), name);
    ENGINE_TRY(params.finish());
    engine.settings().remove(kind, name, answerDone(answer));
    return {};
}

Result<> listSources(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY(params.finish());
    engine.settings().listSources(answerList<DatabaseConfig>(answer));
    return {};
}

Result<> listTargets(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY(params.finish());
    engine.settings().listTargets(answerList<DatabaseConfig>(answer));
    return {};
}

Result<> preflight(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const auto dataset, objectParam<DatasetConfig>(params, QLatin1String("dataset")));
    engine.settings().preflight(dataset, answerList<PreflightFinding>(answer));
    return {};
}

Result<> exportConfiguration(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY(params.finish());
    engine.settings().exportConfiguration([answer](const Result<QJsonObject>& result) {
        answer(result ? Result<QJsonValue>(QJsonValue(*result)) : Result<QJsonValue>(fail(result.error())));
    });
    return {};
}

Result<> importConfiguration(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QJsonObject configuration;
    params.object(QLatin1String("configuration"), Presence::Required,
                  [&configuration](StrictJsonReader& object) -> Result<> {
                      configuration = object.whole();
                      return {};
                  });
    ENGINE_TRY(params.finish());
    engine.settings().importConfiguration(configuration, answerDone(answer));
    return {};
}

Result<> pauseFlow(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const QString subscription, textParam(params, QLatin1String("subscription")));
    engine.flow().pause(subscription, answerDone(answer));
    return {};
}

Result<> resumeFlow(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const QString subscription, textParam(params, QLatin1String("subscription")));
    engine.flow().resume(subscription, answerDone(answer));
    return {};
}

Result<> acceptFindings(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const QString subscription, textParam(params, QLatin1String("subscription")));
    engine.flow().acceptFindings(subscription, answerDone(answer));
    return {};
}

Result<> reloadFlow(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const QString subscription, textParam(params, QLatin1String("subscription")));
    engine.flow().reload(subscription, answerDone(answer));
    return {};
}

Result<> reloadAs(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const auto subscription, objectParam<SubscriptionConfig>(params, QLatin1String("subscription")));
    engine.flow().reloadAs(subscription, answerDone(answer));
    return {};
}

Result<> structure(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const auto subscription, objectParam<SubscriptionConfig>(params, QLatin1String("subscription")));
    engine.flow().structure(subscription, answerObject<StructureSnapshot>(answer));
    return {};
}

Result<> approveStructure(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const QString subscription, textParam(params, QLatin1String("subscription")));
    engine.flow().approveStructure(subscription, answerDone(answer));
    return {};
}

Result<> verify(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString subscription;
    QString level;
    params(QLatin1String("subscription"), subscription);
    params(QLatin1String("level"), level);
    ENGINE_TRY(params.finish());
    engine.flow().verify(subscription, level, answerNumber(answer));
    return {};
}

Result<> verification(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const qint64 id, idParam(params, QLatin1String("id")));
    engine.flow().verification(id, answerObject<VerificationSnapshot>(answer));
    return {};
}

Result<> repair(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const qint64 id, idParam(params, QLatin1String("verificationId")));
    engine.flow().repair(id, answerDone(answer));
    return {};
}

Result<> ledgerPage(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString stream;
    qint64 beforeId = 0;
    qint64 limit = 0;
    params(QLatin1String("stream"), stream);
    params.number(QLatin1String("beforeId"), beforeId, 0, std::numeric_limits<qint64>::max());
    params.number(QLatin1String("limit"), limit, 0, kLargestPage);
    ENGINE_TRY(params.finish());
    engine.flow().ledgerPage(stream, beforeId, static_cast<int>(limit), answerList<LedgerRow>(answer));
    return {};
}

Result<> alarmHistory(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    qint64 limit = 0;
    params.number(QLatin1String("limit"), limit, 0, kLargestPage);
    ENGINE_TRY(params.finish());
    engine.flow().alarmHistory(static_cast<int>(limit), answerList<AlarmSnapshot>(answer));
    return {};
}

Result<> snapshot(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY(params.finish());
    engine.snapshot(answerObject<NodeSnapshot>(answer));
    return {};
}

Result<> shutdown(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY(params.finish());
    engine.shutdown(answerDone(answer));
    return {};
}

const std::map<QString, Method>& methods()
{
    static const std::map<QString, Method> table{
        {QStringLiteral("addSource"), addSource},
        {QStringLiteral("addTarget"), addTarget},
        {QStringLiteral("addDataset"), addDataset},
        {QStringLiteral("addLink"), addLink},
        {QStringLiteral("addSubscription"), addSubscription},
        {QStringLiteral("remove"), removeItem},
        {QStringLiteral("listSources"), listSources},
        {QStringLiteral("listTargets"), listTargets},
        {QStringLiteral("preflight"), preflight},
        {QStringLiteral("exportConfiguration"), exportConfiguration},
        {QStringLiteral("importConfiguration"), importConfiguration},
        {QStringLiteral("pause"), pauseFlow},
        {QStringLiteral("resume"), resumeFlow},
        {QStringLiteral("acceptFindings"), acceptFindings},
        {QStringLiteral("reload"), reloadFlow},
        {QStringLiteral("reloadAs"), reloadAs},
        {QStringLiteral("structure"), structure},
        {QStringLiteral("approveStructure"), approveStructure},
        {QStringLiteral("verify"), verify},
        {QStringLiteral("verification"), verification},
        {QStringLiteral("repair"), repair},
        {QStringLiteral("ledgerPage"), ledgerPage},
        {QStringLiteral("alarmHistory"), alarmHistory},
        {QStringLiteral("snapshot"), snapshot},
        {QStringLiteral("shutdown"), shutdown},
    };
    return table;
}

} // namespace

void callLocalApi(EngineApi& engine, const QString& method, const QJsonObject& params, LocalApiAnswer answer)
{
    const auto found = methods().find(method);
    if (found == methods().end())
        return answer(fail(makeEvent(ErrorCode::Protocol, events::NOT_YET, {method},
                                     QStringLiteral("this node has no method '%1'").arg(method))));
    StrictJsonReader reader(params, method);
    if (const Result<> called = found->second(engine, reader, answer); !called)
        answer(fail(called.error()));
}

QStringList localApiMethodNames()
{
    QStringList names;
    for (const auto& [name, method] : methods())
        names.append(name);
    return names;
}

} // namespace busheng
