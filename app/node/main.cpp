// SPDX-License-Identifier: GPL-3.0-or-later
// busheng-node: the engine without a window, started by a service manager.
#include "app/cli/report.h"
#include "app/cli/stop_signal.h"
#include "app/node/node_init.h"
#include "engine/crypto/hardened_process.h"
#include "engine/host/host_engine.h"
#include "engine/localapi/local_api_server.h"
#include "engine/model/events.h"

#include <QCommandLineParser>
#include <QCoreApplication>

namespace {

using namespace busheng;
using namespace busheng::cli;

const QString kProgram = QStringLiteral("busheng-node");

int runNode(QCoreApplication& application, const QString& dataDirectory)
{
    auto engine = HostEngine::start(dataDirectory, {systemFileSystem(), systemClock(), systemRandom()});
    if (!engine)
        return report(kProgram, engine.error());
    LocalApiServer server(**engine);
    if (auto listening = server.listen(dataDirectory); !listening)
        return report(kProgram, listening.error());
    StopSignal stop;
    QObject::connect(&stop, &StopSignal::requested, &application, &QCoreApplication::quit);
    QObject::connect(engine->get(), &HostEngine::stopped, &application, &QCoreApplication::quit, Qt::QueuedConnection);
    return QCoreApplication::exec();
}

QString usage()
{
    const QString usage =
        QCoreApplication::translate("Node", "usage: %1").arg(QStringLiteral("busheng-node run --data DIR"));
    const QString init = QStringLiteral("busheng-node init --data DIR --code CODE [--name NAME] [--listen HOST:PORT]"
                                        " [--demo-authority DIR]");
    const QString options =
        QCoreApplication::translate("Node", "options: %1").arg(QStringLiteral("--lang zh_CN|en, --version"));
    return usage + QStringLiteral("\n       ") + init + u'\n' + options;
}

} // namespace

int main(int argc, char** argv)
{
    hardenProcess();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(kProgram);
    QCoreApplication::setApplicationVersion(QStringLiteral(BUSHENG_VERSION));
    QCommandLineParser parser;
    parser.addPositionalArgument(QStringLiteral("command"), QString());
    parser.addOptions({{QStringLiteral("data"), {}, QStringLiteral("DIR")},
                       {QStringLiteral("code"), {}, QStringLiteral("CODE")},
                       {QStringLiteral("name"), {}, QStringLiteral("NAME")},
                       {QStringLiteral("listen"), {}, QStringLiteral("HOST:PORT")},
                       {QStringLiteral("demo-authority"), {}, QStringLiteral("DIR")},
                       {QStringLiteral("lang"), {}, QStringLiteral("LANGUAGE")},
                       {QStringLiteral("help"), {}},
                       {QStringLiteral("version"), {}}});
    const bool parsed = parser.parse(application.arguments());
    useLanguage(application, parser.value(QStringLiteral("lang")));
    if (!parsed)
        return report(kProgram,
                      makeEvent(ErrorCode::Config, events::CFG_USAGE, {parser.errorText()}, parser.errorText()));
    if (parser.isSet(QStringLiteral("version"))) {
        print(kProgram + u' ' + QCoreApplication::applicationVersion());
        return ExitOk;
    }
    const QString command = parser.positionalArguments().value(0);
    const QString data = parser.value(QStringLiteral("data"));
    if (parser.isSet(QStringLiteral("help")) || command.isEmpty()) {
        print(usage());
        return command.isEmpty() && !parser.isSet(QStringLiteral("help")) ? ExitError : ExitOk;
    }
    const auto wrongUsage = [](const QString& why) {
        return report(kProgram, makeEvent(ErrorCode::Config, events::CFG_USAGE, {why}, why));
    };
    if (data.isEmpty())
        return wrongUsage(QStringLiteral("--data DIR is missing"));
    if (command == QStringLiteral("run"))
        return runNode(application, data);
    if (command == QStringLiteral("init")) {
        const NodeInit init{data, parser.value(QStringLiteral("code")), parser.value(QStringLiteral("name")),
                            parser.value(QStringLiteral("listen")), parser.value(QStringLiteral("demo-authority"))};
        const auto made = initializeNode(init);
        return made ? ExitOk : report(kProgram, made.error());
    }
    return wrongUsage(QStringLiteral("unknown command '%1'").arg(command));
}
