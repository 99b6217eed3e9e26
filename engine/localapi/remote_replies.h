// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine_api.h"
#include "engine/localapi/remote_channel.h"

#include <QJsonArray>
#include <QJsonObject>

/// Internal to engine/localapi: what a node's reply is turned into.
namespace busheng {

inline Failure badResult()
{
    return fail(ErrorCode::Protocol, QStringLiteral("the node's reply is not of the kind that was asked for"));
}

inline RemoteChannel::Done takeNothing(Reply<> reply)
{
    return [reply = std::move(reply)](const Result<QJsonValue>& result) {
        reply(result ? Result<>() : Result<>(fail(result.error())));
    };
}

inline RemoteChannel::Done takeNumber(Reply<qint64> reply)
{
    return [reply = std::move(reply)](const Result<QJsonValue>& result) {
        if (!result)
            return reply(fail(result.error()));
        if (!result->isDouble())
            return reply(badResult());
        reply(result->toInteger());
    };
}

/// `read` makes the value from a JSON object, or says why it cannot.
template <typename T, typename Read>
RemoteChannel::Done takeObject(Reply<T> reply, Read read)
{
    return [reply = std::move(reply), read](const Result<QJsonValue>& result) {
        if (!result)
            return reply(fail(result.error()));
        if (!result->isObject())
            return reply(badResult());
        reply(read(result->toObject()));
    };
}

/// Of an answer that lists SQL.
inline QStringList readStatements(const QJsonObject& json)
{
    QStringList statements;
    for (const QJsonValue statement : json.value(QLatin1String("statements")).toArray())
        statements.append(statement.toString());
    return statements;
}

template <typename T, typename Read>
RemoteChannel::Done takeList(Reply<std::vector<T>> reply, Read read)
{
    return [reply = std::move(reply), read](const Result<QJsonValue>& result) {
        if (!result)
            return reply(fail(result.error()));
        if (!result->isArray())
            return reply(badResult());
        std::vector<T> list;
        const QJsonArray array = result->toArray();
        for (const QJsonValue& item : array) {
            Result<T> value = read(item.toObject());
            if (!value)
                return reply(fail(value.error()));
            list.push_back(std::move(*value));
        }
        reply(std::move(list));
    };
}

} // namespace busheng
