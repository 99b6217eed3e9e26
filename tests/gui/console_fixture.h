// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/fake_engine.h"
#include "ui/application_style.h"
#include "ui/main_window.h"
#include "ui/text/translator.h"

#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>

#include <memory>

namespace busheng::test {

/// A console on a fake engine, with settings of its own; in `language` and light unless the settings say otherwise.
struct ConsoleFixture {
    explicit ConsoleFixture(const QString& language = QStringLiteral("zh_CN"),
                            const QString& theme = QStringLiteral("light"))
        : settings(directory.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat)
    {
        settings.setValue(settings_keys::kLanguage, language);
        settings.setValue(settings_keys::kTheme, theme);
        installTranslator(*qApp, language);
        applyTheme(*qApp, themeModeFromName(theme));
    }

    MainWindow& open(const NodeSnapshot& node)
    {
        engine.setNode(node);
        window = std::make_unique<MainWindow>(engine, settings);
        window->show();
        return *window;
    }

    QTemporaryDir directory;
    QSettings settings;
    FakeEngine engine;
    std::unique_ptr<MainWindow> window;
};

} // namespace busheng::test
