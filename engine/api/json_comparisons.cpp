// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/comparison_fields.h"
#include "engine/api/json.h"
#include "engine/api/json_writer.h"
#include "engine/api/lenient_json_reader.h"

namespace busheng {

QJsonObject toJson(const DifferenceQuery& value)
{
    return JsonWriter::write(value);
}

QJsonObject toJson(const Difference& value)
{
    return JsonWriter::write(value);
}

Difference differenceFromJson(const QJsonObject& json)
{
    return LenientReader::read<Difference>(json);
}

QJsonObject toJson(const RowDifferences& value)
{
    return JsonWriter::write(value);
}

RowDifferences rowDifferencesFromJson(const QJsonObject& json)
{
    return LenientReader::read<RowDifferences>(json);
}

QJsonObject toJson(const FileDifferences& value)
{
    return JsonWriter::write(value);
}

FileDifferences fileDifferencesFromJson(const QJsonObject& json)
{
    return LenientReader::read<FileDifferences>(json);
}

QJsonObject toJson(const RetentionRule& value)
{
    return JsonWriter::write(value);
}

QJsonObject toJson(const RetentionState& value)
{
    return JsonWriter::write(value);
}

RetentionState retentionStateFromJson(const QJsonObject& json)
{
    return LenientReader::read<RetentionState>(json);
}

QJsonObject toJson(const FlowFigure& value)
{
    return JsonWriter::write(value);
}

FlowFigure flowFigureFromJson(const QJsonObject& json)
{
    return LenientReader::read<FlowFigure>(json);
}

} // namespace busheng
