// SPDX-License-Identifier: GPL-3.0-or-later
// busheng-demo: two nodes on this machine, real data, every claim checked. Called by ./dev demo.
#include "app/cli/report.h"
#include "app/demo/demo.h"
#include "app/demo/demo_trees.h"
#include "engine/base/platform.h"
#include "engine/base/process.h"
#include "engine/model/events.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>

namespace {

using namespace busheng;
using namespace busheng::cli;

const QString kProgram = QStringLiteral("busheng-demo");
const QString kUsage = QStringLiteral("busheng-demo [--headless | --gui] [--divisions FILE] [--json FILE] [--keep DIR] "
                                      "[--lang zh_CN|en] [--version]");

int runProgram(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(kProgram);
    QCommandLineParser parser;
    parser.addOptions({{QStringLiteral("divisions"), {}, QStringLiteral("FILE")},
                       {QStringLiteral("json"), {}, QStringLiteral("FILE")},
                       {QStringLiteral("keep"), {}, QStringLiteral("DIR")},
                       {QStringLiteral("headless"), {}},
                       {QStringLiteral("gui"), {}},
                       {QStringLiteral("help"), {}},
                       {QStringLiteral("version"), {}},
                       {QStringLiteral("lang"), {}, QStringLiteral("LANGUAGE")}});
    const bool parsed = parser.parse(application.arguments());
    useLanguage(application, parser.value(QStringLiteral("lang")));
    if (!parsed)
        return report(kProgram,
                      makeEvent(ErrorCode::Config, events::CFG_USAGE, {parser.errorText()}, parser.errorText()));
    if (parser.isSet(QStringLiteral("version"))) {
        print(kProgram + QStringLiteral(" " BUSHENG_VERSION));
        return ExitOk;
    }
    if (parser.isSet(QStringLiteral("help"))) {
        print(kUsage);
        return ExitOk;
    }

    QTemporaryDir temporary;
    demo::Demo::Options options;
    options.workDirectory = parser.isSet(QStringLiteral("keep"))
                                ? QDir(parser.value(QStringLiteral("keep"))).absolutePath()
                                : temporary.path();
    options.nodeProgram = QCoreApplication::applicationDirPath() + QStringLiteral("/busheng-node");
    options.divisions = parser.value(QStringLiteral("divisions"));
    const QString console =
        QCoreApplication::applicationDirPath() + QStringLiteral("/busheng-console") + kProgramSuffix;
    const bool showConsole =
        parser.isSet(QStringLiteral("gui")) || (demo::hasDisplay() && !parser.isSet(QStringLiteral("headless")));
    if (showConsole && QFile::exists(console))
        options.consoleProgram = console;

    demo::Demo run(options);
    const auto ended = run.run();
    if (!ended) {
        temporary.setAutoRemove(false);
        print(u'\n' + demo::Demo::tr("the nodes' folders are kept: %1").arg(options.workDirectory));
        return report(kProgram, ended.error());
    }
    if (parser.isSet(QStringLiteral("json"))) {
        QFile file(parser.value(QStringLiteral("json")));
        if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(run.summary()).toJson()) < 0)
            return report(kProgram, makeEvent(ErrorCode::Storage, events::DSK_ERROR,
                                              {file.fileName(), file.errorString()}, file.errorString()));
    }
    return ExitOk;
}

} // namespace

int main(int argc, char** argv)
{
    endProcess(runProgram(argc, argv));
}
