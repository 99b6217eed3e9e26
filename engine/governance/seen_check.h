// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QJsonObject>

namespace busheng {

/// Whether a change by this method may say what it was made of (SeenChange).
bool takesSeen(const QString& method);

/// `before`: the thing as it stands there now, as ChangeView has it. Fails: Config REV_OVERTAKEN when it is not what
/// was seen; `subject` names it.
Result<> requireSeen(const QString& subject, const QString& before, const QJsonObject& seen);

} // namespace busheng
