// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/exchange_fields.h"
#include "engine/localapi/local_api_params.h"

namespace busheng {
namespace {

/// An application or decision, and who makes it.
template <typename T>
Result<std::pair<T, QString>> valueBy(StrictJsonReader& params, QLatin1String key)
{
    std::pair<T, QString> read;
    params.object(key, Presence::Required, [&read](StrictJsonReader& object) -> Result<> {
        ENGINE_TRY_AS(read.first, readStrictly<T>(object));
        return {};
    });
    params(QLatin1String("by"), read.second);
    ENGINE_TRY(params.finish());
    return read;
}

Reply<QString> answerText(const LocalApiAnswer& answer, QLatin1String key)
{
    return [answer, key](const Result<QString>& result) {
        answer(result ? Result<QJsonValue>(QJsonObject{{key, *result}}) : Result<QJsonValue>(fail(result.error())));
    };
}

Result<> catalogue(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY(params.finish());
    engine.exchange().catalogue(answerList<DatasetOffer>(answer));
    return {};
}

Result<> agreements(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY(params.finish());
    engine.exchange().agreements(answerList<ExchangeAgreement>(answer));
    return {};
}

Result<> history(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const QString agreement, textParam(params, QLatin1String("agreement")));
    engine.exchange().agreementHistory(agreement, answerList<ExchangeEvent>(answer));
    return {};
}

Result<> saveDraft(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const auto given, valueBy<ExchangeApplication>(params, QLatin1String("application")));
    engine.exchange().saveDraft(given.first, given.second, answerText(answer, QLatin1String("agreement")));
    return {};
}

Result<> discardDraft(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const QString agreement, textParam(params, QLatin1String("agreement")));
    engine.exchange().discardDraft(agreement, answerDone(answer));
    return {};
}

Result<> apply(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const auto given, valueBy<ExchangeApplication>(params, QLatin1String("application")));
    engine.exchange().apply(given.first, given.second, answerText(answer, QLatin1String("agreement")));
    return {};
}

Result<> decide(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const auto given, valueBy<ExchangeDecision>(params, QLatin1String("decision")));
    engine.exchange().decide(given.first, given.second, answerDone(answer));
    return {};
}

Result<> end(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString agreement;
    QString reason;
    QString by;
    params(QLatin1String("agreement"), agreement);
    params(QLatin1String("reason"), reason);
    params(QLatin1String("by"), by);
    ENGINE_TRY(params.finish());
    engine.exchange().end(agreement, reason, by, answerDone(answer));
    return {};
}

Result<> exportPaper(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const QString agreement, textParam(params, QLatin1String("agreement")));
    engine.exchange().exportPaper(agreement, answerText(answer, QLatin1String("text")));
    return {};
}

Result<> importPaper(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString text;
    QString name;
    params(QLatin1String("text"), text);
    params(QLatin1String("name"), name);
    ENGINE_TRY(params.finish());
    engine.exchange().importPaper(text, name, answerText(answer, QLatin1String("agreement")));
    return {};
}

} // namespace

std::map<QString, LocalApiMethod> localApiExchangeMethods()
{
    return {
        {QStringLiteral("exchangeCatalogue"), catalogue},
        {QStringLiteral("exchangeAgreements"), agreements},
        {QStringLiteral("exchangeHistory"), history},
        {QStringLiteral("exchangeSaveDraft"), saveDraft},
        {QStringLiteral("exchangeDiscardDraft"), discardDraft},
        {QStringLiteral("exchangeApply"), apply},
        {QStringLiteral("exchangeDecide"), decide},
        {QStringLiteral("exchangeEnd"), end},
        {QStringLiteral("exchangeExport"), exportPaper},
        {QStringLiteral("exchangeImport"), importPaper},
    };
}

} // namespace busheng
