// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine_api.h"

#include <QJsonObject>

namespace busheng {

/// What a request of consequence would change, for the person who confirms it. JSON objects as text; empty: it is not
/// there, or would not be.
struct ChangeView {
    QString before;
    QString after;
    QString base; ///< digest of what it stands on: another one, and what was looked at is no longer so
};

/// Looks at what the request is about, and reads its parameters as strictly as the engine will. `done` is called once,
/// at once or later. Fails: Config for wrong parameters and for what is not there; else as the engine.
void viewChange(EngineApi& engine, const QString& method, const QJsonObject& params,
                std::function<void(Result<ChangeView>)> done);

/// JSON as text that is the same for the same object.
QString jsonText(const QJsonObject& object);
/// SM3, hex.
QString textDigest(const QString& text);

} // namespace busheng
