// SPDX-License-Identifier: GPL-3.0-or-later
// busheng-node: the engine without a window, started by a service manager.
#include "app/cli/report.h"
#include "app/cli/stop_signal.h"
#include "app/keychain/keychain.h"
#include "app/node/node_command.h"
#include "app/node/node_init.h"
#include "app/node/service.h"
#include "engine/api/node_config.h"
#include "engine/base/process.h"
#include "engine/crypto/hardened_process.h"
#include "engine/host/host_engine.h"
#include "engine/localapi/local_api_server.h"
#include "engine/model/events.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <functional>
#include <malloc.h>

namespace {

using namespace busheng;
using namespace busheng::cli;

const QString kProgram = QStringLiteral("busheng-node");

/// `isUp` is called once it runs.
int runNode(
    QCoreApplication& application, const QString& dataDirectory, const std::function<void()>& isUp = [] {})
{
    if (auto offered = offerKeychain(dataDirectory); !offered)
        return report(kProgram, offered.error());
    auto engine = HostEngine::start(dataDirectory, {systemFileSystem(), systemClock(), systemRandom()});
    if (!engine)
        return report(kProgram, engine.error());
    const auto config = readNodeConfig(dataDirectory);
    if (!config)
        return report(kProgram, config.error());
    const auto access = LocalAccess::withGroups(config->localGroups);
    if (!access)
        return report(kProgram, access.error());
    LocalApiServer server(**engine);
    server.setAccess(*access);
    server.setGuard((*engine)->guard());
    if (auto listening = server.listen(dataDirectory); !listening)
        return report(kProgram, listening.error());
    StopSignal stop;
    QObject::connect(&stop, &StopSignal::requested, &application, &QCoreApplication::quit);
    QObject::connect(engine->get(), &HostEngine::stopped, &application, &QCoreApplication::quit, Qt::QueuedConnection);
    isUp();
    return QCoreApplication::exec();
}

/// Bodies of packets and chunks of files come and go by the megabyte: given back to the system each time, they cost
/// more in page faults than in encryption.
void keepMemory()
{
#ifdef M_TRIM_THRESHOLD
    constexpr int kKept = 64 << 20;
    constexpr int kLargestFromHeap = 16 << 20;
    mallopt(M_TRIM_THRESHOLD, kKept);
    mallopt(M_MMAP_THRESHOLD, kLargestFromHeap);
#endif
}

QString usage()
{
    const QString usage =
        QCoreApplication::translate("Node", "usage: %1").arg(QStringLiteral("busheng-node run --data DIR"));
    const QString init = QStringLiteral("busheng-node init --data DIR --code CODE [--name NAME] [--listen HOST:PORT]"
                                        " [--demo-authority DIR] [--local-group GROUP]");
    const QString options =
        QCoreApplication::translate("Node", "options: %1").arg(QStringLiteral("--lang zh_CN|en, --version"));
    QString others;
    for (const auto commands : {backupCommands(), identityCommands(), authorityCommands(), serviceCommands(),
                                vaultCommands(), operatorCommands()}) {
        for (const NodeCommand& command : commands)
            others += QStringLiteral("\n       ") + QLatin1String(command.usage);
    }
    return usage + QStringLiteral("\n       ") + init + others + u'\n' + options;
}

int runProgram(int argc, char** argv)
{
    keepMemory();
    hardenProcess();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(kProgram);
    QCoreApplication::setApplicationVersion(QStringLiteral(BUSHENG_VERSION));
    QCommandLineParser parser;
    parser.addPositionalArgument(QStringLiteral("command"), QString());
    parser.addOptions({{QStringLiteral("data"), {}, QStringLiteral("DIR")},
                       {QStringLiteral("code"), {}, QStringLiteral("CODE")},
                       {QStringLiteral("name"), {}, QStringLiteral("NAME")},
                       {QStringLiteral("person"), {}, QStringLiteral("PERSON")},
                       {QStringLiteral("listen"), {}, QStringLiteral("HOST:PORT")},
                       {QStringLiteral("demo-authority"), {}, QStringLiteral("DIR")},
                       {QStringLiteral("lists"), {}, QStringLiteral("DIR")},
                       {QStringLiteral("local-group"), {}, QStringLiteral("GROUP")},
                       {QStringLiteral("to"), {}, QStringLiteral("FILE")},
                       {QStringLiteral("from"), {}, QStringLiteral("FILE")},
                       {QStringLiteral("passphrase-file"), {}, QStringLiteral("FILE")},
                       {QStringLiteral("days"), {}, QStringLiteral("DAYS")},
                       {QStringLiteral("organization"), {}, QStringLiteral("NAME")},
                       {QStringLiteral("renew"), {}, QStringLiteral("WORD")},
                       {QStringLiteral("request"), {}, QStringLiteral("FILE")},
                       {QStringLiteral("certificate"), {}, QStringLiteral("FILE")},
                       {QStringLiteral("authority"), {}, QStringLiteral("FILE")},
                       {QStringLiteral("key"), {}, QStringLiteral("FILE")},
                       {QStringLiteral("out"), {}, QStringLiteral("FILE")},
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
    const auto option = [&parser](const QString& name) { return parser.value(name); };
    if (const NodeCommand* const found = findCommand({backupCommands(), identityCommands(), authorityCommands(),
                                                      serviceCommands(), vaultCommands(), operatorCommands()},
                                                     parser.positionalArguments())) {
        const auto ran = found->run(option);
        return ran ? ExitOk : report(kProgram, ran.error());
    }
    if (data.isEmpty())
        return wrongUsage(QStringLiteral("--data DIR is missing"));
    if (command == QStringLiteral("run"))
        return runNode(application, data);
    if (parser.positionalArguments() == QStringList{QStringLiteral("service"), QStringLiteral("run")}) {
        const auto ended =
            runAsService(data, [&](const std::function<void()>& isUp) { return runNode(application, data, isUp); });
        return ended ? *ended : report(kProgram, ended.error());
    }
    if (command == QStringLiteral("init")) {
        const NodeInit init{data,
                            parser.value(QStringLiteral("code")),
                            parser.value(QStringLiteral("name")),
                            parser.value(QStringLiteral("listen")),
                            parser.value(QStringLiteral("demo-authority")),
                            parser.values(QStringLiteral("local-group"))};
        const auto made = initializeNode(init);
        return made ? ExitOk : report(kProgram, made.error());
    }
    return wrongUsage(QStringLiteral("unknown command '%1'").arg(command));
}

} // namespace

int main(int argc, char** argv)
{
    endProcess(runProgram(argc, argv));
}
