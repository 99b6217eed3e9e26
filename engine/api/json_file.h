// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/file_system.h"

#include <QJsonObject>

namespace busheng {

/// The JSON object that is the whole content of a file that a person may have written. A byte order mark is passed
/// over. Fails: Config with CFG_UNREADABLE (absent, denied, larger than 16 MiB) or CFG_SYNTAX with line and column.
Result<QJsonObject> readJsonFile(FileSystem& fileSystem, const QString& path);

/// The same for bytes already read; `where` names them in the error.
Result<QJsonObject> parseJsonObject(const QByteArray& bytes, const QString& where);

} // namespace busheng
