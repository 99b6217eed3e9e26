// SPDX-License-Identifier: GPL-3.0-or-later
// busheng-console: the window, with the engine in background threads, or attached to a node that runs on this machine.
#include "app/cli/report.h"
#include "app/console/console_setup.h"
#include "engine/base/process.h"
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

/// The window and its door to the engine: the local socket, also when the engine is in this process. There is one door,
/// and whoever comes through it signs in where the node has operators.
struct Console {
    std::unique_ptr<RemoteEngine> engine;
    std::unique_ptr<MainWindow> window;
};

void open(Console& console, QApplication& application, std::unique_ptr<RemoteEngine> engine, QSettings& settings)
{
    console.engine = std::move(engine);
    console.window = std::make_unique<MainWindow>(*console.engine, settings);
    QObject::connect(console.window.get(), &MainWindow::quitRequested, &application, &QApplication::quit);
    console.window->show();
}

/// Leads through the first start into the console. The engine is in good hands until this returns.
int showWizard(QApplication& application, ConsoleSetup& setup, const NodeSetupState& state, QSettings& settings)
{
    SetupClient client(setup);
    FirstStartWizard wizard(client, state, settings);
    Console console;
    QObject::connect(&wizard, &FirstStartWizard::ended, &application, [&](EngineApi* started) {
        auto engine = RemoteEngine::attach(setup.dataDirectory());
        if (started == nullptr || !engine)
            return QApplication::quit();
        open(console, application, std::move(*engine), settings);
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
    if (const auto started = setup.start(); !started)
        return showFailure(started.error());
    auto engine = RemoteEngine::attach(setup.dataDirectory());
    if (!engine)
        return showFailure(engine.error());
    Console console;
    open(console, application, std::move(*engine), settings);
    return QApplication::exec();
}

int runProgram(int argc, char** argv)
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
        Console console;
        open(console, application, std::move(*remote), settings);
        return QApplication::exec();
    }
    return attach ? showFailure(remote.error()) : hostEngine(application, data, settings);
}

} // namespace

int main(int argc, char** argv)
{
    endProcess(runProgram(argc, argv));
}
