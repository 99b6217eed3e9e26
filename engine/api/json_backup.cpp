// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/backup_fields.h"
#include "engine/api/json.h"
#include "engine/api/json_writer.h"
#include "engine/api/lenient_json_reader.h"
#include "engine/api/strict_json_reader.h"

namespace busheng {

QJsonObject toJson(const BackupRow& value)
{
    return JsonWriter::write(value);
}

QJsonObject toJson(const BackupPlan& value)
{
    return JsonWriter::write(value);
}

QJsonObject toJson(const BackupShelf& value)
{
    return JsonWriter::write(value);
}

BackupRow backupRowFromJson(const QJsonObject& json)
{
    return LenientReader::read<BackupRow>(json);
}

Result<BackupPlan> backupPlanFromJson(const QJsonObject& json, const QString& where)
{
    StrictJsonReader reader(json, where);
    return readStrictly<BackupPlan>(reader);
}

BackupShelf backupShelfFromJson(const QJsonObject& json)
{
    return LenientReader::read<BackupShelf>(json);
}

} // namespace busheng
