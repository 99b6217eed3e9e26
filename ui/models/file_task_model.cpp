// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/file_task_model.h"

#include "ui/models/subscription_model.h"
#include "ui/text/display_text.h"
#include "ui/text/timetable_text.h"
#include "ui/text/words.h"

namespace busheng {
namespace {

const QString kDisabled = QStringLiteral("disabled");
const QString kIdle = QStringLiteral("idle");

} // namespace

FileTaskRow FileTaskModel::rowOf(const FileTaskSnapshot& task, const std::vector<LinkSnapshot>& links)
{
    FileTaskRow row;
    row.key = task.config.name;
    row.peer = displayText(task.config.peerCode);
    for (const LinkSnapshot& link : links) {
        if (link.config.peerCode == task.config.peerCode)
            row.peer = SubscriptionModel::peerText(link.config.peerCode, link.config.peerName);
    }
    row.starts = task.config.starts;
    row.state = !task.config.enabled && task.state == kIdle ? kDisabled : task.state;
    row.outcome = task.outcome;
    row.hasRun = task.run > 0;
    row.arrived = task.arrived;
    row.failed = task.failed;
    row.waiting = task.waiting;
    row.bytesPerSecond = task.bytesPerSecond;
    row.startedUtcMs = task.startedUtcMs;
    row.nextStartUtcMs = task.nextStartUtcMs;
    return row;
}

void FileTaskModel::update(const NodeSnapshot& node)
{
    std::vector<FileTaskRow> rows;
    rows.reserve(node.fileTasks.size());
    for (const FileTaskSnapshot& task : node.fileTasks)
        rows.push_back(rowOf(task, node.links));
    setRows(rows);
}

FileTaskModel::States FileTaskModel::stateOf(const FileTaskRow& row)
{
    static const QHash<QString, States> kStates{{QStringLiteral("queued"), States::Queued},
                                                {QStringLiteral("waiting"), States::Waiting},
                                                {QStringLiteral("running"), States::Running},
                                                {QStringLiteral("paused"), States::Paused},
                                                {kDisabled, States::Disabled}};
    const States state = kStates.value(row.state, States::Idle);
    return state == States::Idle && row.outcome == QStringLiteral("failed") ? States::Failed : state;
}

QString FileTaskModel::stateText(States state)
{
    switch (state) {
    case States::Idle:
        return tr("idle");
    case States::Queued:
        return tr("queued");
    case States::Waiting:
        return tr("waiting");
    case States::Running:
        return tr("running");
    case States::Paused:
        return tr("paused");
    case States::Disabled:
        return tr("switched off");
    case States::Failed:
        return tr("files failed");
    }
    return Words::unknown();
}

QString FileTaskModel::text(const FileTaskRow& row, int column)
{
    switch (column) {
    case Name:
        return displayText(row.key);
    case Peer:
        return row.peer;
    case Starts:
        return TimetableText::of(row.starts);
    case State:
        return stateText(stateOf(row));
    case Files: {
        if (!row.hasRun)
            return {};
        QStringList parts{tr("%1 arrived").arg(Words::count(row.arrived))};
        if (row.failed > 0)
            parts.append(tr("%1 failed").arg(Words::count(row.failed)));
        if (row.waiting > 0)
            parts.append(tr("%1 to be sent again").arg(Words::count(row.waiting)));
        if (row.bytesPerSecond > 0 && stateOf(row) == States::Running)
            parts.append(tr("%1/s").arg(Words::bytes(qint64(row.bytesPerSecond))));
        return parts.join(QStringLiteral(" · "));
    }
    case LastRun:
        return row.hasRun ? Words::time(row.startedUtcMs) : tr("never");
    case NextStart:
        return row.nextStartUtcMs > 0 ? Words::time(row.nextStartUtcMs) : QString();
    default:
        return {};
    }
}

QVariant FileTaskModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const FileTaskRow& at = row(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return text(at, index.column());
    case Qt::ToolTipRole:
        return plainToolTip(text(at, index.column()));
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | Qt::AlignLeft);
    case StateRole:
        return int(stateOf(at));
    case SortRole:
        if (index.column() == Files)
            return at.arrived;
        if (index.column() == LastRun)
            return at.startedUtcMs;
        return index.column() == NextStart ? QVariant(at.nextStartUtcMs) : QVariant(text(at, index.column()));
    default:
        return {};
    }
}

QVariant FileTaskModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | Qt::AlignLeft);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Task");
    case Peer:
        return tr("Receiver");
    case Starts:
        return tr("Starts");
    case State:
        return tr("State");
    case Files:
        return tr("Files of the last run");
    case LastRun:
        return tr("Last run");
    case NextStart:
        return tr("Next start");
    default:
        return {};
    }
}

} // namespace busheng
