// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/json.h"
#include "engine/api/json_writer.h"
#include "engine/api/lenient_json_reader.h"

namespace busheng {

QJsonObject toJson(const FileTaskSnapshot& value)
{
    return JsonWriter::write(value);
}

QJsonObject toJson(const FileRunRow& value)
{
    return JsonWriter::write(value);
}

FileRunRow fileRunFromJson(const QJsonObject& json)
{
    return LenientReader::read<FileRunRow>(json);
}

QJsonObject toJson(const FileRow& value)
{
    return JsonWriter::write(value);
}

FileRow fileRowFromJson(const QJsonObject& json)
{
    return LenientReader::read<FileRow>(json);
}

QJsonObject toJson(const FileResend& value)
{
    return JsonWriter::write(value);
}

FileResend fileResendFromJson(const QJsonObject& json)
{
    return LenientReader::read<FileResend>(json);
}

QJsonObject toJson(const FileTicket& value)
{
    return JsonWriter::write(value);
}

FileTicket fileTicketFromJson(const QJsonObject& json)
{
    return LenientReader::read<FileTicket>(json);
}

QJsonObject toJson(const FileReconciliation& value)
{
    return JsonWriter::write(value);
}

FileReconciliation fileReconciliationFromJson(const QJsonObject& json)
{
    return LenientReader::read<FileReconciliation>(json);
}

} // namespace busheng
