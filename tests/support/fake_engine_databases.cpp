// SPDX-License-Identifier: GPL-3.0-or-later
// What the fake engine says about databases.
#include "engine/api/json.h"
#include "tests/support/fake_engine.h"

#include <QJsonArray>

namespace busheng::test {

void FakeEngine::listSources(Reply<std::vector<DatabaseConfig>> reply)
{
    answer<std::vector<DatabaseConfig>>(QStringLiteral("listSources"), {}, std::move(reply),
                                        [this] { return m_configuration.sources; });
}

void FakeEngine::listTargets(Reply<std::vector<DatabaseConfig>> reply)
{
    answer<std::vector<DatabaseConfig>>(QStringLiteral("listTargets"), {}, std::move(reply),
                                        [this] { return m_configuration.targets; });
}

void FakeEngine::preflight(const DatasetConfig& dataset, Reply<std::vector<PreflightFinding>> reply)
{
    answer<std::vector<PreflightFinding>>(QStringLiteral("preflight"), {{QStringLiteral("dataset"), toJson(dataset)}},
                                          std::move(reply), [this] { return m_findings; });
}

void FakeEngine::checkTarget(const QString& target, const QStringList& tables, bool makesTables,
                             Reply<std::vector<PreflightFinding>> reply)
{
    answer<std::vector<PreflightFinding>>(QStringLiteral("checkTarget"),
                                          {{QStringLiteral("target"), target},
                                           {QStringLiteral("tables"), QJsonArray::fromStringList(tables)},
                                           {QStringLiteral("makesTables"), makesTables}},
                                          std::move(reply), [this] { return m_findings; });
}

void FakeEngine::listTables(const QString& kind, const QString& database, Reply<QStringList> reply)
{
    answer<QStringList>(QStringLiteral("listTables"),
                        {{QStringLiteral("kind"), kind}, {QStringLiteral("database"), database}}, std::move(reply),
                        [this] { return m_tables; });
}

void FakeEngine::odbcOffer(Reply<OdbcOffer> reply)
{
    answer<OdbcOffer>(QStringLiteral("odbcOffer"), {}, std::move(reply), [this] { return m_odbcOffer; });
}

} // namespace busheng::test
