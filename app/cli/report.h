// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/exit_code.h"
#include "engine/base/error.h"

#include <QCoreApplication>
#include <QJsonValue>

namespace busheng::cli {

/// Chooses the language of what this program says: `language` "zh_CN", "en", or empty for the system's.
void useLanguage(QCoreApplication& application, const QString& language);

/// One line on standard error: what, where, and what to do. Returns the exit code that belongs to it.
ExitCode report(const QString& program, const Error& error);

/// A line on standard error, beside a result that scripts read.
void note(const QString& line);
/// Standard output, UTF-8, with a line end.
void print(const QString& line);
void printJson(const QJsonValue& value);

} // namespace busheng::cli
