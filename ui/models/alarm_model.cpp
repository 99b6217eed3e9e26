// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/alarm_model.h"

#include "ui/text/display_text.h"
#include "ui/text/event_text.h"
#include "ui/text/words.h"

namespace busheng {
namespace {

constexpr qsizetype kSubjectLength = 60;

} // namespace

void AlarmModel::update(const NodeSnapshot& node)
{
    std::vector<AlarmRow> rows;
    for (const AlarmSnapshot& alarm : node.alarms) {
        rows.push_back({alarm.event + u'\n' + alarm.subject, alarm.event, alarm.subject, alarm.args, alarm.detail,
                        alarm.raisedUtcMs, alarm.count});
    }
    setRows(rows);
}

int AlarmModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString AlarmModel::meta(const AlarmRow& row) const
{
    QStringList parts;
    if (!row.subject.isEmpty())
        parts.append(displayText(row.subject, kSubjectLength));
    parts.append(tr("since %1").arg(Words::time(row.raisedUtcMs)));
    if (row.count > 1)
        parts.append(tr("%1 times").arg(Words::count(row.count)));
    return parts.join(QStringLiteral(" · "));
}

QString AlarmModel::report(const AlarmRow& row) const
{
    const EventText text = eventText(row.event, row.args);
    QStringList lines = {text.title, text.cause, text.remedy, meta(row), u'[' + displayText(row.event) + u']'};
    if (!row.detail.isEmpty())
        lines.append(displayText(row.detail));
    return lines.join(u'\n');
}

QString AlarmModel::text(const AlarmRow& row, int column) const
{
    switch (column) {
    case Title:
        return eventText(row.event, row.args).title;
    case Subject:
        return displayText(row.subject);
    case Since:
        return Words::time(row.raisedUtcMs);
    case Count:
        return Words::count(row.count);
    default:
        return {};
    }
}

QVariant AlarmModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const AlarmRow& at = row(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(at, index.column());
    case Qt::AccessibleTextRole: {
        const EventText whole = eventText(at.event, at.args);
        return QString(whole.title + QStringLiteral(". ") + whole.cause + u' ' + whole.remedy);
    }
    case CauseRole:
        return eventText(at.event, at.args).cause;
    case RemedyRole:
        return eventText(at.event, at.args).remedy;
    case MetaRole:
        return meta(at);
    case ReportRole:
        return report(at);
    case SortRole:
        if (index.column() == Since)
            return at.raisedUtcMs;
        return index.column() == Count ? QVariant(at.count) : QVariant(text(at, index.column()));
    default:
        return {};
    }
}

QVariant AlarmModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Title:
        return tr("Alarm");
    case Subject:
        return tr("About");
    case Since:
        return tr("Since");
    case Count:
        return tr("Times");
    default:
        return {};
    }
}

} // namespace busheng
