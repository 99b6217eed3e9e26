// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine_api.h"
#include "engine/api/json.h"
#include "engine/api/strict_json_reader.h"
#include "engine/localapi/local_api_methods.h"

#include <limits>
#include <map>

/// Internal to local_api_*.cpp: how a method's parameters are read and its result is answered.
namespace busheng {

inline constexpr qint64 kLargestPage = 10'000;

/// Reads parameters and calls the engine. An error means that the engine was not called.
using LocalApiMethod = Result<> (*)(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer);

inline Reply<> answerDone(const LocalApiAnswer& answer)
{
    return [answer](Result<> result) {
        answer(result ? Result<QJsonValue>(QJsonValue()) : Result<QJsonValue>(fail(result.error())));
    };
}

inline Reply<qint64> answerNumber(const LocalApiAnswer& answer)
{
    return [answer](Result<qint64> result) {
        answer(result ? Result<QJsonValue>(QJsonValue(*result)) : Result<QJsonValue>(fail(result.error())));
    };
}

template <typename T>
Reply<T> answerObject(const LocalApiAnswer& answer)
{
    return [answer](const Result<T>& result) {
        answer(result ? Result<QJsonValue>(QJsonValue(toJson(*result))) : Result<QJsonValue>(fail(result.error())));
    };
}

template <typename T>
Reply<std::vector<T>> answerList(const LocalApiAnswer& answer)
{
    return [answer](const Result<std::vector<T>>& result) {
        if (!result)
            return answer(fail(result.error()));
        QJsonArray list;
        for (const T& item : *result)
            list.append(toJson(item));
        answer(QJsonValue(list));
    };
}

/// SQL, for a person to read.
inline Reply<QStringList> answerStatements(const LocalApiAnswer& answer)
{
    return [answer](const Result<QStringList>& result) {
        answer(result ? Result<QJsonValue>(
                            QJsonObject{{QStringLiteral("statements"), QJsonArray::fromStringList(*result)}})
                      : Result<QJsonValue>(fail(result.error())));
    };
}

template <typename T>
Result<T> objectParam(StrictJsonReader& params, QLatin1String key)
{
    T value;
    params.object(key, Presence::Required, [&value](StrictJsonReader& object) -> Result<> {
        ENGINE_TRY_AS(value, readStrictly<T>(object));
        return {};
    });
    ENGINE_TRY(params.finish());
    return value;
}

inline Result<QString> textParam(StrictJsonReader& params, QLatin1String key)
{
    QString value;
    params(key, value);
    ENGINE_TRY(params.finish());
    return value;
}

inline Result<qint64> idParam(StrictJsonReader& params, QLatin1String key)
{
    qint64 value = 0;
    params.number(key, value, 0, std::numeric_limits<qint64>::max());
    ENGINE_TRY(params.finish());
    return value;
}

/// The methods of SecurityApi.
const std::map<QString, LocalApiMethod>& securityMethods();
/// Those of ExchangeApi.
std::map<QString, LocalApiMethod> localApiExchangeMethods();
/// Those of TextsApi.
std::map<QString, LocalApiMethod> localApiTextMethods();
/// Those of StructuresApi.
std::map<QString, LocalApiMethod> localApiStructureMethods();
/// Those of ComparisonsApi, RetentionApi and FiguresApi.
std::map<QString, LocalApiMethod> localApiComparisonMethods();
/// Those of BackupApi.
std::map<QString, LocalApiMethod> localApiBackupMethods();
/// Those of FilesApi.
std::map<QString, LocalApiMethod> localApiFileMethods();
/// Those of OfflineApi.
std::map<QString, LocalApiMethod> localApiOfflineMethods();

} // namespace busheng
