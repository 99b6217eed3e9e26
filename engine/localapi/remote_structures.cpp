// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/localapi/remote_structures.h"

#include "engine/api/json.h"
#include "engine/localapi/remote_replies.h"

namespace busheng {

void RemoteStructures::testDatabase(const DatabaseConfig& database, const QString& secret, Reply<> reply)
{
    m_channel.request(QStringLiteral("testDatabase"),
                      {{QLatin1String("database"), toJson(database)}, {QLatin1String("secret"), secret}},
                      takeNothing(std::move(reply)));
}

void RemoteStructures::describeTable(const QString& kind, const QString& database, const QString& table,
                                     Reply<DescribedTable> reply)
{
    m_channel.request(
        QStringLiteral("describeTable"),
        {{QLatin1String("kind"), kind}, {QLatin1String("database"), database}, {QLatin1String("table"), table}},
        takeObject<DescribedTable>(std::move(reply), describedTableFromJson));
}

void RemoteStructures::datasetStructure(const SubscriptionConfig& subscription, Reply<DatasetStructure> reply)
{
    m_channel.request(QStringLiteral("datasetStructure"), {{QLatin1String("subscription"), toJson(subscription)}},
                      takeObject<DatasetStructure>(std::move(reply), datasetStructureFromJson));
}

void RemoteStructures::tryMapping(const SubscriptionConfig& subscription, const QString& table,
                                  Reply<StructureSnapshot> reply)
{
    m_channel.request(QStringLiteral("tryMapping"),
                      {{QLatin1String("subscription"), toJson(subscription)}, {QLatin1String("table"), table}},
                      takeObject<StructureSnapshot>(std::move(reply), structureFromJson));
}

void RemoteStructures::alterTarget(const QString& subscription, const QStringList& statements, Reply<QStringList> reply)
{
    m_channel.request(QStringLiteral("alterTarget"),
                      {{QLatin1String("subscription"), subscription},
                       {QLatin1String("statements"), QJsonArray::fromStringList(statements)}},
                      takeObject<QStringList>(std::move(reply), readStatements));
}

} // namespace busheng
