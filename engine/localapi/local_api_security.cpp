// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/security_fields.h"
#include "engine/localapi/local_api_params.h"

namespace busheng {
namespace {

Result<> linkKeys(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY(params.finish());
    engine.security().linkKeys(answerList<LinkKeyRecord>(answer));
    return {};
}

Result<> rotateKeys(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString peer;
    QString by;
    params(QLatin1String("peer"), peer);
    params(QLatin1String("by"), by);
    ENGINE_TRY(params.finish());
    engine.security().rotateKeys(peer, by, answerDone(answer));
    return {};
}

Result<> setSecret(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString name;
    QString secret;
    QString by;
    params(QLatin1String("name"), name);
    params(QLatin1String("secret"), secret);
    params(QLatin1String("by"), by);
    ENGINE_TRY(params.finish());
    engine.security().setSecret(name, secret, by, answerDone(answer));
    return {};
}

Result<> removeSecret(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString name;
    QString by;
    params(QLatin1String("name"), name);
    params(QLatin1String("by"), by);
    ENGINE_TRY(params.finish());
    engine.security().removeSecret(name, by, answerDone(answer));
    return {};
}

Result<> secretNames(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY(params.finish());
    engine.security().secretNames([answer](const Result<QStringList>& names) {
        answer(names ? Result<QJsonValue>(QJsonObject{{QLatin1String("names"), QJsonArray::fromStringList(*names)}})
                     : Result<QJsonValue>(fail(names.error())));
    });
    return {};
}

Result<> sealLedger(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY(params.finish());
    engine.security().sealLedger(answerDone(answer));
    return {};
}

Result<> ledgerLines(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    qint64 afterId = 0;
    qint64 limit = 0;
    params.number(QLatin1String("afterId"), afterId, 0, std::numeric_limits<qint64>::max());
    params.number(QLatin1String("limit"), limit, 0, kLargestPage);
    ENGINE_TRY(params.finish());
    engine.security().ledgerLines(afterId, static_cast<int>(limit), answerList<LedgerRow>(answer));
    return {};
}

Result<> evidenceKeys(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY(params.finish());
    engine.security().evidenceKeys(answerList<EvidenceKey>(answer));
    return {};
}

Result<> searchLedger(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    LedgerFilter filter;
    qint64 beforeId = 0;
    qint64 limit = 0;
    params.object(QLatin1String("filter"), Presence::Optional, [&filter](StrictJsonReader& object) -> Result<> {
        ENGINE_TRY_AS(filter, readStrictly<LedgerFilter>(object));
        return {};
    });
    params.number(QLatin1String("beforeId"), beforeId, 0, std::numeric_limits<qint64>::max());
    params.number(QLatin1String("limit"), limit, 0, kLargestPage);
    ENGINE_TRY(params.finish());
    engine.security().searchLedger(filter, beforeId, static_cast<int>(limit), answerObject<LedgerMatches>(answer));
    return {};
}

Result<> acknowledgeAlarm(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString event;
    QString subject;
    QString by;
    params(QLatin1String("event"), event);
    params(QLatin1String("subject"), subject);
    params(QLatin1String("by"), by);
    ENGINE_TRY(params.finish());
    engine.alarms().acknowledgeAlarm(event, subject, by, answerDone(answer));
    return {};
}

Result<> silenceAlarm(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString event;
    QString subject;
    qint64 untilUtcMs = 0;
    QString by;
    QString reason;
    params(QLatin1String("event"), event);
    params(QLatin1String("subject"), subject);
    params.number(QLatin1String("untilUtcMs"), untilUtcMs, 0, std::numeric_limits<qint64>::max());
    params(QLatin1String("by"), by);
    params(QLatin1String("reason"), reason);
    ENGINE_TRY(params.finish());
    engine.alarms().silenceAlarm(event, subject, untilUtcMs, by, reason, answerDone(answer));
    return {};
}

} // namespace

const std::map<QString, LocalApiMethod>& securityMethods()
{
    static const std::map<QString, LocalApiMethod> table{
        {QStringLiteral("linkKeys"), linkKeys},         {QStringLiteral("rotateKeys"), rotateKeys},
        {QStringLiteral("setSecret"), setSecret},       {QStringLiteral("removeSecret"), removeSecret},
        {QStringLiteral("secretNames"), secretNames},   {QStringLiteral("sealLedger"), sealLedger},
        {QStringLiteral("ledgerLines"), ledgerLines},   {QStringLiteral("evidenceKeys"), evidenceKeys},
        {QStringLiteral("searchLedger"), searchLedger}, {QStringLiteral("acknowledgeAlarm"), acknowledgeAlarm},
        {QStringLiteral("silenceAlarm"), silenceAlarm},
    };
    return table;
}

} // namespace busheng
