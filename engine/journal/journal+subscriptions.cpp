// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/journal_impl.h"
#include "engine/model/events.h"

#include <QHash>
#include <QSet>

namespace busheng {
namespace {

const QString kName = QStringLiteral("name");

NewColumns newColumnsFrom(const QString& name)
{
    for (const NewColumns policy : {NewColumns::Add, NewColumns::Ignore})
        if (newColumnsName(policy) == name)
            return policy;
    return NewColumns::Wait;
}

/// Refuses a key that came before in the same list.
Result<> takeKey(QSet<QString>& taken, const QString& kind, const QString& key)
{
    if (taken.contains(key))
        return fail(makeEvent(ErrorCode::Config, events::CFG_NAME_TAKEN, {kind, key},
                              QStringLiteral("%1 '%2' is given twice").arg(kind, key)));
    taken.insert(key);
    return {};
}

/// Puts each item by `put`, with the place that it has in a configuration file.
template <typename T, typename Put>
Result<> putAll(const std::vector<T>& items, QString T::*key, const QString& kind, Put put)
{
    QSet<QString> taken;
    for (std::size_t i = 0; i < items.size(); ++i) {
        ENGINE_TRY(takeKey(taken, kind, items[i].*key));
        const ConfigPlace place{QStringLiteral("configuration"), QStringLiteral("%1s[%2].").arg(kind).arg(i)};
        ENGINE_TRY(put(items[i], place));
    }
    return {};
}

} // namespace

Result<std::optional<qint64>> Journal::Impl::numberOfSameFlow(const SubscriptionConfig& item)
{
    SqlStatement query = statement(
        QStringLiteral("SELECT stream_number FROM subscriptions WHERE name = ? AND peer_code = ? AND dataset = ? "
                       "AND target = ? AND target_schema = ? AND mappings = ?"));
    query.bind(item.name).bind(item.peerCode).bind(item.dataset).bind(item.target).bind(item.targetSchema);
    ENGINE_TRY(query.bind(toQByteArray(encodeMappings(item.mappings))).run());
    ENGINE_TRY_AS(const bool found, query.next());
    return found ? std::optional<qint64>(query.integer(0)) : std::nullopt;
}

Result<> Journal::Impl::putSubscription(const SubscriptionConfig& item, const ConfigPlace& place,
                                        std::optional<qint64> keptNumber)
{
    ENGINE_TRY(checkSubscription(item, place));
    ENGINE_TRY(requireRight(item.peerCode, LinkRight::TakeTables));
    ENGINE_TRY(requireRow(QStringLiteral("target"), QStringLiteral("targets"), kName, item.target));
    qint64 number = keptNumber.value_or(0);
    if (!keptNumber) {
        SqlStatement next = statement(QStringLiteral("INSERT INTO stream_numbers (subscription) VALUES (?)"));
        ENGINE_TRY(next.bind(item.name).run());
        number = next.lastId();
    }
    SqlStatement insert = statement(QStringLiteral(
        "INSERT INTO subscriptions (name, peer_code, dataset, target, replace_target, enabled, strict, new_columns, "
        "target_schema, mappings, review_structure, verify_times, on_row_error, on_conflict, on_structure, "
        "verify_repairs, offline_start, gate, gate_rules, stream_number) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET "
        "peer_code = excluded.peer_code, dataset = excluded.dataset, target = excluded.target, "
        "replace_target = excluded.replace_target, enabled = excluded.enabled, strict = excluded.strict, "
        "new_columns = excluded.new_columns, target_schema = excluded.target_schema, mappings = excluded.mappings, "
        "review_structure = excluded.review_structure, verify_times = excluded.verify_times, "
        "on_row_error = excluded.on_row_error, on_conflict = excluded.on_conflict, "
        "on_structure = excluded.on_structure, verify_repairs = excluded.verify_repairs, "
        "offline_start = excluded.offline_start, gate = excluded.gate, gate_rules = excluded.gate_rules, "
        "stream_number = excluded.stream_number"));
    insert.bind(item.name).bind(item.peerCode).bind(item.dataset).bind(item.target);
    insert.bind(item.replaceTarget).bind(item.enabled).bind(item.strict).bind(newColumnsName(item.newColumns));
    insert.bind(item.targetSchema).bind(toQByteArray(encodeMappings(item.mappings))).bind(item.reviewStructure);
    insert.bind(item.verifyTimes).bind(item.onRowError).bind(item.onConflict).bind(item.onStructure);
    insert.bind(item.verifyRepairs).bind(item.offlineStart).bind(item.gate);
    insert.bind(QString::fromUtf8(encodeGateRules(item.gateRules)));
    return insert.bind(number).run();
}

Result<std::vector<SubscriptionConfig>> Journal::subscriptions()
{
    SqlStatement query = m_impl->statement(QStringLiteral(
        "SELECT name, peer_code, dataset, target, replace_target, enabled, strict, new_columns, "
        "target_schema, mappings, review_structure, verify_times, on_row_error, on_conflict, "
        "on_structure, verify_repairs, offline_start, gate, gate_rules FROM subscriptions ORDER BY name"));
    ENGINE_TRY(query.run());
    std::vector<SubscriptionConfig> all;
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return all;
        const QByteArray mappings = query.bytes(9);
        ENGINE_TRY_AS(auto decoded, decodeMappings(view(mappings)));
        ENGINE_TRY_AS(auto rules, decodeGateRules(query.text(18).toUtf8()));
        all.push_back({query.text(0), query.text(1), query.text(2), query.text(3), query.flag(4), query.flag(5),
                       query.flag(6), newColumnsFrom(query.text(7)), query.text(8), std::move(decoded), query.flag(10),
                       query.text(11), query.text(12), query.text(13), query.text(14), query.flag(15), query.flag(16),
                       query.text(17), std::move(rules)});
    }
}

Result<> Journal::saveSubscription(const SubscriptionConfig& subscription)
{
    return m_impl->change(Durability::Full, [&]() -> Result<> {
        ENGINE_TRY_AS(const auto number, m_impl->numberOfSameFlow(subscription));
        return m_impl->putSubscription(subscription, {QStringLiteral("subscription"), QString()}, number);
    });
}

Result<> Journal::removeSubscription(const QString& name)
{
    return m_impl->remove(QStringLiteral("subscription"), QStringLiteral("subscriptions"), kName, QString(), name);
}

Result<quint32> Journal::streamNumber(const QString& subscription)
{
    SqlStatement query = m_impl->statement(QStringLiteral("SELECT stream_number FROM subscriptions WHERE name = ?"));
    ENGINE_TRY(query.bind(subscription).run());
    ENGINE_TRY_AS(const bool found, query.next());
    if (!found)
        return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("subscription"), subscription},
                              QStringLiteral("there is no subscription '%1'").arg(subscription)));
    return static_cast<quint32>(query.integer(0));
}

Result<QString> Journal::approvedStructure(const QString& subscription)
{
    SqlStatement query =
        m_impl->statement(QStringLiteral("SELECT approved_structure FROM subscriptions WHERE name = ?"));
    ENGINE_TRY(query.bind(subscription).run());
    ENGINE_TRY_AS(const bool found, query.next());
    return found ? query.text(0) : QString();
}

Result<> Journal::approveStructure(const QString& subscription, const QString& digest)
{
    return m_impl->change(Durability::Full, [&] {
        SqlStatement update =
            m_impl->statement(QStringLiteral("UPDATE subscriptions SET approved_structure = ? WHERE name = ?"));
        return update.bind(digest).bind(subscription).run();
    });
}

Result<> Journal::replaceConfiguration(const std::vector<DatabaseConfig>& sources,
                                       const std::vector<DatabaseConfig>& targets,
                                       const std::vector<DatasetConfig>& datasets, const std::vector<LinkConfig>& links,
                                       const std::vector<SubscriptionConfig>& subscriptions,
                                       const std::vector<FileTaskConfig>& fileTasks)
{
    return m_impl->change(Durability::Full, [&]() -> Result<> {
        QHash<QString, qint64> numbers;
        for (const SubscriptionConfig& item : subscriptions) {
            ENGINE_TRY_AS(const auto number, m_impl->numberOfSameFlow(item));
            if (number)
                numbers.insert(item.name, *number);
        }
        ENGINE_TRY(m_impl->emptyConfiguration(datasets));
        const auto putDatabase = [this](const QString& table) {
            return [this, table](const DatabaseConfig& item, const ConfigPlace& place) {
                return m_impl->putDatabase(table, item, place);
            };
        };
        ENGINE_TRY(
            putAll(sources, &DatabaseConfig::name, QStringLiteral("source"), putDatabase(QStringLiteral("sources"))));
        ENGINE_TRY(
            putAll(targets, &DatabaseConfig::name, QStringLiteral("target"), putDatabase(QStringLiteral("targets"))));
        ENGINE_TRY(putAll(datasets, &DatasetConfig::name, QStringLiteral("dataset"),
                          [this](const auto& item, const auto& place) { return m_impl->putDataset(item, place); }));
        ENGINE_TRY(putAll(links, &LinkConfig::peerCode, QStringLiteral("link"),
                          [this](const auto& item, const auto& place) { return m_impl->putLink(item, place); }));
        ENGINE_TRY(putAll(subscriptions, &SubscriptionConfig::name, QStringLiteral("subscription"),
                          [&](const auto& item, const auto& place) {
                              const auto kept = numbers.constFind(item.name);
                              return m_impl->putSubscription(item, place,
                                                             kept == numbers.constEnd() ? std::nullopt
                                                                                        : std::optional<qint64>(*kept));
                          }));
        return putAll(fileTasks, &FileTaskConfig::name, QStringLiteral("fileTask"),
                      [this](const auto& item, const auto& place) { return m_impl->putFileTask(item, place); });
    });
}

Result<> Journal::Impl::emptyConfiguration(const std::vector<DatasetConfig>& keptDatasets)
{
    QSet<QString> kept;
    for (const DatasetConfig& dataset : keptDatasets)
        kept.insert(dataset.name);
    SqlStatement sent = statement(QStringLiteral("SELECT d.name, o.peer_code || '/' || o.number FROM datasets d "
                                                 "JOIN out_streams o ON o.dataset = d.name ORDER BY 1, 2"));
    ENGINE_TRY(sent.run());
    for (;;) {
        ENGINE_TRY_AS(const bool more, sent.next());
        if (!more)
            break;
        if (!kept.contains(sent.text(0)))
            return fail(makeEvent(ErrorCode::Config, events::CFG_IN_USE,
                                  {QStringLiteral("dataset"), sent.text(0), sent.text(1)},
                                  QStringLiteral("dataset '%1' is still being sent").arg(sent.text(0))));
    }
    // Users before what they use.
    for (const char* table : {"file_tasks", "subscriptions", "datasets", "links", "targets", "sources"}) {
        SqlStatement removal = statement(QStringLiteral("DELETE FROM %1").arg(QLatin1String(table)));
        ENGINE_TRY(removal.run());
    }
    return {};
}

} // namespace busheng
