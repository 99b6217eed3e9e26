// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QCoreApplication;

namespace busheng {

/// Puts the program into `language` ("zh_CN", "en", "" for the system's): our texts, Qt's own where the machine has
/// them, and the default QLocale. Replaces what an earlier call installed; windows follow through LanguageChange.
/// Returns the language that is now in effect. Thread: the application's.
QString installTranslator(QCoreApplication& application, const QString& language);

/// What "" stands for on this machine: Chinese when the person's languages name it before English.
QString systemLanguage();

} // namespace busheng
