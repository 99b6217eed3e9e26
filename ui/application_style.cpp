// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/application_style.h"

#include "ui/text/translator.h"
#include "ui/widgets/busheng_style.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/theme_colors.h"

#include <QApplication>
#include <QFontDatabase>
#include <QSettings>
#include <QToolTip>

namespace busheng {
namespace {

constexpr const char* kSystemIsDark = "bushengSystemIsDark";

/// One family for Chinese and Latin where the system has a good one; the rest are fallbacks for single glyphs.
QFont applicationFont(const QFont& systemFont)
{
    static const QStringList kWanted = {QStringLiteral("Microsoft YaHei UI"), QStringLiteral("PingFang SC"),
                                        QStringLiteral("Noto Sans CJK SC"), QStringLiteral("Source Han Sans SC"),
                                        QStringLiteral("WenQuanYi Micro Hei")};
    const QStringList installed = QFontDatabase::families();
    QStringList families;
    for (const QString& family : kWanted) {
        if (installed.contains(family))
            families.append(family);
    }
    families.append(systemFont.families());
    QFont font(systemFont);
    font.setFamilies(families);
    font.setPointSizeF(qMax(10.0, systemFont.pointSizeF()));
    font.setHintingPreference(QFont::PreferVerticalHinting);
    return font;
}

} // namespace

QString themeModeName(ThemeMode mode)
{
    switch (mode) {
    case ThemeMode::System:
        return QStringLiteral("system");
    case ThemeMode::Light:
        return QStringLiteral("light");
    case ThemeMode::Dark:
        return QStringLiteral("dark");
    }
    return QStringLiteral("system");
}

ThemeMode themeModeFromName(const QString& name)
{
    if (name == QStringLiteral("light"))
        return ThemeMode::Light;
    return name == QStringLiteral("dark") ? ThemeMode::Dark : ThemeMode::System;
}

void applyTheme(QApplication& application, ThemeMode mode)
{
    const bool isDark =
        mode == ThemeMode::Dark || (mode == ThemeMode::System && application.property(kSystemIsDark).toBool());
    const QPalette palette = themePalette(isDark ? darkColors() : lightColors());
    QApplication::setPalette(palette);
    QPalette toolTip = palette;
    toolTip.setColor(QPalette::WindowText, palette.color(QPalette::ToolTipText));
    QToolTip::setPalette(toolTip);
}

void prepareApplication(QApplication& application, const QSettings& settings)
{
    // Qt 6.4 cannot ask the platform for its colour scheme; the palette it starts with tells.
    application.setProperty(kSystemIsDark, QApplication::palette().color(QPalette::Window).lightness() < 128);
    QApplication::setStyle(std::make_unique<BushengStyle>().release());
    QApplication::setFont(applicationFont(QApplication::font()));
    QApplication::setWindowIcon(applicationIcon());
    applyTheme(application, themeModeFromName(settings.value(settings_keys::kTheme).toString()));
    installTranslator(application, settings.value(settings_keys::kLanguage).toString());
}

} // namespace busheng
