// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/mapping_draft.h"

#include <QHash>

#include <algorithm>

namespace busheng {
namespace {

bool takesAllColumns(const TableChoice& choice)
{
    return std::ranges::all_of(choice.columns, &ColumnChoice::isTaken);
}

const ColumnRename* renameOf(const TableMapping& mapping, const QString& column)
{
    const auto found = std::ranges::find(mapping.renames, column, &ColumnRename::column);
    return found == mapping.renames.end() ? nullptr : &*found;
}

} // namespace

void MappingDraft::set(std::vector<DescribedTable> tables, const std::vector<TableMapping>& mappings)
{
    m_tables = std::move(tables);
    m_choices.clear();
    m_lost.clear();
    QHash<QString, const TableMapping*> byTable;
    for (const TableMapping& mapping : mappings)
        byTable.insert(mapping.table, &mapping);
    m_takesLaterTables = !byTable.contains(kOtherTables);
    for (const DescribedTable& table : m_tables) {
        if (const TableMapping* const mapping = byTable.take(table.table))
            m_choices.push_back(choiceOf(table, *mapping));
        else
            m_choices.push_back({m_takesLaterTables, true, {}, {}, std::vector<ColumnChoice>(table.columns.size())});
    }
    for (const TableMapping& mapping : mappings) {
        if (mapping.table != kOtherTables && byTable.contains(mapping.table))
            m_lost.append(mapping.table);
    }
}

TableChoice MappingDraft::choiceOf(const DescribedTable& table, const TableMapping& mapping)
{
    TableChoice choice{true, mapping.columns.isEmpty(), mapping.targetTable, mapping.filter, {}};
    for (const DescribedColumn& column : table.columns) {
        const ColumnRename* const rename = renameOf(mapping, column.name);
        choice.columns.push_back(
            {choice.takesLater || mapping.columns.contains(column.name), rename == nullptr ? QString() : rename->name});
    }
    const auto noteLost = [&](const QString& name) {
        const QString whole = table.table + u'.' + name;
        if (std::ranges::find(table.columns, name, &DescribedColumn::name) == table.columns.end() &&
            !m_lost.contains(whole))
            m_lost.append(whole);
    };
    for (const QString& name : mapping.columns)
        noteLost(name);
    for (const ColumnRename& rename : mapping.renames)
        noteLost(rename.column);
    return choice;
}

int MappingDraft::takenTables() const
{
    return int(std::ranges::count_if(m_choices, &TableChoice::isTaken));
}

TableMapping MappingDraft::mappingOf(const DescribedTable& table, const TableChoice& choice)
{
    TableMapping mapping{table.table, choice.targetTable, {}, {}, choice.filter};
    const bool namesColumns = !choice.takesLater || !takesAllColumns(choice);
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const ColumnChoice& column = choice.columns.at(i);
        if (!column.isTaken)
            continue;
        if (namesColumns)
            mapping.columns.append(table.columns[i].name);
        if (!column.name.isEmpty() && column.name != table.columns[i].name)
            mapping.renames.push_back({table.columns[i].name, column.name});
    }
    return mapping;
}

std::vector<TableMapping> MappingDraft::mappings() const
{
    std::vector<TableMapping> all;
    const bool namesTables = !takesLaterTables();
    for (std::size_t i = 0; i < m_tables.size(); ++i) {
        if (!m_choices[i].isTaken)
            continue;
        TableMapping mapping = mappingOf(m_tables[i], m_choices[i]);
        if (namesTables || mapping != TableMapping{m_tables[i].table})
            all.push_back(std::move(mapping));
    }
    if (namesTables)
        all.push_back({kOtherTables});
    return all;
}

bool MappingDraft::isAsItIs(int at) const
{
    return choice(at).isTaken && mappingOf(table(at), choice(at)) == TableMapping{table(at).table};
}

QStringList MappingDraft::namesTwice(int at) const
{
    QHash<QString, int> uses;
    QStringList twice;
    for (std::size_t i = 0; i < choice(at).columns.size(); ++i) {
        const ColumnChoice& column = choice(at).columns[i];
        const QString name = column.name.isEmpty() ? table(at).columns[i].name : column.name;
        if (column.isTaken && ++uses[name] == 2)
            twice.append(name);
    }
    return twice;
}

} // namespace busheng
