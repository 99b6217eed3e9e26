// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/enum_names.h"
#include "engine/api/json.h"
#include "engine/api/json_writer.h"
#include "engine/api/lenient_json_reader.h"
#include "engine/api/odbc_fields.h"
#include "engine/api/security_fields.h"

namespace busheng {
namespace {

constexpr ErrorCode kAllErrorCodes[] = {
    ErrorCode::Config,   ErrorCode::Auth,    ErrorCode::Network,   ErrorCode::Tls,      ErrorCode::Crypto,
    ErrorCode::Storage,  ErrorCode::Sql,     ErrorCode::Schema,    ErrorCode::Conflict, ErrorCode::Corrupt,
    ErrorCode::Protocol, ErrorCode::Timeout, ErrorCode::Cancelled, ErrorCode::Internal};

} // namespace

QJsonObject toJson(const NodeSnapshot& value)
{
    return JsonWriter::write(value);
}

QJsonObject toJson(const VerificationSnapshot& value)
{
    return JsonWriter::write(value);
}

QJsonObject toJson(const PreflightFinding& value)
{
    return JsonWriter::write(value);
}

QJsonObject toJson(const LinkKeyRecord& value)
{
    return JsonWriter::write(value);
}

QJsonObject toJson(const ExceptionRecord& value)
{
    return JsonWriter::write(value);
}

QJsonObject toJson(const GateReport& value)
{
    return gateReportToJson(value);
}

QJsonObject toJson(const StructureSnapshot& value)
{
    return JsonWriter::write(value);
}

QJsonObject toJson(const LedgerRow& value)
{
    return JsonWriter::write(value);
}

QJsonObject toJson(const LedgerFilter& value)
{
    return JsonWriter::write(value);
}

QJsonObject toJson(const LedgerMatches& value)
{
    return JsonWriter::write(value);
}

QJsonObject toJson(const AlarmSnapshot& value)
{
    return JsonWriter::write(value);
}

QJsonObject toJson(const Error& value)
{
    return {{QLatin1String("code"), errorCodeName(value.code)},
            {QLatin1String("event"), value.event},
            {QLatin1String("args"), QJsonArray::fromStringList(value.args)},
            {QLatin1String("detail"), value.detail},
            {QLatin1String("native"), value.native},
            {QLatin1String("transient"), value.transient}};
}

NodeSnapshot nodeSnapshotFromJson(const QJsonObject& json)
{
    return LenientReader::read<NodeSnapshot>(json);
}

VerificationSnapshot verificationFromJson(const QJsonObject& json)
{
    return LenientReader::read<VerificationSnapshot>(json);
}

PreflightFinding preflightFindingFromJson(const QJsonObject& json)
{
    return LenientReader::read<PreflightFinding>(json);
}

QJsonObject toJson(const EvidenceKey& value)
{
    return JsonWriter::write(value);
}

EvidenceKey evidenceKeyFromJson(const QJsonObject& json)
{
    return LenientReader::read<EvidenceKey>(json);
}

LinkKeyRecord linkKeyFromJson(const QJsonObject& json)
{
    return LenientReader::read<LinkKeyRecord>(json);
}

ExceptionRecord exceptionFromJson(const QJsonObject& json)
{
    return LenientReader::read<ExceptionRecord>(json);
}

StructureSnapshot structureFromJson(const QJsonObject& json)
{
    return LenientReader::read<StructureSnapshot>(json);
}

LedgerRow ledgerRowFromJson(const QJsonObject& json)
{
    return LenientReader::read<LedgerRow>(json);
}

LedgerMatches ledgerMatchesFromJson(const QJsonObject& json)
{
    return LenientReader::read<LedgerMatches>(json);
}

QJsonObject toJson(const OdbcOffer& value)
{
    return JsonWriter::write(value);
}

OdbcOffer odbcOfferFromJson(const QJsonObject& json)
{
    return LenientReader::read<OdbcOffer>(json);
}

AlarmSnapshot alarmFromJson(const QJsonObject& json)
{
    return LenientReader::read<AlarmSnapshot>(json);
}

Error errorFromJson(const QJsonObject& json)
{
    Error error;
    const QString name = json.value(QLatin1String("code")).toString();
    for (const ErrorCode code : kAllErrorCodes)
        if (errorCodeName(code) == name)
            error.code = code;
    error.event = json.value(QLatin1String("event")).toString();
    const QJsonArray args = json.value(QLatin1String("args")).toArray();
    for (const QJsonValue& argument : args)
        error.args.append(argument.toString());
    error.detail = json.value(QLatin1String("detail")).toString();
    error.native = json.value(QLatin1String("native")).toString();
    error.transient = json.value(QLatin1String("transient")).toBool();
    return error;
}

} // namespace busheng
