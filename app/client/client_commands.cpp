// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/client_commands.h"

#include "app/cli/await.h"
#include "app/cli/report.h"
#include "app/client/alarm_posts.h"
#include "app/client/client_output.h"
#include "app/client/command_support.h"
#include "app/client/dataset_commands.h"
#include "app/client/exchange_commands.h"
#include "app/client/fault_commands.h"
#include "app/client/figure_commands.h"
#include "app/client/file_commands.h"
#include "app/client/link_commands.h"
#include "app/client/local_commands.h"
#include "app/client/mapping_options.h"
#include "app/client/notify_commands.h"
#include "app/client/offline_commands.h"
#include "app/client/operator_commands.h"
#include "app/client/retention_commands.h"
#include "app/client/security_commands.h"
#include "app/client/survey_commands.h"
#include "app/client/verification_commands.h"
#include "engine/api/json.h"
#include "engine/model/events.h"
#include "ui/text/display_text.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QSaveFile>

#include <algorithm>

namespace busheng::cli {
namespace {

using CommandRun = Result<ExitCode> (*)(EngineApi&, const ClientCall&);

struct Command : CommandForm {
    CommandRun run;
};

/// For people; the reason catalogue has it.
const QString kReloads =
    QStringLiteral("all rows of the target's tables are deleted and loaded again; add --yes to do it");

DatabaseConfig databaseOf(const ClientCall& call)
{
    const QString sqlite = QStringLiteral("sqlite");
    const QString driver = call.has(QStringLiteral("driver")) ? call.option(QStringLiteral("driver")) : sqlite;
    const QString location = call.option(QStringLiteral("location"));
    return {argument(call, 2), driver, driver == sqlite ? QDir(location).absolutePath() : location};
}

Result<ExitCode> addSource(EngineApi& engine, const ClientCall& call)
{
    return done(call, await<>([&](Reply<> reply) { engine.settings().addSource(databaseOf(call), reply); }));
}

Result<ExitCode> addTarget(EngineApi& engine, const ClientCall& call)
{
    return done(call, await<>([&](Reply<> reply) { engine.settings().addTarget(databaseOf(call), reply); }));
}

void showDatabases(const ClientCall& call, const std::vector<DatabaseConfig>& databases)
{
    if (call.json)
        printArray(databases);
    else
        printDatabases(databases);
}

Result<ExitCode> listSources(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const auto found,
                  await<std::vector<DatabaseConfig>>([&](auto reply) { engine.settings().listSources(reply); }));
    showDatabases(call, found);
    return ExitOk;
}

Result<ExitCode> listTargets(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const auto found,
                  await<std::vector<DatabaseConfig>>([&](auto reply) { engine.settings().listTargets(reply); }));
    showDatabases(call, found);
    return ExitOk;
}

Result<ExitCode> removeThing(EngineApi& engine, const ClientCall& call)
{
    return done(
        call, await<>([&](Reply<> reply) { engine.settings().remove(call.words.value(0), argument(call, 2), reply); }));
}

/// Without --route, the one that suits the source's database best.
Result<Route> routeOf(EngineApi& engine, const ClientCall& call)
{
    const QString wanted = call.option(QStringLiteral("route"));
    for (const Route route :
         {Route::Log, Route::Trigger, Route::Timestamp, Route::Flag, Route::FullCopy, Route::Compare}) {
        if (routeName(route) == wanted)
            return route;
    }
    if (!wanted.isEmpty())
        return usageError(QStringLiteral("--route is log, trigger, timestamp, flag, full-copy or compare"));
    ENGINE_TRY_AS(const auto sources,
                  await<std::vector<DatabaseConfig>>([&](auto reply) { engine.settings().listSources(reply); }));
    for (const DatabaseConfig& source : sources) {
        if (source.name == call.option(QStringLiteral("source")) && source.driver != u"sqlite")
            return Route::Log;
    }
    return Route::Trigger;
}

Result<DatasetConfig> datasetOf(EngineApi& engine, const ClientCall& call)
{
    DatasetConfig dataset;
    dataset.name = argument(call, 2);
    dataset.source = call.option(QStringLiteral("source"));
    ENGINE_TRY_AS(dataset.route, routeOf(engine, call));
    dataset.tables = listOf(call.option(QStringLiteral("tables")));
    dataset.grantedTo = listOf(call.option(QStringLiteral("grant")));
    dataset.routeColumn = call.option(QStringLiteral("route-column"));
    dataset.deletedColumn = call.option(QStringLiteral("deleted-column"));
    dataset.copyTimes = call.option(QStringLiteral("copy-times"));
    dataset.readAs = call.all(QStringLiteral("read-as"));
    dataset.largeColumns = listOf(call.option(QStringLiteral("large-columns")));
    if (call.has(QStringLiteral("overlap"))) {
        bool isNumber = false;
        dataset.overlap = call.option(QStringLiteral("overlap")).toLongLong(&isNumber);
        if (!isNumber)
            return usageError(QStringLiteral("--overlap is a number of seconds, or of numbers"));
    }
    return dataset;
}

Result<ExitCode> addDataset(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const DatasetConfig dataset, datasetOf(engine, call));
    return done(call, await<>([&](Reply<> reply) { engine.settings().addDataset(dataset, reply); }));
}

Result<ExitCode> showFindings(const ClientCall& call, const Result<std::vector<PreflightFinding>>& findings)
{
    if (!findings)
        return fail(findings.error());
    if (call.json)
        printArray(*findings);
    else
        printFindings(*findings);
    ExitCode worst = ExitOk;
    for (const PreflightFinding& finding : *findings) {
        if (finding.severity == QStringLiteral("error"))
            worst = ExitError;
        else if (finding.severity == QStringLiteral("warning") && worst == ExitOk)
            worst = ExitWarning;
    }
    return worst;
}

/// Of a source or a target, as the first word says; as `dataset add --tables` takes them.
Result<ExitCode> listTables(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const QStringList tables, await<QStringList>([&](auto reply) {
                      engine.settings().listTables(call.words.front(), argument(call, 2), reply);
                  }));
    if (call.json)
        printJson(QJsonArray::fromStringList(tables));
    for (const QString& table : call.json ? QStringList() : tables)
        print(displayText(table));
    return ExitOk;
}

Result<ExitCode> checkDataset(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const DatasetConfig dataset, datasetOf(engine, call));
    return showFindings(
        call, await<std::vector<PreflightFinding>>([&](auto reply) { engine.settings().preflight(dataset, reply); }));
}

Result<ExitCode> checkTarget(EngineApi& engine, const ClientCall& call)
{
    return showFindings(call, await<std::vector<PreflightFinding>>([&](auto reply) {
                            engine.settings().checkTarget(argument(call, 2),
                                                          listOf(call.option(QStringLiteral("tables"))),
                                                          !call.has(QStringLiteral("tables-exist")), reply);
                        }));
}

/// Plain SQL, so that it can be sent to an administrator or given to psql as it is.
Result<ExitCode> showStatements(const ClientCall& call, const Result<QStringList>& statements)
{
    if (!statements)
        return fail(statements.error());
    if (call.json)
        printJson(QJsonObject{{QStringLiteral("statements"), QJsonArray::fromStringList(*statements)}});
    for (const QString& statement : call.json ? QStringList() : *statements)
        print(statement.endsWith(u';') ? statement : QString(statement + u';'));
    return ExitOk;
}

Result<ExitCode> showSourceRights(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const DatasetConfig dataset, datasetOf(engine, call));
    return showStatements(call, await<QStringList>([&](auto reply) {
                              engine.settings().sourceRights(dataset, call.option(QStringLiteral("user")),
                                                             call.option(QStringLiteral("run-as")), reply);
                          }));
}

Result<ExitCode> showTargetRights(EngineApi& engine, const ClientCall& call)
{
    return showStatements(call, await<QStringList>([&](auto reply) {
                              engine.settings().targetRights(
                                  argument(call, 2), listOf(call.option(QStringLiteral("tables"))),
                                  call.option(QStringLiteral("user")), !call.has(QStringLiteral("tables-exist")),
                                  call.option(QStringLiteral("run-as")), reply);
                          }));
}

/// What changes a target for good is done with --yes only.
Result<> confirmed(const ClientCall& call, const QString& what)
{
    if (call.has(QStringLiteral("yes")))
        return {};
    return usageError(what);
}

Result<ExitCode> addSubscription(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const SubscriptionConfig subscription, subscriptionOf(call));
    if (!call.has(QStringLiteral("reload")))
        return done(call, await<>([&](Reply<> reply) { engine.settings().addSubscription(subscription, reply); }));
    ENGINE_TRY(confirmed(call, kReloads));
    return done(call, await<>([&](Reply<> reply) { engine.flow().reloadAs(subscription, reply); }));
}

Result<ExitCode> approveStructure(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY(confirmed(call, QStringLiteral("the statements that 'structure show' lists are run at the target; add "
                                              "--yes to approve them")));
    return done(call, await<>([&](Reply<> reply) { engine.flow().approveStructure(argument(call, 2), reply); }));
}

Result<ExitCode> showStructure(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(SubscriptionConfig subscription, subscriptionOf(call));
    subscription.name = call.option(QStringLiteral("subscription"));
    ENGINE_TRY_AS(const StructureSnapshot shown,
                  await<StructureSnapshot>([&](auto reply) { engine.flow().structure(subscription, reply); }));
    if (call.json)
        printJson(toJson(shown));
    else
        printStructure(shown);
    const bool differs = std::ranges::any_of(
        shown.tables, [](const StructureTable& table) { return table.state == QStringLiteral("differs"); });
    return differs || shown.waitsForApproval ? ExitWarning : ExitOk;
}

Result<ExitCode> pauseSubscription(EngineApi& engine, const ClientCall& call)
{
    return done(call, await<>([&](Reply<> reply) { engine.flow().pause(argument(call, 2), reply); }));
}

Result<ExitCode> resumeSubscription(EngineApi& engine, const ClientCall& call)
{
    return done(call, await<>([&](Reply<> reply) { engine.flow().resume(argument(call, 2), reply); }));
}

Result<ExitCode> acceptFindings(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY(confirmed(
        call, QStringLiteral("the rows that the quality check found stay as they are; add --yes to accept them")));
    return done(call, await<>([&](Reply<> reply) { engine.flow().acceptFindings(argument(call, 2), reply); }));
}

Result<ExitCode> lookAtDataset(EngineApi& engine, const ClientCall& call)
{
    return done(call, await<>([&](Reply<> reply) { engine.flow().look(argument(call, 2), reply); }));
}

Result<ExitCode> reloadSubscription(EngineApi& engine, const ClientCall& call)
{
    const QString table = call.option(QStringLiteral("table"));
    ENGINE_TRY(confirmed(
        call, table.isEmpty() ? kReloads
                              : QStringLiteral("all rows of %1 are deleted and loaded again, at every subscriber of "
                                               "the dataset; add --yes to do it")
                                    .arg(table)));
    return done(call, await<>([&](Reply<> reply) { engine.flow().reload(argument(call, 2), table, reply); }));
}

Result<ExitCode> showStatus(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const NodeSnapshot node, await<NodeSnapshot>([&](auto reply) { engine.snapshot(reply); }));
    if (call.json) {
        printJson(toJson(node));
    } else {
        printStatus(node);
    }
    return node.alarms.empty() ? ExitOk : ExitWarning;
}

/// One kind of thing out of the status: datasets, links and subscriptions are shown with how they are.
Result<ExitCode> listPart(EngineApi& engine, const ClientCall& call)
{
    static const QHash<QString, QString> parts = {{QStringLiteral("dataset"), QStringLiteral("publications")},
                                                  {QStringLiteral("link"), QStringLiteral("links")},
                                                  {QStringLiteral("subscription"), QStringLiteral("subscriptions")}};
    ENGINE_TRY_AS(NodeSnapshot node, await<NodeSnapshot>([&](auto reply) { engine.snapshot(reply); }));
    const QString part = parts.value(call.words.value(0));
    if (call.json) {
        printJson(toJson(node).value(part).toArray());
        return ExitOk;
    }
    if (part != QStringLiteral("publications"))
        node.publications.clear();
    if (part != QStringLiteral("links"))
        node.links.clear();
    if (part != QStringLiteral("subscriptions"))
        node.subscriptions.clear();
    for (const PublicationSnapshot& publication : node.publications)
        print(QStringLiteral("%1  %2  %3")
                  .arg(publication.config.name, publication.config.source, publication.config.tables.join(u',')));
    node.alarms.clear();
    printStatus(node);
    return ExitOk;
}

Result<ExitCode> showLedger(EngineApi& engine, const ClientCall& call)
{
    constexpr int kRows = 50;
    ENGINE_TRY_AS(const auto rows, await<std::vector<LedgerRow>>([&](auto reply) {
                      engine.flow().ledgerPage(call.option(QStringLiteral("stream")),
                                               call.option(QStringLiteral("before")).toLongLong(), kRows, reply);
                  }));
    if (call.json)
        printArray(rows);
    else
        printLedger(rows);
    return ExitOk;
}

Result<ExitCode> showAlarms(EngineApi& engine, const ClientCall& call)
{
    constexpr int kAlarms = 100;
    ENGINE_TRY_AS(const auto alarms,
                  await<std::vector<AlarmSnapshot>>([&](auto reply) { engine.flow().alarmHistory(kAlarms, reply); }));
    if (call.json)
        printArray(alarms);
    else
        printAlarms(alarms);
    return ExitOk;
}

Result<ExitCode> exportConfiguration(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const QJsonObject whole,
                  await<QJsonObject>([&](auto reply) { engine.settings().exportConfiguration(reply); }));
    const QString path = argument(call, 2);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(whole).toJson()) < 0 || !file.commit())
        return fail(makeEvent(ErrorCode::Storage, events::DSK_ERROR, {path, file.errorString()}, file.errorString()));
    return ExitOk;
}

Result<ExitCode> importConfiguration(EngineApi& engine, const ClientCall& call)
{
    const QString path = argument(call, 2);
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(
            makeEvent(ErrorCode::Config, events::CFG_UNREADABLE, {path, file.errorString()}, file.errorString()));
    QJsonParseError error;
    const QByteArray text = file.readAll();
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    if (!document.isObject()) {
        const qsizetype line = text.left(error.offset).count('\n') + 1;
        return fail(makeEvent(ErrorCode::Config, events::CFG_SYNTAX, {path, QString::number(line), error.errorString()},
                              error.errorString()));
    }
    return done(call, await<>([&](Reply<> reply) { engine.settings().importConfiguration(document.object(), reply); }));
}

Result<ExitCode> stopNode(EngineApi& engine, const ClientCall& call)
{
    return done(call, await<>([&](Reply<> reply) { engine.shutdown(reply); }));
}

Result<ExitCode> verifyLedgerBesideNode(EngineApi&, const ClientCall& call)
{
    return verifyLedger(call);
}

Result<ExitCode> checkCertificateBesideNode(EngineApi&, const ClientCall& call)
{
    return checkVerificationCertificate(call);
}

const char* const kRouteOptions = "route route-column overlap deleted-column copy-times read-as large-columns";
const char* const kAddOptions = "grant route route-column overlap deleted-column copy-times read-as large-columns";

const Command kCommands[] = {
    {"status", 0, "", "", "status", showStatus},
    {"source add", 1, "location", "driver",
     "source add NAME --location FILE | --driver postgres|mariadb --location 'host=... dbname=... user=...'",
     addSource},
    {"source list", 0, "", "", "source list", listSources},
    {"source tables", 1, "", "", "source tables NAME", listTables},
    {"source remove", 1, "", "", "source remove NAME", removeThing},
    {"target add", 1, "location", "driver",
     "target add NAME --location FILE | --driver postgres|mariadb --location 'host=... dbname=... user=...'",
     addTarget},
    {"target list", 0, "", "", "target list", listTargets},
    {"target tables", 1, "", "", "target tables NAME", listTables},
    {"target remove", 1, "", "", "target remove NAME", removeThing},
    {"target check", 1, "", "tables tables-exist", "target check NAME [--tables A,B [--tables-exist]]", checkTarget},
    {"target rights", 1, "tables user", "tables-exist run-as",
     "target rights NAME --tables A,B --user USER [--tables-exist] [--run-as ADMINISTRATOR]", showTargetRights},
    {"dataset check", 1, "source tables", kRouteOptions,
     "dataset check NAME --source SOURCE --tables A,B [route as for 'dataset add']", checkDataset},
    {"dataset rights", 1, "source tables user", "route route-column run-as",
     "dataset rights NAME --source SOURCE --tables A,B --user USER [--route ROUTE "
     "[--route-column COLUMN]] [--run-as ADMINISTRATOR]",
     showSourceRights},
    {"dataset add", 1, "source tables", kAddOptions,
     "dataset add NAME --source SOURCE --tables A,B [--grant CODE,CODE] [--route "
     "log|trigger|timestamp|flag|full-copy|compare] "
     "[--route-column COLUMN [--overlap SECONDS] [--deleted-column COLUMN]] [--copy-times 'daily 02:30'] "
     "[--read-as '*|TABLE|TABLE.COLUMN=gb18030|big5|utf8']... [--large-columns TABLE.COLUMN,TABLE.COLUMN]",
     addDataset},
    {"dataset tables", 1, "", "add remove", "dataset tables NAME [--add A,B] [--remove C,D]", changeTables},
    {"dataset look", 1, "", "", "dataset look NAME", lookAtDataset},
    {"dataset list", 0, "", "", "dataset list", listPart},
    {"dataset remove", 1, "", "", "dataset remove NAME", removeThing},
    {"link add", 1, "", "name address send-limit receive-limit rights",
     "link add CODE [--name NAME] [--address HOST:PORT[,HOST:PORT]] [--send-limit PLAN] [--receive-limit PLAN] "
     "[--rights giveTables,takeTables,sendFiles,takeFiles|none]",
     addLink},
    {"link limit", 1, "", "send-limit receive-limit",
     "link limit CODE [--send-limit '8MiB/s, mon-fri 08:30-18:00 2MiB/s'] [--receive-limit PLAN]", limitLink},
    {"link rights", 1, "rights", "", "link rights CODE --rights giveTables,takeTables,sendFiles,takeFiles|none",
     setLinkRights},
    {"link list", 0, "", "", "link list", listPart},
    {"link remove", 1, "", "", "link remove CODE", removeThing},
    {"subscription add", 1, "peer dataset target", kSubscriptionOptions,
     "subscription add NAME --peer CODE --dataset DATASET --target TARGET [--replace-target] [--strict] "
     "[--new-columns wait|add|ignore] [--target-schema SCHEMA] [--table SOURCE=TARGET]... "
     "[--columns TABLE:COLUMN,COLUMN=NAME]... [--where TABLE:FILTER]... [--review-structure] "
     "[--verify-times 'daily 02:30'] [--verify-repairs] [--on-row-error stop|setAside] "
     "[--on-conflict stop|sourceWins|targetWins|newer:COLUMN|ask] [--on-structure park|stop] [--offline-start] "
     "[--gate off|onFindings|signOff] [--gate-rules FILE] [--reload --yes]",
     addSubscription},
    {"subscription list", 0, "", "", "subscription list", listPart},
    {"subscription pause", 1, "", "", "subscription pause NAME", pauseSubscription},
    {"subscription resume", 1, "", "", "subscription resume NAME", resumeSubscription},
    {"subscription accept", 1, "", "yes", "subscription accept NAME --yes", acceptFindings},
    {"subscription reload", 1, "", "yes table", "subscription reload NAME [--table TABLE] --yes", reloadSubscription},
    {"subscription park", 1, "table", "", "subscription park NAME --table TABLE", parkTable},
    {"subscription unpark", 1, "table", "", "subscription unpark NAME --table TABLE", unparkTable},
    {"subscription approve-structure", 1, "", "yes", "subscription approve-structure NAME --yes", approveStructure},
    {"subscription remove", 1, "", "", "subscription remove NAME", removeThing},
    {"offline list", 0, "", "", "offline list", showOffline},
    {"offline export", 0, "to", "stream dataset part-size",
     "offline export --stream STREAM|--dataset DATASET --to DIRECTORY [--part-size 4000M]", exportOffline},
    {"offline import", 1, "subscription", "", "offline import DIRECTORY --subscription NAME", importOffline},
    {"offline cancel", 0, "", "stream dataset subscription", "offline cancel --stream STREAM|--subscription NAME",
     cancelOffline},
    {"gate show", 1, "", "csv", "gate show SUBSCRIPTION [--csv FILE]", showGate},
    {"gate ask", 1, "", "", "gate ask SUBSCRIPTION", askGate},
    {"gate sign", 1, "reason", "", "gate sign SUBSCRIPTION --reason TEXT", signGate},
    {"gate reject", 1, "reason", "", "gate reject SUBSCRIPTION --reason TEXT", rejectGate},
    {"structure show", 0, "subscription", "", "structure show --subscription NAME", showStructure},
    {"structure preview", 0, "dataset target", "new-columns target-schema table columns where",
     "structure preview --dataset OWN --target TARGET [mapping as for 'subscription add']", showStructure},
    {"exceptions list", 0, "subscription", "state before",
     "exceptions list --subscription NAME [--state open|resolved|dismissed|settled] [--before ID]", listExceptions},
    {"exceptions show", 1, "subscription", "", "exceptions show ID --subscription NAME", showException},
    {"exceptions resend", 1, "subscription", "", "exceptions resend ID|all --subscription NAME", resendExceptions},
    {"exceptions dismiss", 1, "subscription reason", "", "exceptions dismiss ID --subscription NAME --reason TEXT",
     dismissException},
    {"conflicts resolve", 1, "subscription take", "", "conflicts resolve ID --subscription NAME --take source|target",
     resolveConflict},
    {"verify", 1, "", "level gentle repair yes",
     "verify SUBSCRIPTION [--level table|field] [--gentle] [--repair --yes]", verify},
    {"verification list", 0, "", "subscription", "verification list [--subscription NAME]", listVerifications},
    {"verification show", 1, "", "", "verification show ID", showVerification},
    {"verification stop", 1, "", "", "verification stop ID", stopVerification},
    {"verification repair", 1, "", "yes", "verification repair ID --yes", repairVerification},
    {"verification certify", 2, "", "", "verification certify ID FILE", certifyVerification},
    {"verification check", 1, "", "", "verification check FILE (needs no node)", checkCertificateBesideNode},
    {"figures", 0, "", "subscription dataset peer span",
     "figures --subscription NAME | --dataset NAME --peer CODE [--span hour|day|week]", showFigures},
    {"keys list", 0, "", "", "keys list", listKeys},
    {"keys rotate", 0, "", "peer", "keys rotate [--peer CODE]", rotateKeys},
    {"secret set", 1, "", "", "secret set NAME (the password of a source or target, from standard input)", setSecret},
    {"secret remove", 1, "", "", "secret remove NAME", removeSecret},
    {"secret list", 0, "", "", "secret list", listSecrets},
    {"ledger export", 1, "", "", "ledger export FILE", exportLedger},
    {"ledger verify", 1, "", "", "ledger verify FILE (needs no node)", verifyLedgerBesideNode},
    {"ledger", 0, "", "stream before", "ledger [--stream STREAM] [--before ID]", showLedger},
    {"alarms", 0, "", "", "alarms", showAlarms},
    {"certificates", 0, "", "", "certificates", showCertificates},
    {"config export", 1, "", "", "config export FILE", exportConfiguration},
    {"config import", 1, "", "", "config import FILE", importConfiguration},
    {"task add", 1, "peer", kTaskOptions, kTaskUsage, addTask},
    {"task set", 1, "", kTaskSetOptions, "task set NAME [options as for 'task add']", setTask},
    {"task list", 0, "", "", "task list", listTasks},
    {"task show", 1, "", "", "task show NAME", showTask},
    {"task remove", 1, "", "", "task remove NAME", removeThing},
    {"task start", 1, "", "full wait", "task start NAME [--full] [--wait]", startTask},
    {"task stop", 1, "", "", "task stop NAME", stopTask},
    {"task pause", 1, "", "", "task pause NAME", pauseTask},
    {"task resume", 1, "", "", "task resume NAME", resumeTask},
    {"task runs", 1, "", "before", "task runs NAME [--before ID]", listRuns},
    {"task files", 1, "", "state after",
     "task files RUN [--state arrived|repeated|waiting|failed|skipped] [--after ID]", listRunFiles},
    {"task resend", kAnyNumber, "", "preview wait", "task resend NAME [FILE...] [--preview] [--wait]", resendFiles},
    {"task reconcile", 1, "", "from to csv late-after",
     "task reconcile NAME [--from yyyy-MM-dd] [--to yyyy-MM-dd] [--csv FILE] [--late-after MINUTES]", reconcileTask},
    {"put", kAnyNumber, "task", "wait", "put FILE... --task NAME [--wait]", putFiles},
    {"get", kAnyNumber, "to", "", "get FILE... --to DIRECTORY (names as 'list' shows them)", getFiles},
    {"list", 0, "", "after", "list [--after ID]", listArrivals},
    {"watch", 0, "", "after count", "watch [--after ID] [--count N]", watchArrivals},
    {"notify alarms", 0, "url position", "secret-file sign-key count",
     "notify alarms --url URL --secret-file FILE|--sign-key FILE --position FILE [--count N]", notifyAlarms},
    {"notify", 0, "url position", "secret-file sign-key count",
     "notify --url URL --secret-file FILE|--sign-key FILE --position FILE [--count N]", notifyArrivals},
    {"retention show", 0, "", "", "retention show", showRetention},
    {"retention set", 2, "", "yes", "retention set KIND DAYS [--yes] (0: for ever)", setRetention},
    {"stop", 0, "", "", "stop", stopNode},
};

const Command* find(const ClientCall& call)
{
    for (const Command& command : kCommands) {
        if (isOfForm(command, call))
            return &command;
    }
    return nullptr;
}

} // namespace

Result<ExitCode> runCommand(EngineApi& engine, const ClientCall& call)
{
    if (auto ran = runSurveyCommand(engine, call))
        return *ran;
    if (auto ran = runExchangeCommand(engine, call))
        return std::move(*ran);
    const Command* command = find(call);
    if (command == nullptr)
        return usageError(
            QStringLiteral("unknown command '%1'; 'busheng-client --help' lists them").arg(call.words.join(u' ')));
    ENGINE_TRY(checkForm(*command, call));
    return command->run(engine, call);
}

std::optional<Result<ExitCode>> runWithoutNode(const ClientCall& call)
{
    const Command* command = find(call);
    const bool isCertificate = command != nullptr && command->run == checkCertificateBesideNode;
    if (command == nullptr || (command->run != verifyLedgerBesideNode && !isCertificate))
        return std::nullopt;
    if (auto right = checkForm(*command, call); !right)
        return Result<ExitCode>(fail(right.error()));
    return isCertificate ? checkVerificationCertificate(call) : verifyLedger(call);
}

QString clientUsage()
{
    QString text = ClientText::tr("usage: %1")
                       .arg(QStringLiteral("busheng-client [--data DIR] [--json] [--lang zh_CN|en] COMMAND")) +
                   u'\n';
    for (const Command& command : kCommands)
        text += QStringLiteral("  ") + QString::fromLatin1(command.usage) + u'\n';
    text += surveyUsage() + exchangeUsage() + operatorUsage() + localUsage();
    text += ClientText::tr("--data names the node's data directory; without it BUSHENG_DATA does.") + u'\n' +
            ClientText::tr("Exit codes: 0 ok, 1 something was found that needs a look, 2 error, 3 aborted.");
    return text;
}

} // namespace busheng::cli
