// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/configuration.h"

#include "engine/api/json_writer.h"
#include "engine/api/strict_json_reader.h"
#include "engine/model/events.h"

#include <QSet>

namespace busheng {
namespace {

const QString kFormat = QStringLiteral("busheng-configuration");
constexpr qint64 kVersion = 1;

void readKind(StrictJsonReader& reader)
{
    QString format;
    qint64 version = 0;
    reader(QLatin1String("format"), format);
    if (format != kFormat)
        reader.refuse(QLatin1String("format"), kFormat);
    reader.number(QLatin1String("version"), version, kVersion, kVersion);
}

/// A file of another kind or of a later version is said to be just that, not to have unknown keys.
Result<> checkKind(const QJsonObject& json, const QString& where)
{
    QJsonObject kind;
    for (const QLatin1String key : {QLatin1String("format"), QLatin1String("version")})
        if (json.contains(key))
            kind.insert(key, json.value(key));
    StrictJsonReader reader(kind, where);
    readKind(reader);
    return reader.finish();
}

Error badValue(const QString& where, const QString& path, const QString& value, const QString& expected)
{
    return makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE, {where, path, value, expected},
                     QStringLiteral("%1: %2 must be %3").arg(where, path, expected));
}

QString place(const QString& list, std::size_t index, const QString& key)
{
    return QStringLiteral("%1[%2].%3").arg(list).arg(index).arg(key);
}

/// All keys of `items`, or the place of the first that comes twice.
template <typename T>
Result<QSet<QString>> uniqueKeys(const std::vector<T>& items, QString T::*member, const QString& where,
                                 const QString& list, const QString& key)
{
    QSet<QString> names;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const QString& name = items[i].*member;
        if (names.contains(name))
            return fail(badValue(where, place(list, i, key), name, QStringLiteral("given only once in %1").arg(list)));
        names.insert(name);
    }
    return names;
}

template <typename T>
Result<> checkReferences(const std::vector<T>& items, QString T::*member, const QSet<QString>& known,
                         const QString& where, const QString& list, const QString& key, const QString& referenced)
{
    for (std::size_t i = 0; i < items.size(); ++i)
        if (!known.contains(items[i].*member))
            return fail(badValue(where, place(list, i, key), items[i].*member,
                                 QStringLiteral("one of the %1 in this file").arg(referenced)));
    return {};
}

Result<> checkWhole(const NodeConfiguration& all, const QString& where)
{
    const QString name = QStringLiteral("name");
    const QString peerCode = QStringLiteral("peerCode");
    const QString sources = QStringLiteral("sources");
    const QString targets = QStringLiteral("targets");
    const QString datasets = QStringLiteral("datasets");
    const QString links = QStringLiteral("links");
    const QString subscriptions = QStringLiteral("subscriptions");
    ENGINE_TRY_AS(const auto sourceNames, uniqueKeys(all.sources, &DatabaseConfig::name, where, sources, name));
    ENGINE_TRY_AS(const auto targetNames, uniqueKeys(all.targets, &DatabaseConfig::name, where, targets, name));
    ENGINE_TRY_AS(const auto peers, uniqueKeys(all.links, &LinkConfig::peerCode, where, links, peerCode));
    ENGINE_TRY(uniqueKeys(all.datasets, &DatasetConfig::name, where, datasets, name));
    ENGINE_TRY(uniqueKeys(all.subscriptions, &SubscriptionConfig::name, where, subscriptions, name));
    const QString fileTasks = QStringLiteral("fileTasks");
    ENGINE_TRY(uniqueKeys(all.fileTasks, &FileTaskConfig::name, where, fileTasks, name));
    ENGINE_TRY(checkReferences(all.fileTasks, &FileTaskConfig::peerCode, peers, where, fileTasks, peerCode, links));
    ENGINE_TRY(checkReferences(all.datasets, &DatasetConfig::source, sourceNames, where, datasets,
                               QStringLiteral("source"), sources));
    ENGINE_TRY(checkReferences(all.subscriptions, &SubscriptionConfig::peerCode, peers, where, subscriptions, peerCode,
                               links));
    return checkReferences(all.subscriptions, &SubscriptionConfig::target, targetNames, where, subscriptions,
                           QStringLiteral("target"), targets);
}

} // namespace

QJsonObject toJson(const NodeConfiguration& configuration)
{
    return {{QLatin1String("format"), kFormat},
            {QLatin1String("version"), kVersion},
            {QLatin1String("sources"), JsonWriter::toValue(configuration.sources)},
            {QLatin1String("targets"), JsonWriter::toValue(configuration.targets)},
            {QLatin1String("datasets"), JsonWriter::toValue(configuration.datasets)},
            {QLatin1String("links"), JsonWriter::toValue(configuration.links)},
            {QLatin1String("subscriptions"), JsonWriter::toValue(configuration.subscriptions)},
            {QLatin1String("fileTasks"), JsonWriter::toValue(configuration.fileTasks)}};
}

Result<NodeConfiguration> configurationFromJson(const QJsonObject& json, const QString& where)
{
    ENGINE_TRY(checkKind(json, where));
    NodeConfiguration all;
    StrictJsonReader reader(json, where);
    readKind(reader);
    reader(QLatin1String("sources"), all.sources);
    reader(QLatin1String("targets"), all.targets);
    reader(QLatin1String("datasets"), all.datasets);
    reader(QLatin1String("links"), all.links);
    reader(QLatin1String("subscriptions"), all.subscriptions);
    reader(QLatin1String("fileTasks"), all.fileTasks, Presence::Optional);
    ENGINE_TRY(reader.finish());
    ENGINE_TRY(checkWhole(all, where));
    return all;
}

} // namespace busheng
