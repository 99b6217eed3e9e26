// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/reports/task_reconciliation.h"

#include "ui/reports/csv_line.h"
#include "ui/text/display_text.h"

#include <QDateTime>

#include <algorithm>

namespace busheng {
namespace {

QString verdictText(const QString& kind)
{
    for (const FileVerdict verdict : kFileVerdicts) {
        if (fileVerdictName(verdict) == kind)
            return ReconciliationWords::verdict(verdict);
    }
    return displayText(kind);
}

/// Of what the sender has not there is nothing to say.
template <typename T>
QString number(T value)
{
    return value == 0 ? QString() : QString::number(value);
}

QString moment(qint64 utcMs)
{
    return utcMs == 0 ? QString()
                      : QDateTime::fromMSecsSinceEpoch(utcMs).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

QStringList totalsRow(const QString& side, const FileTotalsRow& row)
{
    QStringList cells{side};
    for (const quint64 count : {row.runs, row.files, row.bytes, row.repeated, row.failed, row.waiting})
        cells.append(QString::number(count));
    return cells;
}

} // namespace

QString TaskReconciliation::conclusion(const FileReconciliation& found)
{
    if (found.differenceCount == 0 && found.lateCount > 0)
        return tr("Both sides agree, file by file: %1 were compared; %2 arrived late.")
            .arg(found.compared)
            .arg(found.lateCount);
    if (found.differenceCount == 0)
        return tr("Both sides agree, file by file: %1 were compared.").arg(found.compared);
    return tr("Both sides do not agree: %1 of %2 files are missing, too many or different.")
        .arg(found.differenceCount)
        .arg(found.compared);
}

QStringList TaskReconciliation::summaryHeader()
{
    return {tr("Side"),   tr("Runs"),   tr("Files that arrived"), tr("Bytes"), tr("Arrived before"),
            tr("Failed"), tr("Waiting")};
}

QList<QStringList> TaskReconciliation::summaryRows(const FileReconciliation& found)
{
    return {totalsRow(tr("Sender"), found.here), totalsRow(tr("Receiver"), found.there)};
}

QStringList TaskReconciliation::detailHeader()
{
    const QStringList all = ReconciliationWords::detailHeader();
    return {all.at(0), all.at(1), all.at(2), all.at(3), all.at(4), all.at(5), all.at(8), all.at(9), all.at(10)};
}

QList<QStringList> TaskReconciliation::detailRows(const std::vector<FileDifference>& differences)
{
    QList<QStringList> rows;
    for (const FileDifference& one : differences)
        rows.append({verdictText(one.kind), displayText(one.path), number(one.size), number(one.thereSize), one.here,
                     one.there, moment(one.firstUtcMs), moment(one.lastUtcMs), number(one.attempts)});
    return rows;
}

QString TaskReconciliation::period(qint64 fromUtcMs, qint64 toUtcMs)
{
    const auto moment = [](qint64 utcMs) {
        return QDateTime::fromMSecsSinceEpoch(utcMs).toString(QStringLiteral("yyyy-MM-dd HH:mm"));
    };
    if (fromUtcMs <= 0)
        return tr("up to %1").arg(moment(toUtcMs));
    return tr("%1 to %2").arg(moment(fromUtcMs), moment(toUtcMs));
}

ReconciliationTitle TaskReconciliation::title(const NodeSnapshot& node, const FileReconciliation& found)
{
    const auto task =
        std::ranges::find(node.fileTasks, found.task, [](const FileTaskSnapshot& one) { return one.config.name; });
    return {displayText(found.task), displayText(node.code),
            task == node.fileTasks.end() ? QString() : displayText(task->config.peerCode),
            period(found.fromUtcMs, found.toUtcMs),
            QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd HH:mm"))};
}

QByteArray TaskReconciliation::csvHead(const ReconciliationTitle& title, const FileReconciliation& found)
{
    QByteArray text = kCsvMark + csvLine({ReconciliationWords::title()});
    for (const QString& line : ReconciliationWords::titleLines(title))
        text += csvLine({line});
    text += csvLine({conclusion(found)}) + csvLine(summaryHeader());
    for (const QStringList& row : summaryRows(found))
        text += csvLine(row);
    return text + csvLine(detailHeader());
}

QByteArray TaskReconciliation::csvRows(const std::vector<FileDifference>& differences)
{
    QByteArray text;
    for (const QStringList& row : detailRows(differences))
        text += csvLine(row);
    return text;
}

QByteArray TaskReconciliation::csv(const ReconciliationTitle& title, const FileReconciliation& found)
{
    QByteArray text = csvHead(title, found) + csvRows(found.differences);
    if (const auto more = found.differenceCount + found.lateCount - found.differences.size(); more > 0)
        text += csvLine({tr("%1 more differences are not listed").arg(more)});
    return text;
}

} // namespace busheng
