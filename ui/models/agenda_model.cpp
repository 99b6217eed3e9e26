// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/agenda_model.h"

#include "ui/text/display_text.h"
#include "ui/text/words.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr qint64 kMsPerMinute = 60'000;
constexpr qint64 kRoundMs = 10 * kMsPerMinute;

QString clockText(qint64 utcMs)
{
    return Words::time(utcMs).chopped(3); // without seconds
}

} // namespace

std::vector<AgendaRow> agendaOf(const NodeSnapshot& node, qint64 nowUtcMs)
{
    using What = AgendaRow::What;
    const auto isSoon = [nowUtcMs](qint64 at) { return at >= nowUtcMs && at <= nowUtcMs + AgendaModel::kAheadMs; };
    std::vector<AgendaRow> rows;
    for (const FileTaskSnapshot& task : node.fileTasks) {
        if (!isSoon(task.nextStartUtcMs))
            continue;
        const bool hasRun = task.startedUtcMs > 0 && task.finishedUtcMs >= task.startedUtcMs;
        rows.push_back({QString(QStringLiteral("task/") + task.config.name), What::Task, task.config.name,
                        task.nextStartUtcMs,
                        hasRun ? task.nextStartUtcMs + task.finishedUtcMs - task.startedUtcMs : -1});
    }
    for (const SubscriptionSnapshot& subscription : node.subscriptions) {
        const QString& name = subscription.config.name;
        if (isSoon(subscription.nextVerifyUtcMs))
            rows.push_back({QString(QStringLiteral("verify/") + name), What::Verification, name,
                            subscription.nextVerifyUtcMs, -1});
        if (subscription.loadRemainingMs >= 0)
            rows.push_back({QString(QStringLiteral("load/") + name), What::Load, name,
                            (nowUtcMs + subscription.loadRemainingMs) / kMsPerMinute * kMsPerMinute, -1});
    }
    for (const PublicationSnapshot& publication : node.publications) {
        if (publication.log.minutesLeft >= 0)
            rows.push_back({QString(QStringLiteral("log/") + publication.config.name), What::LogRunsOut,
                            publication.config.name,
                            (nowUtcMs + publication.log.minutesLeft * kMsPerMinute) / kRoundMs * kRoundMs, -1});
    }
    std::ranges::stable_sort(rows, {}, &AgendaRow::atUtcMs);
    return rows;
}

QString AgendaModel::text(const AgendaRow& row, int column)
{
    switch (column) {
    case At:
        return clockText(row.atUtcMs);
    case What:
        switch (row.what) {
        case AgendaRow::What::Task:
            return row.untilUtcMs < 0 ? tr("Task %1 starts").arg(displayText(row.subject))
                                      : tr("Task %1 starts, through about %2")
                                            .arg(displayText(row.subject), clockText(row.untilUtcMs));
        case AgendaRow::What::Load:
            return tr("Initial load of %1 is through").arg(displayText(row.subject));
        case AgendaRow::What::Verification:
            return tr("Reconciliation of %1 begins").arg(displayText(row.subject));
        case AgendaRow::What::LogRunsOut:
            return tr("Source's log of %1 runs out").arg(displayText(row.subject));
        }
        return {};
    default:
        return {};
    }
}

QVariant AgendaModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const AgendaRow& at = row(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return text(at, index.column());
    case Qt::ToolTipRole:
        return at.what == AgendaRow::What::LogRunsOut
                   ? plainToolTip(tr("At the rate of the last hour, if nothing of the log were released"))
                   : plainToolTip(text(at, index.column()));
    case WhatRole:
        return int(at.what);
    case SortRole:
        return at.atUtcMs;
    default:
        return {};
    }
}

QVariant AgendaModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case At:
        return tr("When");
    case What:
        return tr("What");
    default:
        return {};
    }
}

} // namespace busheng
