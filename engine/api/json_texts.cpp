// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/json.h"
#include "engine/api/json_writer.h"
#include "engine/api/lenient_json_reader.h"
#include "engine/api/text_fields.h"

namespace busheng {

QJsonObject toJson(const TextSurvey& value)
{
    return JsonWriter::write(value);
}

TextSurvey textSurveyFromJson(const QJsonObject& json)
{
    return LenientReader::read<TextSurvey>(json);
}

} // namespace busheng
