// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/json.h"
#include "engine/api/json_writer.h"
#include "engine/api/lenient_json_reader.h"
#include "engine/api/structure_fields.h"

namespace busheng {

QJsonObject toJson(const DescribedTable& value)
{
    return JsonWriter::write(value);
}

QJsonObject toJson(const DatasetStructure& value)
{
    return JsonWriter::write(value);
}

DescribedTable describedTableFromJson(const QJsonObject& json)
{
    return LenientReader::read<DescribedTable>(json);
}

DatasetStructure datasetStructureFromJson(const QJsonObject& json)
{
    return LenientReader::read<DatasetStructure>(json);
}

} // namespace busheng
