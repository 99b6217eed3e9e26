// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/alarm_model.h"

#include "ui/text/display_text.h"
#include "ui/text/event_text.h"
#include "ui/text/words.h"

#include <QDateTime>

#include <algorithm>

namespace busheng {
namespace {

constexpr qsizetype kSubjectLength = 60;

AlarmRow rowOf(const AlarmSnapshot& alarm)
{
    QString key = alarm.event + u'\n' + alarm.subject;
    if (alarm.clearedUtcMs > 0)
        key += u'\n' + QString::number(alarm.raisedUtcMs) + u'\n' + QString::number(alarm.clearedUtcMs);
    return {key,
            alarm.event,
            alarm.subject,
            alarm.args,
            alarm.detail,
            alarm.raisedUtcMs,
            alarm.count,
            alarm.clearedUtcMs,
            alarm.acknowledgedBy,
            alarm.acknowledgedUtcMs,
            alarm.silencedUntilUtcMs,
            alarm.silencedBy,
            alarm.silenceReason};
}

} // namespace

AlarmModel::Classes AlarmModel::classOf(const QString& event)
{
    static const QHash<QString, Classes> kClasses{
        {QStringLiteral("LNK"), Classes::Network},  {QStringLiteral("PRT"), Classes::Network},
        {QStringLiteral("SRC"), Classes::Source},   {QStringLiteral("CAP"), Classes::Source},
        {QStringLiteral("TGT"), Classes::Target},   {QStringLiteral("MAP"), Classes::Target},
        {QStringLiteral("FLT"), Classes::Target},   {QStringLiteral("VRF"), Classes::Target},
        {QStringLiteral("FIL"), Classes::File},     {QStringLiteral("NAM"), Classes::File},
        {QStringLiteral("ARC"), Classes::File},     {QStringLiteral("SPL"), Classes::File},
        {QStringLiteral("TXT"), Classes::File},     {QStringLiteral("CRT"), Classes::Security},
        {QStringLiteral("CRL"), Classes::Security}, {QStringLiteral("CRY"), Classes::Security},
        {QStringLiteral("KEY"), Classes::Security}, {QStringLiteral("PKT"), Classes::Security},
        {QStringLiteral("RGT"), Classes::Security}, {QStringLiteral("OPR"), Classes::Security},
        {QStringLiteral("EXC"), Classes::Security}};
    return kClasses.value(event.section(u'_', 0, 0), Classes::Agent);
}

QString AlarmModel::classText(Classes alarmClass)
{
    switch (alarmClass) {
    case Classes::Agent:
        return tr("program and machine");
    case Classes::Network:
        return tr("network");
    case Classes::Source:
        return tr("source");
    case Classes::Target:
        return tr("target");
    case Classes::File:
        return tr("files");
    case Classes::Security:
        return tr("security");
    }
    return Words::unknown();
}

AlarmModel::States AlarmModel::stateOf(const AlarmRow& row, qint64 nowUtcMs)
{
    if (row.clearedUtcMs > 0)
        return States::Over;
    if (row.silencedUntilUtcMs > nowUtcMs)
        return States::Silenced;
    return row.acknowledgedBy.isEmpty() ? States::New : States::Seen;
}

QString AlarmModel::stateText(States state)
{
    switch (state) {
    case States::New:
        return tr("new");
    case States::Seen:
        return tr("seen");
    case States::Silenced:
        return tr("silenced");
    case States::Over:
        return tr("over");
    }
    return Words::unknown();
}

int AlarmModel::waiting(const NodeSnapshot& node, qint64 nowUtcMs)
{
    return int(std::ranges::count_if(
        node.alarms, [&](const AlarmSnapshot& alarm) { return stateOf(rowOf(alarm), nowUtcMs) == States::New; }));
}

void AlarmModel::update(const NodeSnapshot& node)
{
    update(node, {});
}

void AlarmModel::update(const NodeSnapshot& node, const std::vector<AlarmSnapshot>& history)
{
    std::vector<AlarmRow> rows;
    for (const AlarmSnapshot& alarm : node.alarms)
        rows.push_back(rowOf(alarm));
    for (const AlarmSnapshot& alarm : history) {
        if (alarm.clearedUtcMs > 0)
            rows.push_back(rowOf(alarm));
    }
    setRows(rows);
}

int AlarmModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString AlarmModel::meta(const AlarmRow& row)
{
    QStringList parts;
    if (!row.subject.isEmpty())
        parts.append(displayText(row.subject, kSubjectLength));
    parts.append(tr("since %1").arg(Words::time(row.raisedUtcMs)));
    if (row.count > 1)
        parts.append(tr("%1 times").arg(Words::count(row.count)));
    return parts.join(QStringLiteral(" · "));
}

QString AlarmModel::report(const AlarmRow& row)
{
    const EventText text = eventText(row.event, row.args);
    QStringList lines = {text.title, text.cause, text.remedy, meta(row), u'[' + displayText(row.event) + u']'};
    if (!row.detail.isEmpty())
        lines.append(displayText(row.detail));
    return lines.join(u'\n');
}

QString AlarmModel::text(const AlarmRow& row, int column)
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
    case Class:
        return classText(classOf(row.event));
    case State:
        return stateText(stateOf(row, QDateTime::currentMSecsSinceEpoch()));
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
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (index.column() == Count ? Qt::AlignRight : Qt::AlignLeft));
    case CauseRole:
        return eventText(at.event, at.args).cause;
    case RemedyRole:
        return eventText(at.event, at.args).remedy;
    case MetaRole:
        return meta(at);
    case ReportRole:
        return report(at);
    case StateRole:
        return int(stateOf(at, QDateTime::currentMSecsSinceEpoch()));
    case ClassRole:
        return int(classOf(at.event));
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
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == Count ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
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
    case Class:
        return tr("Class");
    case State:
        return tr("State");
    default:
        return {};
    }
}

void AlarmFilter::setClass(std::optional<AlarmModel::Classes> alarmClass)
{
    m_class = alarmClass;
    invalidateFilter();
}

void AlarmFilter::setText(const QString& text)
{
    m_text = text;
    invalidateFilter();
}

bool AlarmFilter::filterAcceptsRow(int sourceRow, const QModelIndex& sourceParent) const
{
    const QModelIndex index = sourceModel()->index(sourceRow, 0, sourceParent);
    if (m_class && index.data(AlarmModel::ClassRole).toInt() != int(*m_class))
        return false;
    return m_text.isEmpty() || index.data(AlarmModel::ReportRole).toString().contains(m_text, Qt::CaseInsensitive);
}

} // namespace busheng
