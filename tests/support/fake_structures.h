// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/structures_api.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

#include <optional>

namespace busheng::test {

/// The tables of a FakeEngine: what the test sets. Replies come through the event loop.
class FakeStructures final : public StructuresApi {
public:
    using Note = std::function<std::optional<Error>(const QString& method, const QJsonObject& params)>;
    /// `note` records a call and says whether it fails; `post` runs later.
    FakeStructures(Note note, std::function<void(std::function<void()>)> post)
        : m_note(std::move(note)), m_post(std::move(post))
    {
    }

    void setDatasetStructure(const DatasetStructure& structure) { m_dataset = structure; }
    void setTable(const DescribedTable& table) { m_tables.insert(table.table, table); }
    /// What FlowApi::structure() shows; until it is set, one statement.
    void setShown(const StructureSnapshot& shown) { m_shown = shown; }
    const std::optional<StructureSnapshot>& shown() const { return m_shown; }
    /// Of the databases whose passwords the vault keeps.
    void setSecretNames(const QStringList& names) { m_secretNames = names; }
    const QStringList& secretNames() const { return m_secretNames; }
    void setTried(const StructureSnapshot& tried) { m_tried = tried; }
    /// Of the last tryMapping().
    const SubscriptionConfig& triedSubscription() const { return m_subscription; }

    void testDatabase(const DatabaseConfig& database, const QString& secret, Reply<> reply) override
    {
        const auto error = m_note(QStringLiteral("testDatabase"), {{QStringLiteral("name"), database.name},
                                                                   {QStringLiteral("location"), database.location},
                                                                   {QStringLiteral("hasSecret"), !secret.isEmpty()}});
        m_post([reply = std::move(reply), error] { reply(error ? Result<>(fail(*error)) : Result<>()); });
    }
    void describeTable(const QString& kind, const QString& database, const QString& table,
                       Reply<DescribedTable> reply) override
    {
        answer<DescribedTable>(
            QStringLiteral("describeTable"),
            {{QStringLiteral("kind"), kind}, {QStringLiteral("database"), database}, {QStringLiteral("table"), table}},
            m_tables.value(table), std::move(reply));
    }
    void datasetStructure(const SubscriptionConfig& subscription, Reply<DatasetStructure> reply) override
    {
        answer<DatasetStructure>(QStringLiteral("datasetStructure"),
                                 {{QStringLiteral("dataset"), subscription.dataset}}, m_dataset, std::move(reply));
    }
    void tryMapping(const SubscriptionConfig& subscription, const QString& table,
                    Reply<StructureSnapshot> reply) override
    {
        m_subscription = subscription;
        answer<StructureSnapshot>(QStringLiteral("tryMapping"), {{QStringLiteral("table"), table}}, m_tried,
                                  std::move(reply));
    }
    void alterTarget(const QString& subscription, const QStringList& statements, Reply<QStringList> reply) override
    {
        answer<QStringList>(QStringLiteral("alterTarget"),
                            {{QStringLiteral("subscription"), subscription},
                             {QStringLiteral("statements"), QJsonArray::fromStringList(statements)}},
                            statements, std::move(reply));
    }

private:
    template <typename T>
    void answer(const QString& method, const QJsonObject& params, const T& value, Reply<T> reply)
    {
        const auto error = m_note(method, params);
        m_post([reply = std::move(reply), value, error] { reply(error ? Result<T>(fail(*error)) : Result<T>(value)); });
    }

    Note m_note;
    std::function<void(std::function<void()>)> m_post;
    DatasetStructure m_dataset;
    QHash<QString, DescribedTable> m_tables;
    std::optional<StructureSnapshot> m_shown;
    QStringList m_secretNames;
    StructureSnapshot m_tried;
    SubscriptionConfig m_subscription;
};

} // namespace busheng::test
