// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/exception_model.h"

#include "ui/text/display_text.h"
#include "ui/text/reason_text.h"
#include "ui/text/words.h"

namespace busheng {
namespace {

constexpr qsizetype kKeyLength = 80;

} // namespace

void ExceptionModel::append(const std::vector<ExceptionRecord>& older)
{
    std::vector<ExceptionRecord> all = rows();
    all.insert(all.end(), older.begin(), older.end());
    setRows(std::move(all));
}

ExceptionModel::States ExceptionModel::stateOf(const QString& state)
{
    if (state == QStringLiteral("open"))
        return States::Open;
    if (state == QStringLiteral("resolved"))
        return States::Resolved;
    return state == QStringLiteral("dismissed") ? States::Dismissed : States::Settled;
}

QString ExceptionModel::stateText(States state)
{
    switch (state) {
    case States::Open:
        return tr("open");
    case States::Resolved:
        return tr("resolved");
    case States::Dismissed:
        return tr("dismissed");
    case States::Settled:
        return tr("settled by policy");
    }
    return Words::unknown();
}

QString ExceptionModel::kindText(const QString& kind)
{
    return kind == QStringLiteral("conflict") ? tr("conflict") : tr("refused row");
}

QString ExceptionModel::operationText(const QString& operation)
{
    static const QHash<QString, const char*> kWords{
        {QStringLiteral("insert"), QT_TR_NOOP("insert")}, {QStringLiteral("update"), QT_TR_NOOP("update")},
        {QStringLiteral("delete"), QT_TR_NOOP("delete")}, {QStringLiteral("upsert"), QT_TR_NOOP("repair")},
        {QStringLiteral("remove"), QT_TR_NOOP("repair")}, {QStringLiteral("load"), QT_TR_NOOP("initial load")}};
    const auto word = kWords.constFind(operation);
    return word == kWords.constEnd() ? displayText(operation) : tr(*word);
}

QString ExceptionModel::text(const ExceptionRecord& row, int column) const
{
    switch (column) {
    case Since:
        return Words::time(row.createdUtcMs);
    case Kind:
        return kindText(row.kind);
    case Table:
        return displayText(row.table);
    case Key:
        return displayText(row.key, kKeyLength);
    case Operation:
        return operationText(row.operation);
    case State:
        return stateText(stateOf(row.state));
    case Attempts:
        return Words::count(row.attempts);
    default:
        return {};
    }
}

QString ExceptionModel::header(int column) const
{
    switch (column) {
    case Since:
        return tr("Since");
    case Kind:
        return tr("Kind");
    case Table:
        return tr("Table");
    case Key:
        return tr("Key");
    case Operation:
        return tr("Operation");
    case State:
        return tr("State");
    case Attempts:
        return tr("Attempts");
    default:
        return {};
    }
}

QVariant ExceptionModel::more(const ExceptionRecord& row, int column, int role) const
{
    if (role == StateRole)
        return int(stateOf(row.state));
    return role == Qt::ToolTipRole ? QVariant(plainToolTip(text(row, column))) : QVariant();
}

QString ParkedTableModel::text(const ParkedTable& row, int column) const
{
    switch (column) {
    case Table:
        return displayText(row.table);
    case Waiting:
        return Words::count(row.waitingChanges);
    case Since:
        return Words::time(row.sinceUtcMs);
    case Why:
        return row.byPerson ? tr("parked by hand") : displayText(reasonText(row.why));
    default:
        return {};
    }
}

QString ParkedTableModel::header(int column) const
{
    switch (column) {
    case Table:
        return tr("Parked table");
    case Waiting:
        return tr("Changes waiting");
    case Since:
        return tr("Since");
    case Why:
        return tr("Why");
    default:
        return {};
    }
}

QVariant ParkedTableModel::more(const ParkedTable& row, int column, int role) const
{
    return role == Qt::ToolTipRole ? QVariant(plainToolTip(text(row, column))) : QVariant();
}

} // namespace busheng
