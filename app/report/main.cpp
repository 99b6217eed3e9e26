// SPDX-License-Identifier: GPL-3.0-or-later
// busheng-report: reports on paper. A program of its own, because a PDF's fonts need Qt's GUI library, and the node and
// the client do without.
#include "app/cli/await.h"
#include "app/cli/reconcile_listings.h"
#include "app/cli/report.h"
#include "app/cli/session_file.h"
#include "app/report/task_reports.h"
#include "engine/base/process.h"
#include "engine/localapi/remote_engine.h"
#include "engine/model/events.h"
#include "ui/client/patrol.h"
#include "ui/reports/gate_pdf.h"
#include "ui/reports/patrol_pdf.h"
#include "ui/reports/reconciliation_pdf.h"
#include "ui/text/gate_words.h"

#include <QCommandLineParser>
#include <QDateTime>
#include <QFileInfo>
#include <QGuiApplication>

namespace {

using namespace busheng;
using namespace busheng::cli;

const QString kProgram = QStringLiteral("busheng-report");
const QString kUsage = QStringLiteral("busheng-report reconcile SENDER RECEIVER --pdf FILE [--title TASK] "
                                      "[--period TEXT] [--late-after MINUTES] [--lang zh_CN|en]");
const QString kTasksUsage = QStringLiteral("busheng-report tasks [TASK...] --data DIR --dir DIRECTORY "
                                           "[--at 'daily 01:00'] [--count N] [--lang zh_CN|en]");
const QString kPatrolUsage = QStringLiteral("busheng-report patrol --data DIR --pdf FILE [--lang zh_CN|en]");

const QString kGateUsage = QStringLiteral("busheng-report gate SUBSCRIPTION --data DIR --pdf FILE [--lang zh_CN|en]");

Failure usageError(const QString& why)
{
    return fail(makeEvent(ErrorCode::Config, events::CFG_USAGE, {why}, why));
}

Result<ExitCode> reconcile(const QCommandLineParser& parser)
{
    const QStringList words = parser.positionalArguments();
    if (words.size() != 3)
        return usageError(kUsage);
    bool ok = true;
    const QString minutes = parser.value(QStringLiteral("late-after"));
    const qint64 late = minutes.isEmpty() ? 0 : minutes.toLongLong(&ok);
    if (!ok || late < 0)
        return usageError(QStringLiteral("--late-after is a number of minutes"));
    std::vector<FileComparison> shown;
    qint64 unequal = 0;
    ENGINE_TRY_AS(const ReconciliationSummary summary,
                  reconcileListings(words.at(1), words.at(2), late, [&](const FileComparison& detail) -> Result<> {
                      if (detail.verdict == FileVerdict::Equal)
                          return {};
                      ++unequal;
                      if (shown.size() < kMostPdfRows)
                          shown.push_back(detail);
                      return {};
                  }));
    const QString title = parser.value(QStringLiteral("title"));
    const ReconciliationTitle about{title.isEmpty() ? QFileInfo(words.at(1)).completeBaseName() : title,
                                    QFileInfo(words.at(1)).fileName(), QFileInfo(words.at(2)).fileName(),
                                    parser.value(QStringLiteral("period")),
                                    QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd HH:mm"))};
    ENGINE_TRY(writeReconciliationPdf(parser.value(QStringLiteral("pdf")), about, summary, shown, unequal));
    return summary.agrees() && summary.count(FileVerdict::Open) == 0 ? ExitOk : ExitWarning;
}

Result<ExitCode> tasks(const QCommandLineParser& parser)
{
    TaskReportOptions options;
    options.tasks = parser.positionalArguments().mid(1);
    options.dataDirectory = parser.isSet(QStringLiteral("data")) ? parser.value(QStringLiteral("data"))
                                                                 : qEnvironmentVariable("BUSHENG_DATA");
    options.directory = parser.value(QStringLiteral("dir"));
    if (options.dataDirectory.isEmpty() || options.directory.isEmpty())
        return usageError(kTasksUsage);
    if (parser.isSet(QStringLiteral("at"))) {
        auto table = Timetable::parse(parser.value(QStringLiteral("at")));
        if (!table)
            return usageError(QStringLiteral("--at is a timetable: %1").arg(table.error().detail));
        options.at = std::move(*table);
    }
    if (parser.isSet(QStringLiteral("count"))) {
        options.count = parser.value(QStringLiteral("count")).toInt();
        if (options.count < 1 || !options.at)
            return usageError(QStringLiteral("--count is a whole number, and stands beside --at"));
    }
    return makeTaskReports(options);
}

/// Of a node that runs: a timer of the system's begins it where nobody has a console open.
Result<ExitCode> patrol(const QCommandLineParser& parser)
{
    const QString data = parser.value(QStringLiteral("data"));
    if (parser.positionalArguments().size() != 1 || data.isEmpty() || !parser.isSet(QStringLiteral("pdf")))
        return usageError(kPatrolUsage);
    ENGINE_TRY_AS(const auto engine, RemoteEngine::attach(data, std::chrono::seconds(1), sessionToken(data)));
    EngineClient client(*engine);
    Patrol round(client);
    Result<PatrolFacts> found;
    QObject::connect(&round, &Patrol::finished, &round, [&found](const Result<PatrolFacts>& facts) {
        found = facts;
        QCoreApplication::quit();
    });
    round.start();
    QCoreApplication::exec();
    if (!found)
        return fail(found.error());
    ENGINE_TRY(writePatrolPdf(parser.value(QStringLiteral("pdf")), *found));
    const std::vector<PatrolItem> items = PatrolReport::of(*found);
    for (const PatrolItem& item : items) {
        if (item.state != PatrolState::Good)
            print(PatrolReport::stateText(item.state) + QStringLiteral(": ") + item.area + u' ' + item.subject +
                  QStringLiteral(": ") + item.text);
    }
    print(PatrolReport::conclusion(items));
    return PatrolReport::count(items, PatrolState::Bad) == 0 ? ExitOk : ExitWarning;
}

/// Of a node that runs.
Result<ExitCode> gate(const QCommandLineParser& parser)
{
    const QStringList words = parser.positionalArguments();
    const QString data = parser.value(QStringLiteral("data"));
    if (words.size() != 2 || data.isEmpty() || !parser.isSet(QStringLiteral("pdf")))
        return usageError(kGateUsage);
    ENGINE_TRY_AS(const auto engine, RemoteEngine::attach(data, std::chrono::seconds(1), sessionToken(data)));
    ENGINE_TRY_AS(const GateReport report,
                  await<GateReport>([&](auto reply) { engine->offline().gateReport(words.at(1), reply); }));
    ENGINE_TRY(writeGatePdf(parser.value(QStringLiteral("pdf")), report));
    print(GateWords::summary(report));
    return report.mayGoOn() ? ExitOk : ExitWarning;
}

Result<ExitCode> run(const QCommandLineParser& parser)
{
    const QString command = parser.positionalArguments().value(0);
    if (command == u"tasks")
        return tasks(parser);
    if (command == u"gate")
        return gate(parser);
    return command == u"patrol" ? patrol(parser) : reconcile(parser);
}

int runProgram(int argc, char** argv)
{
    if (qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QGuiApplication application(argc, argv);
    QCommandLineParser parser;
    for (const char* name : {"pdf", "title", "period", "late-after", "lang", "data", "dir", "at", "count"})
        parser.addOption({QString::fromLatin1(name), QString(), QStringLiteral("VALUE")});
    parser.addOption({QStringLiteral("help"), QString()});
    parser.addOption({QStringLiteral("version"), QString()});
    const bool parsed = parser.parse(QGuiApplication::arguments());
    useLanguage(application, parser.value(QStringLiteral("lang")));
    if (parser.isSet(QStringLiteral("version"))) {
        print(kProgram + QStringLiteral(" " BUSHENG_VERSION));
        return ExitOk;
    }
    if (parser.isSet(QStringLiteral("help"))) {
        print(kUsage);
        print(kTasksUsage);
        print(kPatrolUsage);
        print(kGateUsage);
        return ExitOk;
    }
    const Result<ExitCode> ended = parsed ? run(parser) : usageError(parser.errorText());
    return ended ? *ended : report(kProgram, ended.error());
}

} // namespace

int main(int argc, char** argv)
{
    endProcess(runProgram(argc, argv));
}
