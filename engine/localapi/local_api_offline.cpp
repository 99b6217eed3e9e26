// SPDX-License-Identifier: GPL-3.0-or-later
// OfflineApi on the local socket: the node's end.
#include "engine/localapi/local_api_params.h"

namespace busheng {
namespace {

Result<> exportPackage(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString stream;
    QString directory;
    qint64 partBytes = 0;
    QString by;
    params(QLatin1String("stream"), stream);
    params(QLatin1String("directory"), directory);
    params(QLatin1String("partBytes"), partBytes);
    params(QLatin1String("by"), by);
    ENGINE_TRY(params.finish());
    engine.offline().exportPackage(stream, directory, partBytes, by, answerDone(answer));
    return {};
}

Result<> cancelExport(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const QString stream, textParam(params, QLatin1String("stream")));
    engine.offline().cancelExport(stream, answerDone(answer));
    return {};
}

Result<> importPackage(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString subscription;
    QString directory;
    QString by;
    params(QLatin1String("subscription"), subscription);
    params(QLatin1String("directory"), directory);
    params(QLatin1String("by"), by);
    ENGINE_TRY(params.finish());
    engine.offline().importPackage(subscription, directory, by, answerDone(answer));
    return {};
}

Result<> cancelImport(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const QString subscription, textParam(params, QLatin1String("subscription")));
    engine.offline().cancelImport(subscription, answerDone(answer));
    return {};
}

Result<> gateReport(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const QString subscription, textParam(params, QLatin1String("subscription")));
    engine.offline().gateReport(subscription, answerObject<GateReport>(answer));
    return {};
}

Result<> askGateAgain(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const QString subscription, textParam(params, QLatin1String("subscription")));
    engine.offline().askGateAgain(subscription, answerObject<GateReport>(answer));
    return {};
}

Result<> decideGate(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString subscription;
    bool isSigned = false;
    QString by;
    QString reason;
    params(QLatin1String("subscription"), subscription);
    params(QLatin1String("isSigned"), isSigned);
    params(QLatin1String("by"), by);
    params(QLatin1String("reason"), reason);
    ENGINE_TRY(params.finish());
    engine.offline().decideGate(subscription, isSigned, by, reason, answerObject<GateReport>(answer));
    return {};
}

} // namespace

std::map<QString, LocalApiMethod> localApiOfflineMethods()
{
    return {
        {QStringLiteral("exportPackage"), exportPackage}, {QStringLiteral("cancelExport"), cancelExport},
        {QStringLiteral("importPackage"), importPackage}, {QStringLiteral("cancelImport"), cancelImport},
        {QStringLiteral("gateReport"), gateReport},       {QStringLiteral("askGateAgain"), askGateAgain},
        {QStringLiteral("decideGate"), decideGate},
    };
}

} // namespace busheng
