// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/localapi/local_api_methods.h"

#include "engine/localapi/local_api_operators.h"
#include "engine/localapi/local_api_params.h"
#include "engine/model/events.h"

namespace busheng {
namespace {

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

Result<> listTables(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString kind;
    QString database;
    params(QLatin1String("kind"), kind);
    params(QLatin1String("database"), database);
    ENGINE_TRY(params.finish());
    engine.settings().listTables(kind, database, [answer](const Result<QStringList>& result) {
        answer(result ? Result<QJsonValue>(QJsonArray::fromStringList(*result))
                      : Result<QJsonValue>(fail(result.error())));
    });
    return {};
}

Result<> odbcOffer(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY(params.finish());
    engine.settings().odbcOffer(answerObject<OdbcOffer>(answer));
    return {};
}

Result<> preflight(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const auto dataset, objectParam<DatasetConfig>(params, QLatin1String("dataset")));
    engine.settings().preflight(dataset, answerList<PreflightFinding>(answer));
    return {};
}

Result<> checkTarget(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString target;
    QStringList tables;
    bool makesTables = false;
    params(QLatin1String("target"), target);
    params(QLatin1String("tables"), tables);
    params(QLatin1String("makesTables"), makesTables);
    ENGINE_TRY(params.finish());
    engine.settings().checkTarget(target, tables, makesTables, answerList<PreflightFinding>(answer));
    return {};
}

Result<> sourceRights(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    DatasetConfig dataset;
    QString user;
    params.object(QLatin1String("dataset"), Presence::Required, [&dataset](StrictJsonReader& object) -> Result<> {
        ENGINE_TRY_AS(dataset, readStrictly<DatasetConfig>(object));
        return {};
    });
    QString runAs;
    params(QLatin1String("user"), user);
    params(QLatin1String("runAs"), runAs, Presence::Optional);
    ENGINE_TRY(params.finish());
    engine.settings().sourceRights(dataset, user, runAs, answerStatements(answer));
    return {};
}

Result<> targetRights(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString target;
    QStringList tables;
    QString user;
    bool makesTables = false;
    params(QLatin1String("target"), target);
    params(QLatin1String("tables"), tables);
    params(QLatin1String("user"), user);
    params(QLatin1String("makesTables"), makesTables);
    QString runAs;
    params(QLatin1String("runAs"), runAs, Presence::Optional);
    ENGINE_TRY(params.finish());
    engine.settings().targetRights(target, tables, user, makesTables, runAs, answerStatements(answer));
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
    QString subscription;
    QString table;
    params(QLatin1String("subscription"), subscription);
    params(QLatin1String("table"), table, Presence::Optional);
    ENGINE_TRY(params.finish());
    engine.flow().reload(subscription, table, answerDone(answer));
    return {};
}

Result<> look(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const QString dataset, textParam(params, QLatin1String("dataset")));
    engine.flow().look(dataset, answerDone(answer));
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
    bool gentle = false;
    params(QLatin1String("subscription"), subscription);
    params(QLatin1String("level"), level);
    params(QLatin1String("gentle"), gentle);
    ENGINE_TRY(params.finish());
    engine.flow().verify(subscription, level, gentle, answerNumber(answer));
    return {};
}

Result<> verification(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const qint64 id, idParam(params, QLatin1String("id")));
    engine.flow().verification(id, answerObject<VerificationSnapshot>(answer));
    return {};
}

Result<> verifications(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString subscription;
    qint64 limit = 0;
    params(QLatin1String("subscription"), subscription);
    params.number(QLatin1String("limit"), limit, 0, kLargestPage);
    ENGINE_TRY(params.finish());
    engine.flow().verifications(subscription, static_cast<int>(limit), answerList<VerificationSnapshot>(answer));
    return {};
}

Result<> stopVerification(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const qint64 id, idParam(params, QLatin1String("id")));
    engine.flow().stopVerification(id, answerDone(answer));
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

struct ExceptionParams {
    QString subscription;
    qint64 id = 0;
    QString by;
    QString word; ///< the reason, or the side to take
};

Result<ExceptionParams> exceptionParams(StrictJsonReader& params, const char* word = nullptr)
{
    ExceptionParams read;
    params(QLatin1String("subscription"), read.subscription);
    params.number(QLatin1String("id"), read.id, 0, std::numeric_limits<qint64>::max());
    if (word != nullptr) {
        params(QLatin1String("by"), read.by);
        params(QLatin1String(word), read.word);
    }
    ENGINE_TRY(params.finish());
    return read;
}

Result<> exceptions(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString subscription;
    QString state;
    qint64 beforeId = 0;
    qint64 limit = 0;
    params(QLatin1String("subscription"), subscription);
    params(QLatin1String("state"), state);
    params.number(QLatin1String("beforeId"), beforeId, 0, std::numeric_limits<qint64>::max());
    params.number(QLatin1String("limit"), limit, 0, kLargestPage);
    ENGINE_TRY(params.finish());
    engine.faults().exceptions(subscription, state, beforeId, static_cast<int>(limit),
                               answerList<ExceptionRecord>(answer));
    return {};
}

Result<> exception(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const ExceptionParams read, exceptionParams(params));
    engine.faults().exception(read.subscription, read.id, answerObject<ExceptionRecord>(answer));
    return {};
}

Result<> resendExceptions(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const ExceptionParams read, exceptionParams(params));
    engine.faults().resendExceptions(read.subscription, read.id, answerNumber(answer));
    return {};
}

Result<> dismissException(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const ExceptionParams read, exceptionParams(params, "reason"));
    engine.faults().dismissException(read.subscription, read.id, read.by, read.word, answerDone(answer));
    return {};
}

Result<> resolveConflict(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const ExceptionParams read, exceptionParams(params, "take"));
    engine.faults().resolveConflict(read.subscription, read.id, read.word, read.by, answerDone(answer));
    return {};
}

using ParkCall = void (FaultsApi::*)(const QString&, const QString&, const QString&, Reply<>);

Result<> parkOrUnpark(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer, ParkCall call)
{
    QString subscription;
    QString table;
    QString by;
    params(QLatin1String("subscription"), subscription);
    params(QLatin1String("table"), table);
    params(QLatin1String("by"), by);
    ENGINE_TRY(params.finish());
    (engine.faults().*call)(subscription, table, by, answerDone(answer));
    return {};
}

Result<> parkTable(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    return parkOrUnpark(engine, params, answer, &FaultsApi::parkTable);
}

Result<> unparkTable(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    return parkOrUnpark(engine, params, answer, &FaultsApi::unparkTable);
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

std::map<QString, LocalApiMethod> ownMethods()
{
    return {
        {QStringLiteral("addSource"), addSource},
        {QStringLiteral("addTarget"), addTarget},
        {QStringLiteral("addDataset"), addDataset},
        {QStringLiteral("addLink"), addLink},
        {QStringLiteral("addSubscription"), addSubscription},
        {QStringLiteral("remove"), removeItem},
        {QStringLiteral("listSources"), listSources},
        {QStringLiteral("listTargets"), listTargets},
        {QStringLiteral("listTables"), listTables},
        {QStringLiteral("odbcOffer"), odbcOffer},
        {QStringLiteral("preflight"), preflight},
        {QStringLiteral("checkTarget"), checkTarget},
        {QStringLiteral("sourceRights"), sourceRights},
        {QStringLiteral("targetRights"), targetRights},
        {QStringLiteral("exportConfiguration"), exportConfiguration},
        {QStringLiteral("importConfiguration"), importConfiguration},
        {QStringLiteral("pause"), pauseFlow},
        {QStringLiteral("resume"), resumeFlow},
        {QStringLiteral("acceptFindings"), acceptFindings},
        {QStringLiteral("reload"), reloadFlow},
        {QStringLiteral("reloadAs"), reloadAs},
        {QStringLiteral("look"), look},
        {QStringLiteral("structure"), structure},
        {QStringLiteral("approveStructure"), approveStructure},
        {QStringLiteral("verify"), verify},
        {QStringLiteral("verification"), verification},
        {QStringLiteral("verifications"), verifications},
        {QStringLiteral("stopVerification"), stopVerification},
        {QStringLiteral("repair"), repair},
        {QStringLiteral("ledgerPage"), ledgerPage},
        {QStringLiteral("alarmHistory"), alarmHistory},
        {QStringLiteral("exceptions"), exceptions},
        {QStringLiteral("exception"), exception},
        {QStringLiteral("resendExceptions"), resendExceptions},
        {QStringLiteral("dismissException"), dismissException},
        {QStringLiteral("resolveConflict"), resolveConflict},
        {QStringLiteral("parkTable"), parkTable},
        {QStringLiteral("unparkTable"), unparkTable},
        {QStringLiteral("snapshot"), snapshot},
        {QStringLiteral("shutdown"), shutdown},
    };
}

const std::map<QString, LocalApiMethod>& methods()
{
    static const std::map<QString, LocalApiMethod> table = [] {
        std::map<QString, LocalApiMethod> all = ownMethods();
        all.insert(securityMethods().begin(), securityMethods().end());
        all.merge(localApiFileMethods());
        all.merge(localApiOfflineMethods());
        all.merge(localApiExchangeMethods());
        all.merge(localApiTextMethods());
        all.merge(localApiStructureMethods());
        all.merge(localApiComparisonMethods());
        all.merge(localApiBackupMethods());
        return all;
    }();
    return table;
}

} // namespace

void callLocalApi(EngineApi& engine, const QString& method, const QJsonObject& params, LocalApiAnswer answer)
{
    if (isOperatorMethod(method))
        return callOperatorMethod({engine.operators(), engine.review()}, method, params, answer);
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
    QStringList names = operatorMethodNames();
    for (const auto& [name, method] : methods())
        names.append(name);
    names.sort();
    return names;
}

} // namespace busheng
