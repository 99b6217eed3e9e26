// SPDX-License-Identifier: GPL-3.0-or-later
// busheng-console: the window, with the engine in background threads, or attached to a node that runs on this machine.
#include "app/cli/report.h"
#include "app/console/console_setup.h"
#include "engine/base/system_paths.h"
#include "engine/crypto/hardened_process.h"
#include "engine/localapi/remote_engine.h"
#include "engine/model/events.h"
#include "ui/application_style.h"
#include "ui/client/setup_client.h"
#include "ui/main_window.h"
#include "ui/text/event_text.h"
#include "ui/wizard/first_start_wizard.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>
#include <QMessageBox>
#include <QSettings>
#include <QStandardPaths>

#include <memory>

namespace {

using namespace busheng;
using namespace busheng::cli;

const QString kProgram = QStringLiteral("busheng-console");

/// What the console keeps of this user's own.
QString ownDirectory(const QString& name)
{
    return QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + u'/' + name;
}

/// From the desktop's menu nobody names one: the one that the first start chose, or the node of this system, unless the
/// environment says otherwise. Where no service is installed, the node is this user's own.
QString usualDataDirectory(const QSettings& settings)
{
    const QString system = systemDataDirectory();
    const bool isForUs = QFileInfo::exists(system) || QFileInfo(QFileInfo(system).path()).isWritable();
    const QString usual = isForUs ? system : ownDirectory(QStringLiteral("node"));
    return qEnvironmentVariable("BUSHENG_DATA", settings.value(settings_keys::kDataDirectory, usual).toString());
}

int showFailure(const Error& error)
{
    const EventText text = errorText(error);
    QMessageBox box(QMessageBox::Critical, QStringLiteral("Busheng"), text.title);
    box.setTextFormat(Qt::PlainText);
    box.setInformativeText(text.cause + u'\n' + text.remedy);
    box.setDetailedText(errorReport(error));
    box.exec();
    return report(kProgram, error);
}

std::unique_ptr<MainWindow> openWindow(QApplication& application, EngineApi& engine, QSettings& settings)
{
    auto window = std::make_unique<MainWindow>(engine, settings);
    QObject::connect(window.get(), &MainWindow::quitRequested, &application, &QApplication::quit);
    window->show();
    return window;
}

/// Leads through the first start into the console. The engine is in good hands until this returns.
int showWizard(QApplication& application, ConsoleSetup& setup, const NodeSetupState& state, QSettings& settings)
{
    SetupClient client(setup);
    FirstStartWizard wizard(client, state, settings);
    std::unique_ptr<MainWindow> window;
    QObject::connect(&wizard, &FirstStartWizard::ended, &application, [&](EngineApi* engine) {
        if (engine == nullptr)
            return QApplication::quit();
        window = openWindow(application, *engine, settings);
    });
    wizard.show();
    return QApplication::exec();
}

/// The engine is ours, or will be when the node has been set up.
int hostEngine(QApplication& application, const QString& dataDirectory, QSettings& settings)
{
    ConsoleSetup setup(
        {dataDirectory, ownDirectory(QStringLiteral("practice")),
         QCoreApplication::applicationDirPath() + QStringLiteral("/busheng-node"),
         // Stopped from outside: a window without its engine would only mislead. exit, not quit: closing
         // the window would only hide it.
         [&application] { QMetaObject::invokeMethod(&application, [] { QCoreApplication::exit(0); }); }});
    const auto state = setup.look();
    if (!state)
        return showFailure(state.error());
    if (!state->isReady())
        return showWizard(application, setup, *state, settings);
    const auto engine = setup.start();
    if (!engine)
        return showFailure(engine.error());
    const auto window = openWindow(application, **engine, settings);
    return QApplication::exec();
}

} // namespace

int main(int argc, char** argv)
{
    hardenProcess();
    QApplication application(argc, argv);
    QApplication::setOrganizationName(QStringLiteral("Busheng"));
    QApplication::setApplicationName(kProgram);
    QApplication::setApplicationVersion(QStringLiteral(BUSHENG_VERSION));
    QApplication::setQuitOnLastWindowClosed(false);
    QSettings settings;
    prepareApplication(application, settings);
    QCommandLineParser parser;
    parser.addOptions({{QStringLiteral("data"), {}, QStringLiteral("DIR")},
                       {QStringLiteral("attach"), {}, QStringLiteral("DIR")},
                       {QStringLiteral("help"), {}},
                       {QStringLiteral("version"), {}}});
    const bool parsed = parser.parse(application.arguments());
    if (!parsed)
        return report(kProgram,
                      makeEvent(ErrorCode::Config, events::CFG_USAGE, {parser.errorText()}, parser.errorText()));
    if (parser.isSet(QStringLiteral("version"))) {
        print(kProgram + QStringLiteral(" " BUSHENG_VERSION));
        return ExitOk;
    }
    if (parser.isSet(QStringLiteral("help"))) {
        print(QStringLiteral("busheng-console [--data DIR | --attach DIR] [--version]"));
        return ExitOk;
    }
    const bool attach = parser.isSet(QStringLiteral("attach"));
    const QString data = attach                                 ? parser.value(QStringLiteral("attach"))
                         : parser.isSet(QStringLiteral("data")) ? parser.value(QStringLiteral("data"))
                                                                : usualDataDirectory(settings);
    // A node that runs already is joined; else the engine is ours.
    auto remote = RemoteEngine::attach(data);
    if (remote) {
        const auto window = openWindow(application, **remote, settings);
        return QApplication::exec();
    }
    return attach ? showFailure(remote.error()) : hostEngine(application, data, settings);
}
