// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/file_run_models.h"

#include "ui/text/display_text.h"
#include "ui/text/event_text.h"
#include "ui/text/words.h"

#include <tuple>

namespace busheng {

bool FileRunItem::operator==(const FileRunItem& other) const
{
    const auto changing = [](const FileRunRow& row) {
        return std::tie(row.id, row.state, row.finishedUtcMs, row.arrived, row.repeated, row.unchanged, row.failed,
                        row.skipped, row.bytes, row.sentBytes, row.receipt);
    };
    return key == other.key && changing(run) == changing(other.run);
}

std::vector<FileRunItem> FileRunModel::itemsOf(const std::vector<FileRunRow>& runs)
{
    std::vector<FileRunItem> items;
    items.reserve(runs.size());
    for (const FileRunRow& run : runs)
        items.push_back({QString::number(run.id), run});
    return items;
}

FileRunModel::States FileRunModel::stateOf(const QString& state)
{
    static const QHash<QString, States> kStates{{QStringLiteral("running"), States::Running},
                                                {QStringLiteral("paused"), States::Paused},
                                                {QStringLiteral("done"), States::Done},
                                                {QStringLiteral("failed"), States::Failing}};
    return kStates.value(state, States::Stopped);
}

QString FileRunModel::text(const FileRunRow& run, int column)
{
    switch (column) {
    case Begun:
        return Words::time(run.startedUtcMs);
    case Task:
        return displayText(run.task);
    case Way:
        return run.direction == QStringLiteral("in") ? tr("received from %1").arg(displayText(run.peerCode))
                                                     : tr("sent to %1").arg(displayText(run.peerCode));
    case Kind:
        return Words::term(run.kind);
    case State:
        return stateOf(run.state) == States::Failing ? tr("files failed") : Words::term(run.state);
    case Arrived:
        return Words::count(run.arrived);
    case Failed:
        return Words::count(run.failed);
    case Bytes:
        return Words::bytes(qint64(run.bytes));
    default:
        return {};
    }
}

QVariant FileRunModel::sortValue(const FileRunRow& run, int column)
{
    switch (column) {
    case Begun:
        return run.id; // ids rise with time, also within a second
    case Arrived:
        return run.arrived;
    case Failed:
        return run.failed;
    case Bytes:
        return run.bytes;
    default:
        return text(run, column);
    }
}

QVariant FileRunModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const FileRunRow& at = row(index.row()).run;
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return text(at, index.column());
    case Qt::ToolTipRole:
        if (index.column() == Arrived || index.column() == Failed)
            return plainToolTip(tr("%1 arrived, %2 had arrived before, %3 unchanged, %4 failed, %5 skipped")
                                    .arg(Words::count(at.arrived), Words::count(at.repeated),
                                         Words::count(at.unchanged), Words::count(at.failed),
                                         Words::count(at.skipped)));
        return plainToolTip(text(at, index.column()));
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (isNumber(index.column()) ? Qt::AlignRight : Qt::AlignLeft));
    case StateRole:
        return int(stateOf(at.state));
    case SortRole:
        return sortValue(at, index.column());
    default:
        return {};
    }
}

QVariant FileRunModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (isNumber(section) ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Begun:
        return tr("Begun");
    case Task:
        return tr("Task");
    case Way:
        return tr("Way");
    case Kind:
        return tr("Kind");
    case State:
        return tr("State");
    case Arrived:
        return tr("Arrived");
    case Failed:
        return tr("Failed");
    case Bytes:
        return tr("Size");
    default:
        return {};
    }
}

FileRowModel::States FileRowModel::stateOf(const QString& state)
{
    static const QHash<QString, States> kStates{{QStringLiteral("arrived"), States::Arrived},
                                                {QStringLiteral("repeated"), States::Repeated},
                                                {QStringLiteral("waiting"), States::Waiting},
                                                {QStringLiteral("failed"), States::Failed}};
    return kStates.value(state, States::Skipped);
}

QString FileRowModel::why(const FileRow& row)
{
    if (row.event.isEmpty())
        return {};
    const EventText text = eventText(row.event, row.args);
    return text.cause.isEmpty() ? text.title : text.cause;
}

QString FileRowModel::report(const FileRow& row)
{
    QStringList lines{displayText(row.path),
                      Words::term(row.state) + QStringLiteral(" · ") + Words::time(row.lastUtcMs)};
    if (!row.event.isEmpty()) {
        const EventText text = eventText(row.event, row.args);
        lines.append({text.title, text.cause, text.remedy, u'[' + displayText(row.event) + u']'});
    }
    if (!row.digest.isEmpty())
        lines.append(QStringLiteral("SM3 ") + displayText(row.digest));
    lines.removeAll(QString());
    return lines.join(u'\n');
}

QString FileRowModel::text(const FileRow& row, int column) const
{
    switch (column) {
    case Path:
        return displayText(row.place.isEmpty() ? row.path : row.place);
    case State:
        return Words::term(row.state);
    case Size:
        return Words::bytes(qint64(row.size));
    case Attempts:
        return Words::count(quint64(qMax<qint64>(0, row.attempts)));
    case Last:
        return Words::time(row.lastUtcMs);
    case Why:
        return why(row);
    case Task:
        return displayText(row.task);
    default:
        return {};
    }
}

QString FileRowModel::header(int column) const
{
    switch (column) {
    case Path:
        return tr("File");
    case State:
        return tr("State");
    case Size:
        return tr("Size");
    case Attempts:
        return tr("Attempts");
    case Last:
        return tr("Last");
    case Why:
        return tr("Why");
    case Task:
        return tr("Task");
    default:
        return {};
    }
}

QVariant FileRowModel::more(const FileRow& row, int, int role) const
{
    if (role == StateRole)
        return int(stateOf(row.state));
    return role == Qt::ToolTipRole ? QVariant(plainToolTip(report(row))) : QVariant();
}

QString ResendModel::text(const FileResendItem& item, int column) const
{
    switch (column) {
    case Path:
        return displayText(item.path);
    case Effect:
        return Words::term(item.effect);
    case Size:
        return Words::bytes(qint64(item.size));
    default:
        return {};
    }
}

QString ResendModel::header(int column) const
{
    switch (column) {
    case Path:
        return tr("File");
    case Effect:
        return tr("What happens");
    case Size:
        return tr("Size");
    default:
        return {};
    }
}

QVariant ResendModel::more(const FileResendItem& item, int column, int role) const
{
    if (role == Qt::ToolTipRole)
        return plainToolTip(text(item, column));
    if (role != EffectRole)
        return {};
    if (item.effect == QStringLiteral("send"))
        return int(Effects::Send);
    return int(item.effect == QStringLiteral("gone") ? Effects::Gone : Effects::Repeated);
}

} // namespace busheng
