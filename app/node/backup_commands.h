// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QString>
#include <QStringList>

#include <functional>
#include <optional>

namespace busheng {

/// backup, restore, rollback, upgrade: nothing when `command` is none of them. `value` gives an option's value, empty
/// when it is not set. What was done is printed.
std::optional<Result<>> runBackupCommand(const QString& command, const std::function<QString(const QString&)>& value);

/// Their usage, one line each.
QStringList backupUsage();

} // namespace busheng
