// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/reports/reconciliation_words.h"

#include "ui/text/display_text.h"

#include <QDateTime>

namespace busheng {
namespace {

QString moment(qint64 utcMs)
{
    return utcMs > 0 ? QDateTime::fromMSecsSinceEpoch(utcMs).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"))
                     : QString();
}

QString pathOf(const FileListingRow& row)
{
    const Bytes path = row.directory.empty() ? row.name : row.directory + '/' + row.name;
    return displayText(QString::fromUtf8(path.data(), static_cast<qsizetype>(path.size())));
}

QStringList countRow(const QString& what, const FileCount& count)
{
    return {what, QString::number(count.files), QString::number(count.bytes)};
}

} // namespace

QString ReconciliationWords::title()
{
    return tr("Reconciliation of files");
}

QString ReconciliationWords::verdict(FileVerdict verdict)
{
    switch (verdict) {
    case FileVerdict::Equal:
        return tr("equal");
    case FileVerdict::Late:
        return tr("late");
    case FileVerdict::Unacknowledged:
        return tr("arrived, not acknowledged");
    case FileVerdict::Open:
        return tr("not yet arrived");
    case FileVerdict::Missing:
        return tr("missing at the receiver");
    case FileVerdict::Extra:
        return tr("only at the receiver");
    case FileVerdict::Different:
        return tr("different");
    }
    return {};
}

QString ReconciliationWords::state(const QString& state)
{
    if (state == u"arrived")
        return tr("arrived");
    if (state == u"repeated")
        return tr("arrived before");
    if (state == u"waiting")
        return tr("waits for a resend");
    if (state == u"failed")
        return tr("failed");
    if (state == u"skipped")
        return tr("left out");
    return state;
}

QString ReconciliationWords::conclusion(const ReconciliationSummary& summary)
{
    const qint64 wrong =
        summary.count(FileVerdict::Missing) + summary.count(FileVerdict::Extra) + summary.count(FileVerdict::Different);
    if (wrong > 0)
        return tr("Both sides do not agree: %1 files are missing, too many or different.").arg(wrong);
    if (const qint64 open = summary.count(FileVerdict::Open); open > 0)
        return tr("Both sides agree; %1 files have not yet arrived.").arg(open);
    return tr("Both sides agree.");
}

QStringList ReconciliationWords::titleLines(const ReconciliationTitle& title)
{
    QStringList lines{tr("Task: %1").arg(title.task), tr("Sender: %1").arg(title.sender),
                      tr("Receiver: %1").arg(title.receiver)};
    if (!title.period.isEmpty())
        lines.append(tr("Period: %1").arg(title.period));
    lines.append(tr("Made at: %1").arg(title.madeAt));
    return lines;
}

QStringList ReconciliationWords::summaryHeader()
{
    return {tr("Item"), tr("Files"), tr("Bytes")};
}

QList<QStringList> ReconciliationWords::summaryRows(const ReconciliationSummary& summary)
{
    QList<QStringList> rows{countRow(tr("Sender, all"), summary.sender)};
    for (const auto& [name, count] : summary.senderStates)
        rows.append(countRow(tr("Sender: %1").arg(state(name)), count));
    rows.append(countRow(tr("Receiver, all"), summary.receiver));
    for (const auto& [name, count] : summary.receiverStates)
        rows.append(countRow(tr("Receiver: %1").arg(state(name)), count));
    for (const FileVerdict one : kFileVerdicts) {
        const auto found = summary.verdicts.find(one);
        rows.append(countRow(verdict(one), found == summary.verdicts.end() ? FileCount{} : found->second));
    }
    return rows;
}

QStringList ReconciliationWords::detailHeader()
{
    return {tr("Result"),         tr("File"),          tr("Sender, bytes"), tr("Receiver, bytes"),
            tr("Sender, SM3"),    tr("Receiver, SM3"), tr("Sender, state"), tr("Receiver, state"),
            tr("First tried at"), tr("Arrived at"),    tr("Attempts")};
}

QStringList ReconciliationWords::detailRow(const FileComparison& detail)
{
    const auto& sent = detail.sender;
    const auto& got = detail.receiver;
    return {verdict(detail.verdict),
            pathOf(detail.any()),
            sent ? QString::number(sent->bytes) : QString(),
            got ? QString::number(got->bytes) : QString(),
            sent ? toHex(view(sent->digest)) : QString(),
            got ? toHex(view(got->digest)) : QString(),
            sent ? state(sent->state) : QString(),
            got ? state(got->state) : QString(),
            sent ? moment(sent->firstUtcMs) : QString(),
            got ? moment(got->lastUtcMs) : QString(),
            sent ? QString::number(sent->attempts) : QString()};
}

} // namespace busheng
