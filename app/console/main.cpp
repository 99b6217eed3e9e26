// SPDX-License-Identifier: GPL-3.0-or-later
// busheng-console: the window, with the engine in background threads, or attached to a node that runs on this machine.
#include "app/cli/report.h"
#include "app/keychain/keychain.h"
#include "engine/api/node_config.h"
#include "engine/base/system_paths.h"
#include "engine/crypto/hardened_process.h"
#include "engine/host/host_engine.h"
#include "engine/localapi/local_api_server.h"
#include "engine/localapi/remote_engine.h"
#include "engine/model/events.h"
#include "ui/application_style.h"
#include "ui/main_window.h"
#include "ui/text/event_text.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QMessageBox>
#include <QSettings>
#include <QThread>

#include <optional>

namespace {

using namespace busheng;
using namespace busheng::cli;

const QString kProgram = QStringLiteral("busheng-console");

/// The engine in its own thread. Destroying it stops the engine in order and waits.
class EngineThread {
public:
    Result<> start(const QString& dataDirectory)
    {
        m_thread.setObjectName(QStringLiteral("engine"));
        m_thread.start();
        m_context.moveToThread(&m_thread);
        Result<> started;
        QMetaObject::invokeMethod(
            &m_context,
            [&] {
                auto made = HostEngine::start(dataDirectory, {systemFileSystem(), systemClock(), systemRandom()});
                if (!made) {
                    started = fail(made.error());
                    return;
                }
                m_engine = std::move(*made);
                // Stopped from outside (busheng-client stop): a window without its engine would only mislead.
                // exit, not quit: closing the window would only hide it.
                QObject::connect(
                    m_engine.get(), &HostEngine::stopped, qApp, [] { QCoreApplication::exit(0); },
                    Qt::QueuedConnection);
                m_server = std::make_unique<LocalApiServer>(*m_engine);
                started = listen(dataDirectory);
            },
            Qt::BlockingQueuedConnection);
        return started;
    }

    ~EngineThread()
    {
        QMetaObject::invokeMethod(
            &m_context,
            [this] {
                m_server.reset();
                m_engine.reset();
                m_context.moveToThread(nullptr);
            },
            Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }

    EngineApi& engine() { return *m_engine; }

private:
    Result<> listen(const QString& dataDirectory)
    {
        ENGINE_TRY_AS(const NodeConfig config, readNodeConfig(dataDirectory));
        ENGINE_TRY_AS(const LocalAccess access, LocalAccess::withGroups(config.localGroups));
        m_server->setAccess(access);
        return m_server->listen(dataDirectory);
    }

    QThread m_thread;
    QObject m_context;
    std::unique_ptr<HostEngine> m_engine;
    std::unique_ptr<LocalApiServer> m_server;
};

/// From the desktop's menu nobody names one: the node of this system, unless the user has said otherwise.
QString usualDataDirectory()
{
    return qEnvironmentVariable("BUSHENG_DATA", systemDataDirectory());
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

int showWindow(QApplication& application, EngineApi& engine, QSettings& settings)
{
    MainWindow window(engine, settings);
    QObject::connect(&window, &MainWindow::quitRequested, &application, &QApplication::quit);
    window.show();
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
                                                                : usualDataDirectory();
    // A node that runs already is joined; else the engine is ours.
    auto remote = RemoteEngine::attach(data);
    if (remote)
        return showWindow(application, **remote, settings);
    if (attach)
        return showFailure(remote.error());
    EngineThread own;
    auto started = offerKeychain(data);
    if (started)
        started = own.start(data);
    if (!started)
        return showFailure(started.error());
    return showWindow(application, own.engine(), settings);
}
