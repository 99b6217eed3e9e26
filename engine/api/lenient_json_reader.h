// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/enum_names.h"
#include "engine/api/value_fields.h"
#include "engine/model/exchange.h"

#include <QJsonArray>
#include <QJsonObject>

namespace busheng {

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
    static void assign(const QJsonValue& json, AgreementState& out) { out = agreementStateFrom(json.toString()); }
    static void assign(const QJsonValue& json, int& out) { out = json.toInt(out); }
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

} // namespace busheng
