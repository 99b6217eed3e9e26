// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/json.h"
#include "engine/api/json_writer.h"
#include "engine/api/strict_json_reader.h"

namespace busheng {
namespace {

template <typename T>
Result<T> fromJson(const QJsonObject& json, const QString& where)
{
    StrictJsonReader reader(json, where);
    return readStrictly<T>(reader);
}

} // namespace

QJsonObject toJson(const DatabaseConfig& value)
{
    return JsonWriter::write(value);
}

QJsonObject toJson(const DatasetConfig& value)
{
    return JsonWriter::write(value);
}

QJsonObject toJson(const LinkConfig& value)
{
    return JsonWriter::write(value);
}

QJsonObject toJson(const SubscriptionConfig& value)
{
    return JsonWriter::write(value);
}

QJsonObject toJson(const FileTaskConfig& value)
{
    return JsonWriter::write(value);
}

Result<FileTaskConfig> fileTaskFromJson(const QJsonObject& json, const QString& where)
{
    return fromJson<FileTaskConfig>(json, where);
}

Result<DatabaseConfig> databaseFromJson(const QJsonObject& json, const QString& where)
{
    return fromJson<DatabaseConfig>(json, where);
}

Result<DatasetConfig> datasetFromJson(const QJsonObject& json, const QString& where)
{
    return fromJson<DatasetConfig>(json, where);
}

Result<LinkConfig> linkFromJson(const QJsonObject& json, const QString& where)
{
    return fromJson<LinkConfig>(json, where);
}

Result<SubscriptionConfig> subscriptionFromJson(const QJsonObject& json, const QString& where)
{
    return fromJson<SubscriptionConfig>(json, where);
}

} // namespace busheng
