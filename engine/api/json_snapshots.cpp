// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/enum_names.h"
#include "engine/api/json.h"
#include "engine/api/json_writer.h"
#include "engine/api/security_fields.h"

namespace busheng {
namespace {

constexpr ErrorCode kAllErrorCodes[] = {
    ErrorCode::Config,   ErrorCode::Auth,    ErrorCode::Network,   ErrorCode::Tls,      ErrorCode::Crypto,
    ErrorCode::Storage,  ErrorCode::Sql,     ErrorCode::Schema,    ErrorCode::Conflict, ErrorCode::Corrupt,
    ErrorCode::Protocol, ErrorCode::Timeout, ErrorCode::Cancelled, ErrorCode::Internal};

/// The visitor that takes what is there and has the right type, and leaves the rest at its default.
class LenientReader {
public:
    explicit LenientReader(const QJsonObject& json) : m_json(json) {}

    template <typename T>
    static T read(const QJsonObject& json)
    {
        T value;
        LenientReader reader(json);
        fields(reader, value);
        return value;
    }

    template <typename T>
    void operator()(QLatin1String key, T& member, Presence = Presence::Required)
    {
        const auto found = m_json.constFind(key);
        if (found != m_json.constEnd())
            assign(found.value(), member);
    }

private:
    static void assign(const QJsonValue& json, QString& out) { out = json.toString(out); }
    static void assign(const QJsonValue& json, bool& out) { out = json.toBool(out); }
    static void assign(const QJsonValue& json, qint64& out) { out = json.toInteger(out); }
    static void assign(const QJsonValue& json, quint32& out)
    {
        out = static_cast<quint32>(json.toInteger(static_cast<qint64>(out)));
    }
    static void assign(const QJsonValue& json, quint64& out)
    {
        out = static_cast<quint64>(json.toInteger(static_cast<qint64>(out)));
    }
    static void assign(const QJsonValue& json, double& out) { out = json.toDouble(out); }
    static void assign(const QJsonValue& json, Route& out) { out = routeFromName(json.toString()).value_or(out); }
    static void assign(const QJsonValue& json, NewColumns& out)
    {
        out = newColumnsFromName(json.toString()).value_or(out);
    }
    static void assign(const QJsonValue& json, SubscriptionState& out)
    {
        out = subscriptionStateFromName(json.toString()).value_or(out);
    }
    static void assign(const QJsonValue& json, QStringList& out)
    {
        QStringList texts;
        const QJsonArray array = json.toArray();
        for (const QJsonValue& item : array)
            texts.append(item.toString());
        out = texts;
    }

    template <typename T>
    static void assign(const QJsonValue& json, std::vector<T>& out)
    {
        out.clear();
        const QJsonArray array = json.toArray();
        for (const QJsonValue& item : array)
            out.push_back(read<T>(item.toObject()));
    }

    template <typename T>
    static void assign(const QJsonValue& json, T& out)
    {
        out = read<T>(json.toObject());
    }

    const QJsonObject m_json;
};

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

QJsonObject toJson(const StructureSnapshot& value)
{
    return JsonWriter::write(value);
}

QJsonObject toJson(const LedgerRow& value)
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
