// SPDX-License-Identifier: GPL-3.0-or-later
// busheng-client: what the console does through forms, by command.
#include "app/cli/report.h"
#include "app/cli/session_file.h"
#include "app/client/client_commands.h"
#include "app/client/local_commands.h"
#include "app/client/operator_commands.h"
#include "engine/api/json.h"
#include "engine/base/process.h"
#include "engine/localapi/remote_engine.h"
#include "engine/model/events.h"

#include <QCommandLineParser>
#include <QCoreApplication>

namespace {

using namespace busheng;
using namespace busheng::cli;

const QString kProgram = QStringLiteral("busheng-client");
const QStringList kValueOptions = {
    QStringLiteral("data"),          QStringLiteral("lang"),          QStringLiteral("driver"),
    QStringLiteral("location"),      QStringLiteral("source"),        QStringLiteral("tables"),
    QStringLiteral("grant"),         QStringLiteral("name"),          QStringLiteral("address"),
    QStringLiteral("peer"),          QStringLiteral("dataset"),       QStringLiteral("target"),
    QStringLiteral("level"),         QStringLiteral("stream"),        QStringLiteral("before"),
    QStringLiteral("route"),         QStringLiteral("subscription"),  QStringLiteral("reason"),
    QStringLiteral("take"),          QStringLiteral("table"),         QStringLiteral("state"),
    QStringLiteral("on-row-error"),  QStringLiteral("on-conflict"),   QStringLiteral("on-structure"),
    QStringLiteral("verify-times"),  QStringLiteral("add"),           QStringLiteral("remove"),
    QStringLiteral("columns"),       QStringLiteral("where"),         QStringLiteral("target-schema"),
    QStringLiteral("new-columns"),   QStringLiteral("user"),          QStringLiteral("run-as"),
    QStringLiteral("kind"),          QStringLiteral("system"),        QStringLiteral("region"),
    QStringLiteral("initials"),      QStringLiteral("suffix"),        QStringLiteral("dir"),
    QStringLiteral("encoding"),      QStringLiteral("part-bytes"),    QStringLiteral("to"),
    QStringLiteral("csv"),           QStringLiteral("late-after"),    QStringLiteral("send-limit"),
    QStringLiteral("receive-limit"), QStringLiteral("directory"),     QStringLiteral("patterns"),
    QStringLiteral("split"),         QStringLiteral("priority"),      QStringLiteral("resends"),
    QStringLiteral("pause"),         QStringLiteral("complete"),      QStringLiteral("clean"),
    QStringLiteral("clean-after"),   QStringLiteral("start"),         QStringLiteral("after"),
    QStringLiteral("from"),          QStringLiteral("task"),          QStringLiteral("count"),
    QStringLiteral("compress"),      QStringLiteral("seal"),          QStringLiteral("convert-text"),
    QStringLiteral("mode"),          QStringLiteral("enabled"),       QStringLiteral("names"),
    QStringLiteral("text-encoding"), QStringLiteral("missed"),        QStringLiteral("url"),
    QStringLiteral("secret-file"),   QStringLiteral("position"),      QStringLiteral("query"),
    QStringLiteral("sign-key"),      QStringLiteral("format"),        QStringLiteral("no-formulas"),
    QStringLiteral("join-parts"),    QStringLiteral("large"),         QStringLiteral("clean-above"),
    QStringLiteral("clean-free"),    QStringLiteral("clean-fetched"), QStringLiteral("at-rest"),
    QStringLiteral("rate"),          QStringLiteral("rights"),        QStringLiteral("route-column"),
    QStringLiteral("overlap"),       QStringLiteral("copy-times"),    QStringLiteral("deleted-column"),
    QStringLiteral("part-size"),     QStringLiteral("gate"),          QStringLiteral("gate-rules"),
    QStringLiteral("title"),         QStringLiteral("description"),   QStringLiteral("contact"),
    QStringLiteral("refresh"),       QStringLiteral("sensitive"),     QStringLiteral("purpose"),
    QStringLiteral("basis"),         QStringLiteral("until"),         QStringLiteral("out"),
    QStringLiteral("person"),        QStringLiteral("role"),          QStringLiteral("password-file"),
    QStringLiteral("because"),       QStringLiteral("read-as"),       QStringLiteral("rows"),
    QStringLiteral("span"),          QStringLiteral("large-columns"),
};
const QStringList kFlags = {QStringLiteral("json"),
                            QStringLiteral("help"),
                            QStringLiteral("version"),
                            QStringLiteral("replace-target"),
                            QStringLiteral("repair"),
                            QStringLiteral("yes"),
                            QStringLiteral("strict"),
                            QStringLiteral("add-columns"),
                            QStringLiteral("review-structure"),
                            QStringLiteral("reload"),
                            QStringLiteral("gentle"),
                            QStringLiteral("all"),
                            QStringLiteral("tables-exist"),
                            QStringLiteral("full"),
                            QStringLiteral("wait"),
                            QStringLiteral("preview"),
                            QStringLiteral("no-manifest"),
                            QStringLiteral("verify-repairs"),
                            QStringLiteral("offline-start"),
                            QStringLiteral("draft"),
                            QStringLiteral("by-grant"),
                            QStringLiteral("with-sensitive"),
                            QStringLiteral("without-sensitive")};
const QStringList kOwnOptions = {QStringLiteral("data"), QStringLiteral("lang"),    QStringLiteral("json"),
                                 QStringLiteral("help"), QStringLiteral("version"), QStringLiteral("because")};

ClientCall readCall(const QCommandLineParser& parser)
{
    ClientCall call;
    call.words = parser.positionalArguments();
    call.json = parser.isSet(QStringLiteral("json"));
    for (const QString& name : kValueOptions + kFlags) {
        if (parser.isSet(name) && !kOwnOptions.contains(name)) {
            call.options.insert(name, parser.value(name));
            call.repeated.insert(name, parser.values(name));
        }
    }
    return call;
}

int runProgram(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(kProgram);
    QCommandLineParser parser;
    for (const QString& name : kValueOptions)
        parser.addOption({name, QString(), QStringLiteral("VALUE")});
    for (const QString& name : kFlags)
        parser.addOption({name, QString()});
    const bool parsed = parser.parse(application.arguments());
    useLanguage(application, parser.value(QStringLiteral("lang")));
    const auto wrongUsage = [](const QString& why) {
        return report(kProgram, makeEvent(ErrorCode::Config, events::CFG_USAGE, {why}, why));
    };
    if (!parsed)
        return wrongUsage(parser.errorText());
    if (parser.isSet(QStringLiteral("version"))) {
        print(kProgram + QStringLiteral(" " BUSHENG_VERSION));
        return ExitOk;
    }
    if (parser.isSet(QStringLiteral("help")) || parser.positionalArguments().isEmpty()) {
        print(clientUsage());
        return parser.isSet(QStringLiteral("help")) ? ExitOk : ExitError;
    }
    const ClientCall call = readCall(parser);
    const auto finish = [&parser](const Result<ExitCode>& ended) -> int {
        if (ended)
            return *ended;
        if (parser.isSet(QStringLiteral("json")))
            printJson(toJson(ended.error()));
        return report(kProgram, ended.error());
    };
    if (const auto local = runLocalCommand(call))
        return finish(*local);
    if (const auto ended = runWithoutNode(call))
        return finish(*ended);
    const QString data = parser.isSet(QStringLiteral("data")) ? parser.value(QStringLiteral("data"))
                                                              : qEnvironmentVariable("BUSHENG_DATA");
    if (data.isEmpty())
        return wrongUsage(QStringLiteral("--data DIR is missing and BUSHENG_DATA is not set"));
    auto engine = RemoteEngine::attach(data, std::chrono::seconds(1), sessionToken(data));
    if (!engine)
        return report(kProgram, engine.error());
    if (auto ended = runOperatorCommand(**engine, call, data))
        return finish(explainWaiting(**engine, std::move(*ended), parser.value(QStringLiteral("because"))));
    return finish(explainWaiting(**engine, runCommand(**engine, call), parser.value(QStringLiteral("because"))));
}

} // namespace

int main(int argc, char** argv)
{
    endProcess(runProgram(argc, argv));
}
