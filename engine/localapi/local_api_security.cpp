// SPDX-License-Identifier: GPL-3.0-or-later
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

} // namespace

const std::map<QString, LocalApiMethod>& securityMethods()
{
    static const std::map<QString, LocalApiMethod> table{
        {QStringLiteral("linkKeys"), linkKeys},
        {QStringLiteral("rotateKeys"), rotateKeys},
    };
    return table;
}

} // namespace busheng
