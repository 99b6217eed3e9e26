// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/exchange_fields.h"
#include "engine/api/json.h"
#include "engine/api/json_writer.h"
#include "engine/api/lenient_json_reader.h"

namespace busheng {

QJsonObject toJson(const DatasetOffer& value)
{
    return JsonWriter::write(value);
}

QJsonObject toJson(const ExchangeAgreement& value)
{
    return JsonWriter::write(value);
}

QJsonObject toJson(const ExchangeEvent& value)
{
    return JsonWriter::write(value);
}

QJsonObject toJson(const ExchangeApplication& value)
{
    return JsonWriter::write(value);
}

QJsonObject toJson(const ExchangeDecision& value)
{
    return JsonWriter::write(value);
}

DatasetOffer offerFromJson(const QJsonObject& json)
{
    return LenientReader::read<DatasetOffer>(json);
}

ExchangeAgreement agreementFromJson(const QJsonObject& json)
{
    return LenientReader::read<ExchangeAgreement>(json);
}

ExchangeEvent exchangeEventFromJson(const QJsonObject& json)
{
    return LenientReader::read<ExchangeEvent>(json);
}

} // namespace busheng
