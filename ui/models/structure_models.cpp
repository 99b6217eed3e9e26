// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/structure_models.h"

#include "ui/text/display_text.h"
#include "ui/text/words.h"

#include <algorithm>

namespace busheng {
namespace {

/// "character varying(20) NOT NULL DEFAULT 'x'".
QString declared(const QString& type, bool notNull, const QString& defaultValue)
{
    QString text = displayText(type);
    if (notNull)
        text += QStringLiteral(" NOT NULL");
    if (!defaultValue.isEmpty())
        text += QStringLiteral(" DEFAULT ") + displayText(defaultValue);
    return text;
}

/// What of `is` stands in another way in `was`; from -1: nothing.
struct ChangedPart {
    qsizetype from = -1;
    qsizetype length = 0;
};

ChangedPart changedPart(const QString& was, const QString& is)
{
    if (was == is)
        return {};
    qsizetype head = 0;
    while (head < std::min(was.size(), is.size()) && was[head] == is[head])
        ++head;
    qsizetype tail = 0;
    while (tail < std::min(was.size(), is.size()) - head && was[was.size() - 1 - tail] == is[is.size() - 1 - tail])
        ++tail;
    return {head, is.size() - head - tail};
}

} // namespace

StructureState structureStateOf(const QString& word)
{
    if (word == u"missing")
        return StructureState::Missing;
    if (word == u"differs")
        return StructureState::Differs;
    if (word == u"ignored")
        return StructureState::Ignored;
    return word == u"extra" ? StructureState::Extra : StructureState::Same;
}

qint64 StructureTableModel::differing(const StructureTable& table)
{
    return std::ranges::count_if(table.columns, [](const StructureColumn& column) { return column.state != u"same"; });
}

bool StructureTableModel::isDifferent(const StructureTable& table)
{
    return table.state != u"same" || differing(table) > 0;
}

bool StructureTableModel::holds(const StructureTable& table, const QString& text)
{
    const auto has = [&text](const QString& name) { return name.contains(text, Qt::CaseInsensitive); };
    return has(table.table) || has(table.targetTable) ||
           std::ranges::any_of(table.columns, [&has](const StructureColumn& column) {
               return has(column.column) || has(column.targetColumn);
           });
}

QString StructureTableModel::text(const StructureTableRow& row, int column) const
{
    switch (column) {
    case Name:
        return displayText(row.table.table);
    case Target:
        return displayText(row.table.targetTable);
    case State:
        return Words::term(row.table.state);
    case Differing:
        return Words::count(quint64(differing(row.table)));
    case Load:
        if (row.isParked)
            return tr("its changes wait");
        if (row.load.table.isEmpty())
            return {};
        if (row.load.rowsLoaded < 0 || row.load.rowsExpected < 0) // among the changes: only its source counts its rows
            return tr("is being loaded");
        return tr("%1 of %2 rows loaded")
            .arg(Words::count(quint64(row.load.rowsLoaded)), Words::count(quint64(row.load.rowsExpected)));
    default:
        return {};
    }
}

QString StructureTableModel::header(int column) const
{
    switch (column) {
    case Name:
        return tr("Table");
    case Target:
        return tr("At the target");
    case State:
        return tr("State");
    case Differing:
        return tr("Columns other");
    case Load:
        return tr("At work");
    default:
        return {};
    }
}

QVariant StructureTableModel::more(const StructureTableRow& row, int column, int role) const
{
    return role == StateRole && column == State ? int(structureStateOf(row.table.state)) : QVariant();
}

QString StructureColumnModel::text(const StructureColumn& row, int column) const
{
    switch (column) {
    case Name:
        return displayText(row.column);
    case Declared:
        return declared(row.sourceType, row.sourceNotNull, row.sourceDefault);
    case State:
        return Words::term(row.state);
    case TargetName:
        return displayText(row.targetType.isEmpty() && row.state == u"missing"
                               ? QString(u'(' + row.targetColumn + u')') // as it will be called
                               : row.targetColumn);
    case TargetDeclared:
        return declared(row.targetType, row.targetNotNull, row.targetDefault);
    default:
        return {};
    }
}

QString StructureColumnModel::header(int column) const
{
    switch (column) {
    case Name:
        return tr("Source column");
    case Declared:
        return tr("At the source");
    case State:
        return tr("State");
    case TargetName:
        return tr("Target column");
    case TargetDeclared:
        return tr("At the target");
    default:
        return {};
    }
}

QVariant StructureColumnModel::more(const StructureColumn& row, int column, int role) const
{
    if (role == StateRole)
        return column == State ? int(structureStateOf(row.state)) : QVariant();
    if (role != FromRole && role != LengthRole)
        return {};
    // Types of unlike databases are written in other words and are the same all the same: the engine knows.
    const bool isMarked = row.state == u"differs" && column == TargetDeclared;
    const ChangedPart part = isMarked ? changedPart(text(row, Declared), text(row, TargetDeclared)) : ChangedPart();
    return int(role == FromRole ? part.from : part.length);
}

QString DescribedColumnModel::text(const DescribedColumn& row, int column) const
{
    switch (column) {
    case Name:
        return displayText(row.name);
    case Type:
        return displayText(row.type);
    case Key:
        return row.isKey ? tr("key") : QString();
    case NotNull:
        return row.notNull ? tr("must be there") : QString();
    case Default:
        return displayText(row.defaultValue);
    default:
        return {};
    }
}

QString DescribedColumnModel::header(int column) const
{
    switch (column) {
    case Name:
        return tr("Column");
    case Type:
        return tr("Type");
    case Key:
        return tr("Key");
    case NotNull:
        return tr("Value");
    case Default:
        return tr("Default");
    default:
        return {};
    }
}

} // namespace busheng
