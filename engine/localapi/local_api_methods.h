// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine_api.h"

#include <QStringList>

namespace busheng {

/// What a request of the local socket is answered with.
using LocalApiAnswer = std::function<void(Result<QJsonValue>)>;

/// Calls the function of EngineApi or of its facets that `method` names, with its parameters taken from `params` by
/// their names. `answer` is called exactly once, at once when the request is wrong: CFG_* for parameters, NOT_YET for a
/// method that this program does not have.
void callLocalApi(EngineApi& engine, const QString& method, const QJsonObject& params, LocalApiAnswer answer);

/// All methods, sorted. For documentation and tests.
QStringList localApiMethodNames();

} // namespace busheng
