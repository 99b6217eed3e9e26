// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/column_choice_model.h"

#include "ui/text/display_text.h"

#include <algorithm>

namespace busheng {
namespace {

/// An index of a column carries the row of its table, counted from 1; that of a table carries 0.
constexpr quintptr kTable = 0;

const TableMapping* named(const std::vector<TableMapping>& tables, const QString& table)
{
    const auto found = std::ranges::find(tables, table, &TableMapping::table);
    return found == tables.end() ? nullptr : &*found;
}

} // namespace

void ColumnChoiceModel::setChoice(const DatasetOffer& offer, const std::vector<TableMapping>& within,
                                  const std::vector<TableMapping>& ticked)
{
    beginResetModel();
    m_tables.clear();
    for (const OfferedTable& offered : offer.tables) {
        const TableMapping* const bounds = named(within, offered.table);
        if (!within.empty() && bounds == nullptr)
            continue;
        const TableMapping* const chosen = named(ticked, offered.table);
        Table table;
        table.name = offered.table;
        table.isOn = chosen != nullptr;
        table.rows = chosen != nullptr ? chosen->filter : bounds != nullptr ? bounds->filter : QString();
        for (const OfferedColumn& column : offered.columns) {
            if (bounds != nullptr && !bounds->columns.contains(column.name))
                continue;
            if (chosen != nullptr && (column.isKey || chosen->columns.contains(column.name)))
                table.ticked.insert(column.name);
            table.columns.push_back(column);
        }
        m_tables.push_back(std::move(table));
    }
    choose();
    endResetModel();
}

void ColumnChoiceModel::setSearch(const QString& text)
{
    if (text == m_search)
        return;
    beginResetModel();
    m_search = text;
    choose();
    endResetModel();
}

void ColumnChoiceModel::choose()
{
    m_shown.clear();
    const auto holds = [this](const QString& name) { return name.contains(m_search, Qt::CaseInsensitive); };
    for (std::size_t i = 0; i < m_tables.size(); ++i) {
        if (m_search.isEmpty() || holds(m_tables[i].name) ||
            std::ranges::any_of(m_tables[i].columns, holds, &OfferedColumn::name))
            m_shown.push_back(i);
    }
}

std::vector<TableMapping> ColumnChoiceModel::tables() const
{
    std::vector<TableMapping> chosen;
    for (const Table& table : m_tables) {
        if (!table.isOn || table.ticked.isEmpty())
            continue;
        TableMapping mapping{table.name, {}, {}, {}, table.rows.trimmed()};
        for (const OfferedColumn& column : table.columns) {
            if (table.ticked.contains(column.name))
                mapping.columns.append(column.name);
        }
        chosen.push_back(std::move(mapping));
    }
    return chosen;
}

int ColumnChoiceModel::tickedTables() const
{
    return int(
        std::ranges::count_if(m_tables, [](const Table& table) { return table.isOn && !table.ticked.isEmpty(); }));
}

int ColumnChoiceModel::tickedColumns() const
{
    qsizetype columns = 0;
    for (const Table& table : m_tables)
        columns += table.isOn ? table.ticked.size() : 0;
    return int(columns);
}

bool ColumnChoiceModel::hasSensitive() const
{
    return std::ranges::any_of(m_tables, [](const Table& table) {
        return table.isOn && std::ranges::any_of(table.columns, [&table](const OfferedColumn& column) {
                   return column.isSensitive && table.ticked.contains(column.name);
               });
    });
}

QModelIndex ColumnChoiceModel::indexOf(const QString& table, const QString& column) const
{
    for (int row = 0; row < rowCount(); ++row) {
        const Table& shown = tableAt(row);
        if (shown.name != table)
            continue;
        const QModelIndex found = index(row, Name);
        if (column.isEmpty())
            return found;
        const auto place = std::ranges::find(shown.columns, column, &OfferedColumn::name);
        return place == shown.columns.end() ? QModelIndex() : index(int(place - shown.columns.begin()), Name, found);
    }
    return {};
}

QModelIndex ColumnChoiceModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row()) + 1 : kTable);
}

QModelIndex ColumnChoiceModel::parent(const QModelIndex& child) const
{
    if (!child.isValid() || child.internalId() == kTable)
        return {};
    return createIndex(int(child.internalId() - 1), 0, kTable);
}

int ColumnChoiceModel::rowCount(const QModelIndex& parent) const
{
    if (!parent.isValid())
        return int(m_shown.size());
    if (parent.internalId() != kTable || parent.column() != Name)
        return 0;
    return int(tableAt(parent.row()).columns.size());
}

int ColumnChoiceModel::columnCount(const QModelIndex&) const
{
    return PartCount;
}

QVariant ColumnChoiceModel::tableData(const Table& table, int part, int role) const
{
    if (part == Name && role == Qt::CheckStateRole)
        return int(table.isOn ? Qt::Checked : Qt::Unchecked);
    if (part == Rows && role == Qt::EditRole)
        return table.rows;
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
        return {};
    return part == Name   ? QVariant(displayText(table.name))
           : part == Rows ? QVariant(displayText(table.rows))
                          : QVariant();
}

QVariant ColumnChoiceModel::columnData(const Table& table, const OfferedColumn& column, int part, int role) const
{
    if (part == Name && role == Qt::CheckStateRole)
        return int(table.ticked.contains(column.name) ? Qt::Checked : Qt::Unchecked);
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
        return {};
    switch (part) {
    case Name:
        return displayText(column.name);
    case Type:
        return displayText(column.type);
    case Mark:
        return column.isKey ? tr("key") : column.isSensitive ? tr("sensitive") : QString();
    default:
        return {};
    }
}

QVariant ColumnChoiceModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (index.internalId() == kTable)
        return tableData(tableAt(index.row()), index.column(), role);
    const Table& table = tableAt(int(index.internalId() - 1));
    return columnData(table, table.columns[std::size_t(index.row())], index.column(), role);
}

/// All that is not sensitive; the key in any case.
void ColumnChoiceModel::tickTable(Table& table, bool on)
{
    if (table.isOn == on)
        return;
    table.isOn = on;
    table.ticked.clear();
    for (const OfferedColumn& column : table.columns) {
        if (on && (column.isKey || !column.isSensitive))
            table.ticked.insert(column.name);
    }
}

void ColumnChoiceModel::tickColumn(Table& table, const QString& name, bool on)
{
    if (on) {
        table.ticked.insert(name);
        table.isOn = true;
    } else {
        table.ticked.remove(name);
    }
    for (const OfferedColumn& column : table.columns) {
        if (table.isOn && column.isKey)
            table.ticked.insert(column.name); // rows are found by it
    }
}

bool ColumnChoiceModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    const bool isTable = index.internalId() == kTable;
    const int row = isTable ? index.row() : int(index.internalId() - 1);
    Table& table = m_tables[m_shown[std::size_t(row)]];
    const bool on = value.toInt() == Qt::Checked;
    if (isTable && index.column() == Rows && role == Qt::EditRole)
        table.rows = value.toString();
    else if (index.column() != Name || role != Qt::CheckStateRole)
        return false;
    else if (isTable)
        tickTable(table, on);
    else
        tickColumn(table, table.columns[std::size_t(index.row())].name, on);
    const QModelIndex top = this->index(row, Name);
    Q_EMIT dataChanged(top, top.siblingAtColumn(Rows));
    if (const int columns = rowCount(top); columns > 0)
        Q_EMIT dataChanged(this->index(0, Name, top), this->index(columns - 1, Name, top), {Qt::CheckStateRole});
    Q_EMIT ticked();
    return true;
}

Qt::ItemFlags ColumnChoiceModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    if (index.column() == Name)
        flags |= Qt::ItemIsUserCheckable;
    if (index.column() == Rows && index.internalId() == kTable)
        flags |= Qt::ItemIsEditable;
    return flags;
}

QVariant ColumnChoiceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Table or column");
    case Type:
        return tr("Type");
    case Mark:
        return tr("Mark");
    case Rows:
        return tr("Which rows (empty: all)");
    default:
        return {};
    }
}

} // namespace busheng
