// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/json.h"
#include "engine/api/json_writer.h"
#include "engine/api/lenient_json_reader.h"
#include "engine/api/operator_fields.h"

namespace busheng {

QJsonObject toJson(const OperatorSnapshot& value)
{
    return JsonWriter::write(value);
}

QJsonObject toJson(const SessionSnapshot& value)
{
    return JsonWriter::write(value);
}

QJsonObject toJson(const ReviewedChange& value)
{
    return JsonWriter::write(value);
}

OperatorSnapshot operatorFromJson(const QJsonObject& json)
{
    return LenientReader::read<OperatorSnapshot>(json);
}

SessionSnapshot sessionFromJson(const QJsonObject& json)
{
    return LenientReader::read<SessionSnapshot>(json);
}

ReviewedChange reviewedChangeFromJson(const QJsonObject& json)
{
    return LenientReader::read<ReviewedChange>(json);
}

} // namespace busheng
