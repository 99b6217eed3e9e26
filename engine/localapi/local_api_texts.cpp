// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/localapi/local_api_params.h"

namespace busheng {
namespace {

Result<> surveyTexts(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    SubscriptionConfig subscription;
    qint64 rows = 0;
    params.object(QLatin1String("subscription"), Presence::Required, [&](StrictJsonReader& object) -> Result<> {
        ENGINE_TRY_AS(subscription, readStrictly<SubscriptionConfig>(object));
        return {};
    });
    params.number(QLatin1String("rows"), rows, 0, std::numeric_limits<qint64>::max());
    ENGINE_TRY(params.finish());
    engine.texts().survey(subscription, rows, answerObject<TextSurvey>(answer));
    return {};
}

Result<> widenColumns(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString target;
    QStringList statements;
    params(QLatin1String("target"), target);
    params(QLatin1String("statements"), statements);
    ENGINE_TRY(params.finish());
    engine.texts().widen(target, statements, answerStatements(answer));
    return {};
}

} // namespace

std::map<QString, LocalApiMethod> localApiTextMethods()
{
    return {{QStringLiteral("surveyTexts"), surveyTexts}, {QStringLiteral("widenColumns"), widenColumns}};
}

} // namespace busheng
