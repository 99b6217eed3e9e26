// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/file_output.h"

#include "app/cli/report.h"
#include "app/client/client_output.h"
#include "ui/text/display_text.h"
#include "ui/text/event_text.h"

#include <QDateTime>

namespace busheng::cli {
namespace {

/// The words of runs and files as the api has them; unknown: as it is.
QString fileTerm(const QString& word)
{
    static const QHash<QString, const char*> kWords{
        {QStringLiteral("idle"), QT_TRANSLATE_NOOP("Client", "idle")},
        {QStringLiteral("queued"), QT_TRANSLATE_NOOP("Client", "queued")},
        {QStringLiteral("running"), QT_TRANSLATE_NOOP("Client", "running")},
        {QStringLiteral("waiting"), QT_TRANSLATE_NOOP("Client", "waiting")},
        {QStringLiteral("paused"), QT_TRANSLATE_NOOP("Client", "paused")},
        {QStringLiteral("done"), QT_TRANSLATE_NOOP("Client", "done")},
        {QStringLiteral("failed"), QT_TRANSLATE_NOOP("Client", "failed")},
        {QStringLiteral("stopped"), QT_TRANSLATE_NOOP("Client", "stopped by hand")},
        {QStringLiteral("in"), QT_TRANSLATE_NOOP("Client", "received")},
        {QStringLiteral("out"), QT_TRANSLATE_NOOP("Client", "sent")},
        {QStringLiteral("incremental"), QT_TRANSLATE_NOOP("Client", "incremental")},
        {QStringLiteral("full"), QT_TRANSLATE_NOOP("Client", "full")},
        {QStringLiteral("resend"), QT_TRANSLATE_NOOP("Client", "resend")},
        {QStringLiteral("joined"), QT_TRANSLATE_NOOP("Client", "parts joined")},
        {QStringLiteral("arrived"), QT_TRANSLATE_NOOP("Client", "arrived")},
        {QStringLiteral("repeated"), QT_TRANSLATE_NOOP("Client", "had arrived already")},
        {QStringLiteral("skipped"), QT_TRANSLATE_NOOP("Client", "left out")},
        {QStringLiteral("equal"), QT_TRANSLATE_NOOP("Client", "equal")},
        {QStringLiteral("different"), QT_TRANSLATE_NOOP("Client", "different")},
        {QStringLiteral("missing"), QT_TRANSLATE_NOOP("Client", "missing")},
        {QStringLiteral("late"), QT_TRANSLATE_NOOP("Client", "late")},
        {QStringLiteral("extra"), QT_TRANSLATE_NOOP("Client", "extra")},
        {QStringLiteral("send"), QT_TRANSLATE_NOOP("Client", "is sent")},
        {QStringLiteral("gone"), QT_TRANSLATE_NOOP("Client", "is not there any more")}};
    const auto found = kWords.constFind(word);
    return found == kWords.constEnd() ? displayText(word) : ClientText::tr(*found);
}

QString moment(qint64 utcMs)
{
    return utcMs <= 0 ? QStringLiteral("-")
                      : QDateTime::fromMSecsSinceEpoch(utcMs).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

QString number(quint64 value)
{
    return QString::number(value);
}

QString yesNo(bool value)
{
    return value ? ClientText::tr("yes") : ClientText::tr("no");
}

QString stateOf(const FileTaskSnapshot& task)
{
    const QString state = fileTerm(task.state);
    return task.outcome.isEmpty() ? state : state + QStringLiteral(" (") + fileTerm(task.outcome) + u')';
}

QString whyOf(const QString& event, const QStringList& args)
{
    return event.isEmpty() ? QString() : eventText(event, args).title;
}

} // namespace

void printTasks(const std::vector<FileTaskSnapshot>& tasks)
{
    std::vector<QStringList> rows;
    for (const FileTaskSnapshot& task : tasks)
        rows.push_back({displayText(task.config.name), displayText(task.config.peerCode), stateOf(task),
                        QString::number(task.run), number(task.arrived), number(task.repeated), number(task.unchanged),
                        number(task.failed), whyOf(task.error, task.errorArgs)});
    if (rows.empty())
        return print(ClientText::tr("no task yet; 'task add' makes one"));
    printTable({ClientText::tr("task"), ClientText::tr("receiver"), ClientText::tr("state"), ClientText::tr("run"),
                ClientText::tr("arrived"), ClientText::tr("repeated"), ClientText::tr("unchanged"),
                ClientText::tr("failed"), ClientText::tr("why")},
               rows);
}

void printTask(const FileTaskSnapshot& task)
{
    printTasks({task});
    const FileTaskConfig& config = task.config;
    std::vector<QStringList> settings{
        {QStringLiteral("--directory"), displayText(config.sourceDirectory)},
        {QStringLiteral("--patterns"), displayText(config.patterns.join(u','))},
        {QStringLiteral("--to"), displayText(config.targetDirectory)},
        {QStringLiteral("--mode"), fileTerm(config.fullCopy ? QStringLiteral("full") : QStringLiteral("incremental"))},
        {QStringLiteral("--compress"), yesNo(config.compress)},
        {QStringLiteral("--seal"), yesNo(config.seal)},
        {QStringLiteral("--convert-text"), yesNo(config.convertText)},
        {QStringLiteral("--text-encoding"), displayText(config.textEncoding)},
        {QStringLiteral("--split"), QString::number(config.splitBytes)},
        {QStringLiteral("--names"), displayText(config.names)},
        {QStringLiteral("--priority"), QString::number(config.priority)},
        {QStringLiteral("--resends"), QString::number(config.resends)},
        {QStringLiteral("--pause"), QString::number(config.firstPauseSeconds)},
        {QStringLiteral("--complete"), displayText(config.completeness)},
        {QStringLiteral("--clean"), displayText(config.cleaning)},
        {QStringLiteral("--clean-after"), QString::number(config.cleanAfterDays)},
        {QStringLiteral("--start"), displayText(config.starts)},
        {QStringLiteral("--missed"), displayText(config.missed)},
        {QStringLiteral("--enabled"), yesNo(config.enabled)},
        {QStringLiteral("--join-parts"), yesNo(config.joinParts)},
        {QStringLiteral("--clean-above"), QString::number(config.cleanAboveBytes)},
        {QStringLiteral("--clean-free"), QString::number(config.cleanFreeBytes)},
        {QStringLiteral("--clean-fetched"), yesNo(config.cleanFetched)},
        {QStringLiteral("--at-rest"), displayText(config.atRest)},
        {QStringLiteral("--rate"), QString::number(config.rateKiB)}};
    if (config.isExport()) {
        settings.insert(settings.end(), {{QStringLiteral("--source"), displayText(config.exportSource)},
                                         {QStringLiteral("--table"), displayText(config.exportTable)},
                                         {QStringLiteral("--query"), displayText(config.exportQuery)},
                                         {QStringLiteral("--format"), displayText(config.exportFormat)},
                                         {QStringLiteral("--no-formulas"), yesNo(config.exportNoFormulas)},
                                         {QStringLiteral("--large"), QString::number(config.exportLargeBytes)}});
    }
    printTable({ClientText::tr("setting"), ClientText::tr("value")}, settings);
    if (task.error.isEmpty())
        return;
    const EventText why = eventText(task.error, task.errorArgs);
    for (const QString& part : {why.title, why.cause, why.remedy}) {
        if (!part.isEmpty())
            print(part);
    }
}

void printRuns(const std::vector<FileRunRow>& runs)
{
    std::vector<QStringList> rows;
    for (const FileRunRow& run : runs)
        rows.push_back({QString::number(run.id), fileTerm(run.direction), fileTerm(run.kind), fileTerm(run.state),
                        moment(run.startedUtcMs), number(run.arrived), number(run.repeated), number(run.unchanged),
                        number(run.failed)});
    printTable({ClientText::tr("run"), ClientText::tr("way"), ClientText::tr("kind"), ClientText::tr("state"),
                ClientText::tr("begun"), ClientText::tr("arrived"), ClientText::tr("repeated"),
                ClientText::tr("unchanged"), ClientText::tr("failed")},
               rows);
}

void printFileRows(const std::vector<FileRow>& files)
{
    std::vector<QStringList> rows;
    for (const FileRow& file : files)
        rows.push_back({QString::number(file.id), fileTerm(file.state),
                        displayText(file.place.isEmpty() ? file.path : file.place), QString::number(file.size),
                        moment(file.lastUtcMs), file.sealed ? ClientText::tr("sealed") : QString(),
                        file.fetchedUtcMs == 0 ? QString() : moment(file.fetchedUtcMs), displayText(file.fetchedBy),
                        whyOf(file.event, file.args)});
    printTable({ClientText::tr("id"), ClientText::tr("state"), ClientText::tr("file"), ClientText::tr("bytes"),
                ClientText::tr("at"), ClientText::tr("lies"), ClientText::tr("fetched"), ClientText::tr("by"),
                ClientText::tr("why")},
               rows);
}

void printResend(const FileResend& resend)
{
    std::vector<QStringList> rows;
    for (const FileResendItem& item : resend.items)
        rows.push_back({fileTerm(item.effect), displayText(item.path), QString::number(item.size)});
    printTable({ClientText::tr("effect"), ClientText::tr("file"), ClientText::tr("bytes")}, rows);
    print(ClientText::tr("run %1: %2 to send, %3 had arrived already, %4 not there any more")
              .arg(resend.run)
              .arg(resend.toSend)
              .arg(resend.repeated)
              .arg(resend.gone));
}

void printFileReconciliation(const FileReconciliation& found)
{
    std::vector<QStringList> rows;
    for (const auto& [name, side] :
         {std::pair(ClientText::tr("here"), found.here), std::pair(ClientText::tr("there"), found.there)})
        rows.push_back({name, number(side.runs), number(side.files), number(side.bytes), number(side.repeated),
                        number(side.failed), number(side.waiting)});
    printTable({ClientText::tr("node"), ClientText::tr("runs"), ClientText::tr("files"), ClientText::tr("bytes"),
                ClientText::tr("repeated"), ClientText::tr("failed"), ClientText::tr("not sent yet")},
               rows);
    rows.clear();
    for (const FileDifference& difference : found.differences)
        rows.push_back({fileTerm(difference.kind), displayText(difference.path), displayText(difference.here),
                        displayText(difference.there)});
    if (!rows.empty())
        printTable(
            {ClientText::tr("difference"), ClientText::tr("file"), ClientText::tr("here"), ClientText::tr("there")},
            rows);
    print(ClientText::tr("%1: %2 files compared, %3 differences, %4 late")
              .arg(fileTerm(found.state))
              .arg(found.compared)
              .arg(found.differenceCount)
              .arg(found.lateCount));
}

} // namespace busheng::cli
