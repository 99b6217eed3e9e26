// SPDX-License-Identifier: GPL-3.0-or-later
// GUI tests need a QApplication, dressed as the console's, on the offscreen platform unless told otherwise. A test
// class in which the GUI thread is busy with one event for too long has failed.
#include "tests/gui/watched_application.h"
#include "tests/support/test_main.h"
#include "ui/application_style.h"

#include <QSettings>
#include <QTemporaryDir>

int main(int argc, char** argv)
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    busheng::test::WatchedApplication application(argc, argv);
    const QTemporaryDir directory;
    QSettings settings(directory.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
    settings.setValue(busheng::settings_keys::kLanguage, QStringLiteral("zh_CN"));
    settings.setValue(busheng::settings_keys::kTheme, QStringLiteral("light"));
    busheng::prepareApplication(application, settings);
    const int failures = busheng::test::runTests(argc, argv);
    qInfo("%s", qPrintable(application.report()));
    if (application.longestUs() > busheng::test::WatchedApplication::kLimitUs) {
        qCritical("the GUI thread was busy for too long");
        return failures + 1;
    }
    return failures;
}
