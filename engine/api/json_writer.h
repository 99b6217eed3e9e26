// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/value_fields.h"
#include "engine/model/exchange.h"

#include <QJsonArray>
#include <QJsonObject>

namespace busheng {

/// Internal to engine/api: the visitor that turns a value into a JSON object.
class JsonWriter {
public:
    template <typename T>
    static QJsonObject write(const T& value)
    {
        JsonWriter writer;
        fields(writer, value);
        return writer.m_out;
    }

    template <typename T>
    void operator()(QLatin1String key, const T& member, Presence = Presence::Required)
    {
        m_out.insert(key, toValue(member));
    }

    static QJsonValue toValue(const QString& value) { return value; }
    static QJsonValue toValue(bool value) { return value; }
    static QJsonValue toValue(qint64 value) { return value; }
    static QJsonValue toValue(quint32 value) { return static_cast<qint64>(value); }
    static QJsonValue toValue(quint64 value) { return static_cast<qint64>(value); }
    static QJsonValue toValue(double value) { return value; }
    static QJsonValue toValue(const QStringList& value) { return QJsonArray::fromStringList(value); }
    static QJsonValue toValue(Route value) { return routeName(value); }
    static QJsonValue toValue(NewColumns value) { return newColumnsName(value); }
    static QJsonValue toValue(SubscriptionState value) { return subscriptionStateName(value); }
    static QJsonValue toValue(AgreementState value) { return agreementStateName(value); }
    static QJsonValue toValue(int value) { return value; }

    template <typename T>
    static QJsonValue toValue(const std::vector<T>& values)
    {
        QJsonArray array;
        for (const T& value : values)
            array.append(write(value));
        return array;
    }

    template <typename T>
    static QJsonValue toValue(const T& value)
    {
        return write(value);
    }

private:
    QJsonObject m_out;
};

} // namespace busheng
