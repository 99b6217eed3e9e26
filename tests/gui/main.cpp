// SPDX-License-Identifier: GPL-3.0-or-later
// GUI tests need a QApplication, dressed as the console's, on the offscreen platform unless told otherwise.
#include "tests/support/test_main.h"
#include "ui/application_style.h"

#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>

int main(int argc, char** argv)
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const QTemporaryDir directory;
    QSettings settings(directory.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
    settings.setValue(busheng::settings_keys::kLanguage, QStringLiteral("zh_CN"));
    settings.setValue(busheng::settings_keys::kTheme, QStringLiteral("light"));
    busheng::prepareApplication(application, settings);
    return busheng::test::runTests(argc, argv);
}
