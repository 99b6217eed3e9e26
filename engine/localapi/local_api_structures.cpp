// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/localapi/local_api_params.h"

namespace busheng {
namespace {

template <typename T>
void readObject(StrictJsonReader& params, QLatin1String key, T& value)
{
    params.object(key, Presence::Required, [&value](StrictJsonReader& object) -> Result<> {
        ENGINE_TRY_AS(value, readStrictly<T>(object));
        return {};
    });
}

Result<> testDatabase(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    DatabaseConfig database;
    QString secret;
    readObject(params, QLatin1String("database"), database);
    params(QLatin1String("secret"), secret, Presence::Optional);
    ENGINE_TRY(params.finish());
    engine.structures().testDatabase(database, secret, answerDone(answer));
    return {};
}

Result<> describeTable(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString kind;
    QString database;
    QString table;
    params(QLatin1String("kind"), kind);
    params(QLatin1String("database"), database);
    params(QLatin1String("table"), table);
    if (kind != u"source" && kind != u"target")
        params.refuse(QLatin1String("kind"), QStringLiteral("source or target"));
    ENGINE_TRY(params.finish());
    engine.structures().describeTable(kind, database, table, answerObject<DescribedTable>(answer));
    return {};
}

Result<> datasetStructure(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const auto subscription, objectParam<SubscriptionConfig>(params, QLatin1String("subscription")));
    engine.structures().datasetStructure(subscription, answerObject<DatasetStructure>(answer));
    return {};
}

Result<> tryMapping(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    SubscriptionConfig subscription;
    QString table;
    readObject(params, QLatin1String("subscription"), subscription);
    params(QLatin1String("table"), table, Presence::Optional);
    ENGINE_TRY(params.finish());
    engine.structures().tryMapping(subscription, table, answerObject<StructureSnapshot>(answer));
    return {};
}

Result<> alterTarget(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString subscription;
    QStringList statements;
    params(QLatin1String("subscription"), subscription);
    params(QLatin1String("statements"), statements);
    ENGINE_TRY(params.finish());
    engine.structures().alterTarget(subscription, statements, answerStatements(answer));
    return {};
}

} // namespace

std::map<QString, LocalApiMethod> localApiStructureMethods()
{
    return {{QStringLiteral("testDatabase"), testDatabase},
            {QStringLiteral("describeTable"), describeTable},
            {QStringLiteral("datasetStructure"), datasetStructure},
            {QStringLiteral("tryMapping"), tryMapping},
            {QStringLiteral("alterTarget"), alterTarget}};
}

} // namespace busheng
