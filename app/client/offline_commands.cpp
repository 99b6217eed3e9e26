// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/offline_commands.h"

#include "app/cli/await.h"
#include "app/client/client_output.h"
#include "app/client/command_support.h"
#include "engine/api/json.h"
#include "ui/client/operator_name.h"
#include "ui/text/display_text.h"
#include "ui/text/event_text.h"
#include "ui/text/gate_words.h"
#include "ui/text/reason_text.h"
#include "ui/text/words.h"

#include <QDir>
#include <QSaveFile>

#include <algorithm>

namespace busheng::cli {
namespace {

constexpr qint64 kMiB = 1 << 20;
/// Fits on a medium with FAT.
constexpr qint64 kUsualPart = 4000 * kMiB;
constexpr int kLookEveryMs = 500;

/// "4G", "700M", "64"; the last in MiB.
Result<qint64> partBytesOf(const ClientCall& call)
{
    QString text = call.option(QStringLiteral("part-size"));
    if (text.isEmpty())
        return kUsualPart;
    qint64 unit = kMiB;
    if (text.endsWith(u'G', Qt::CaseInsensitive))
        unit = 1024 * kMiB;
    if (text.endsWith(u'G', Qt::CaseInsensitive) || text.endsWith(u'M', Qt::CaseInsensitive))
        text.chop(1);
    bool isNumber = false;
    const qint64 number = text.toLongLong(&isNumber);
    if (isNumber && number > 0 && number < (1LL << 32))
        return number * unit;
    return usageError(QStringLiteral("--part-size is a number of MiB, or as 700M or 4G"));
}

QString stateLine(const QString& name, const OfflineSnapshot& offline)
{
    QString line = QStringLiteral("%1  %2").arg(displayText(name), Words::offlineState(offline.state));
    if (offline.packetsTotal > 0)
        line += QStringLiteral("  %1/%2").arg(offline.packets).arg(offline.packetsTotal);
    else if (offline.bytes > 0)
        line += QStringLiteral("  %1 MiB").arg(offline.bytes / kMiB);
    if (offline.parts > 0)
        line += ClientText::tr("  parts: %1").arg(offline.parts);
    return line;
}

struct Start {
    QString name;   ///< of the subscription, or of the stream that is sent
    QString stream; ///< empty: it is received
    OfflineSnapshot offline;
};

std::vector<Start> startsOf(const NodeSnapshot& node)
{
    std::vector<Start> starts;
    for (const PublicationSnapshot& publication : node.publications) {
        for (const PublicationSnapshot::Subscriber& subscriber : publication.subscribers) {
            if (!subscriber.offline.state.isEmpty())
                starts.push_back({publication.config.name, subscriber.stream, subscriber.offline});
        }
    }
    for (const SubscriptionSnapshot& subscription : node.subscriptions) {
        if (!subscription.offline.state.isEmpty())
            starts.push_back({subscription.config.name, QString(), subscription.offline});
    }
    return starts;
}

Result<NodeSnapshot> look(EngineApi& engine)
{
    return await<NodeSnapshot>([&](auto reply) { engine.snapshot(reply); });
}

/// The stream that an export is of: named itself, or by its dataset when only one receiver waits for that.
Result<QString> streamOf(EngineApi& engine, const ClientCall& call)
{
    if (call.has(QStringLiteral("stream")))
        return call.option(QStringLiteral("stream"));
    const QString dataset = call.option(QStringLiteral("dataset"));
    if (dataset.isEmpty())
        return usageError(QStringLiteral("--stream or --dataset is missing"));
    ENGINE_TRY_AS(const NodeSnapshot node, look(engine));
    QStringList streams;
    for (const Start& start : startsOf(node)) {
        if (!start.stream.isEmpty() && start.name == dataset && start.offline.state != u"complete")
            streams.append(start.stream);
    }
    if (streams.size() == 1)
        return streams.front();
    if (streams.isEmpty())
        return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("stream"), dataset},
                              QStringLiteral("no receiver of '%1' waits for a package").arg(dataset)));
    return usageError(QStringLiteral("more than one receiver waits for a package; name one with --stream"));
}

/// Until the node says that something is different, or a while has passed.
void waitForNews(EngineApi& engine)
{
    QEventLoop loop;
    QObject::connect(&engine, &EngineApi::changed, &loop, &QEventLoop::quit);
    QTimer::singleShot(kLookEveryMs, &loop, &QEventLoop::quit);
    loop.exec();
}

Error errorOf(const OfflineSnapshot& offline)
{
    return makeEvent(ErrorCode::Config, offline.error, offline.errorArgs, offline.error);
}

/// Shows how far it is until one of `ends`; an error that needs a person ends it too.
Result<ExitCode> follow(EngineApi& engine, const ClientCall& call, const QString& key, const QStringList& ends)
{
    QString shown;
    while (true) {
        ENGINE_TRY_AS(const NodeSnapshot node, look(engine));
        for (const Start& start : startsOf(node)) {
            if ((start.stream.isEmpty() ? start.name : start.stream) != key)
                continue;
            const QString line = stateLine(key, start.offline);
            if (line != shown && !call.json)
                note(line);
            shown = line;
            if (ends.contains(start.offline.state)) {
                if (call.json)
                    printJson(QJsonObject{{QStringLiteral("state"), start.offline.state},
                                          {QStringLiteral("packageId"), start.offline.packageId},
                                          {QStringLiteral("parts"), start.offline.parts}});
                return ExitOk;
            }
            if (start.offline.state == u"failed" || start.offline.state == u"wantsPart")
                return fail(errorOf(start.offline));
        }
        waitForNews(engine);
    }
}

QString absoluteDirectory(const QString& path)
{
    return QDir::cleanPath(QDir(path).absolutePath());
}

void printReport(const GateReport& report)
{
    print(QStringLiteral("%1  %2").arg(displayText(report.subscription), Words::gateState(report.state)));
    for (const GateRuleResult& result : report.results) {
        QString line =
            result.isPassed() ? ClientText::tr("passed") : ClientText::tr("bad rows: %1").arg(result.badRows);
        if (!result.error.isEmpty())
            line = ClientText::tr("could not be asked: %1").arg(displayText(reasonText(result.error)));
        print(QStringLiteral("  %1  %2").arg(displayText(GateWords::rule(result.rule)), line));
        for (const QString& key : result.samples)
            print(QStringLiteral("      ") + displayText(key));
    }
    print(ClientText::tr("digest of the report: %1").arg(report.digest));
    if (!report.by.isEmpty())
        print(ClientText::tr("decided by %1: %2").arg(displayText(report.by), displayText(report.reason)));
}

ExitCode showReport(const ClientCall& call, const GateReport& report)
{
    if (call.json)
        printJson(toJson(report));
    else
        printReport(report);
    return report.mayGoOn() ? ExitOk : ExitWarning;
}

Result<ExitCode> decide(EngineApi& engine, const ClientCall& call, bool isSigned)
{
    ENGINE_TRY_AS(const GateReport report, await<GateReport>([&](auto reply) {
                      engine.offline().decideGate(argument(call, 2), isSigned, operatorName(),
                                                  call.option(QStringLiteral("reason")), reply);
                  }));
    return showReport(call, report);
}

} // namespace

Result<ExitCode> showOffline(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const NodeSnapshot node, look(engine));
    QJsonArray all;
    for (const Start& start : startsOf(node)) {
        if (!call.json)
            print(stateLine(start.stream.isEmpty() ? start.name : QString(start.name + u' ' + start.stream),
                            start.offline));
        all.append(QJsonObject{{QStringLiteral("name"), start.name},
                               {QStringLiteral("stream"), start.stream},
                               {QStringLiteral("state"), start.offline.state},
                               {QStringLiteral("packageId"), start.offline.packageId},
                               {QStringLiteral("packets"), static_cast<qint64>(start.offline.packets)},
                               {QStringLiteral("packetsTotal"), static_cast<qint64>(start.offline.packetsTotal)},
                               {QStringLiteral("bytes"), start.offline.bytes},
                               {QStringLiteral("error"), start.offline.error}});
    }
    if (call.json)
        printJson(all);
    return ExitOk;
}

Result<ExitCode> exportOffline(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const qint64 partBytes, partBytesOf(call));
    ENGINE_TRY_AS(const QString stream, streamOf(engine, call));
    ENGINE_TRY(await<>([&](Reply<> reply) {
        engine.offline().exportPackage(stream, absoluteDirectory(call.option(QStringLiteral("to"))), partBytes,
                                       operatorName(), reply);
    }));
    return follow(engine, call, stream, {QStringLiteral("complete")});
}

Result<ExitCode> importOffline(EngineApi& engine, const ClientCall& call)
{
    const QString subscription = call.option(QStringLiteral("subscription"));
    ENGINE_TRY(await<>([&](Reply<> reply) {
        engine.offline().importPackage(subscription, absoluteDirectory(argument(call, 2)), operatorName(), reply);
    }));
    return follow(engine, call, subscription, {QStringLiteral("imported")});
}

Result<ExitCode> cancelOffline(EngineApi& engine, const ClientCall& call)
{
    const QString subscription = call.option(QStringLiteral("subscription"));
    if (!subscription.isEmpty())
        return done(call, await<>([&](Reply<> reply) { engine.offline().cancelImport(subscription, reply); }));
    ENGINE_TRY_AS(const QString stream, streamOf(engine, call));
    return done(call, await<>([&](Reply<> reply) { engine.offline().cancelExport(stream, reply); }));
}

Result<ExitCode> showGate(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const GateReport report,
                  await<GateReport>([&](auto reply) { engine.offline().gateReport(argument(call, 2), reply); }));
    const QString path = call.option(QStringLiteral("csv"));
    if (path.isEmpty())
        return showReport(call, report);
    QSaveFile file(path);
    const QByteArray text = "\xEF\xBB\xBF" + gateReportCsv(report).toUtf8(); // by which spreadsheets know UTF-8
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        return fail(makeEvent(ErrorCode::Storage, events::DSK_ERROR, {path, file.errorString()}, file.errorString()));
    return report.mayGoOn() ? ExitOk : ExitWarning;
}

Result<ExitCode> askGate(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const GateReport report,
                  await<GateReport>([&](auto reply) { engine.offline().askGateAgain(argument(call, 2), reply); }));
    return showReport(call, report);
}

Result<ExitCode> signGate(EngineApi& engine, const ClientCall& call)
{
    return decide(engine, call, true);
}

Result<ExitCode> rejectGate(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY(decide(engine, call, false));
    return ExitOk;
}

} // namespace busheng::cli
