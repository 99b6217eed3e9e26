// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QApplication;
class QSettings;

namespace busheng {

enum class ThemeMode { System, Light, Dark };

QString themeModeName(ThemeMode mode); ///< "system", "light", "dark": as kept in the settings
ThemeMode themeModeFromName(const QString& name);

/// Style, fonts, colours and language as the settings say. Call once, before the first window.
void prepareApplication(QApplication& application, const QSettings& settings);

/// Changes the colours of a running program; windows follow.
void applyTheme(QApplication& application, ThemeMode mode);

/// Names of the settings that this folder reads and writes.
namespace settings_keys {
inline const QString kLanguage = QStringLiteral("language");
inline const QString kTheme = QStringLiteral("theme");
inline const QString kDataDirectory = QStringLiteral("dataDirectory"); ///< of the node, as the first start chose it
inline const QString kGeometry = QStringLiteral("window/geometry");
inline const QString kPage = QStringLiteral("window/page");
inline const QString kOverviewMap = QStringLiteral("overview/map");  ///< the map of nodes is shown, not the flows
inline const QString kAlarmSignal = QStringLiteral("alarms/signal"); ///< "sound" (and a notice), "notice", "none"
inline const QString kTrayNoticeShown = QStringLiteral("window/trayNoticeShown");
} // namespace settings_keys

} // namespace busheng
