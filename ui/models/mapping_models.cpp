// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/mapping_models.h"

#include "ui/models/structure_models.h"
#include "ui/text/display_text.h"
#include "ui/text/words.h"

#include <algorithm>

namespace busheng {
namespace {

QVariant checkState(bool on)
{
    return int(on ? Qt::Checked : Qt::Unchecked);
}

} // namespace

MappingTableModel::MappingTableModel(const MappingDraft& draft, QObject* parent)
    : QAbstractTableModel(parent), m_draft(draft)
{
}

void MappingTableModel::reload()
{
    beginResetModel();
    m_states.clear();
    choose();
    endResetModel();
}

void MappingTableModel::setSearch(const QString& text)
{
    if (text == m_search)
        return;
    beginResetModel();
    m_search = text;
    choose();
    endResetModel();
}

void MappingTableModel::choose()
{
    m_shown.clear();
    const auto holds = [this](const QString& name) { return name.contains(m_search, Qt::CaseInsensitive); };
    for (int i = 0; i < m_draft.tableCount(); ++i) {
        if (m_search.isEmpty() || holds(m_draft.table(i).table) || holds(m_draft.choice(i).targetTable) ||
            std::ranges::any_of(m_draft.table(i).columns, holds, &DescribedColumn::name))
            m_shown.push_back(i);
    }
}

int MappingTableModel::rowOf(int table) const
{
    const auto found = std::ranges::lower_bound(m_shown, table);
    return found == m_shown.end() || *found != table ? -1 : int(found - m_shown.begin());
}

void MappingTableModel::refresh(int table)
{
    m_states.remove(table);
    if (const int row = rowOf(table); row >= 0)
        Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

void MappingTableModel::setState(int table, const QString& word)
{
    m_states.insert(table, word);
    if (const int row = rowOf(table); row >= 0)
        Q_EMIT dataChanged(index(row, State), index(row, State));
}

void MappingTableModel::forgetStates()
{
    m_states.clear();
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, State), index(rowCount() - 1, State));
}

int MappingTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_shown.size());
}

int MappingTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString MappingTableModel::summary(int table) const
{
    const TableChoice& choice = m_draft.choice(table);
    if (!choice.isTaken)
        return tr("left out");
    if (m_draft.isAsItIs(table))
        return tr("as it is");
    const auto taken = std::ranges::count_if(choice.columns, &ColumnChoice::isTaken);
    const auto renamed = std::ranges::count_if(
        choice.columns, [](const ColumnChoice& column) { return column.isTaken && !column.name.isEmpty(); });
    QStringList parts;
    if (taken < qsizetype(choice.columns.size()))
        parts.append(
            tr("%1 of %2 columns").arg(Words::count(quint64(taken)), Words::count(quint64(choice.columns.size()))));
    else if (!choice.takesLater)
        parts.append(tr("these columns only"));
    if (renamed > 0)
        parts.append(tr("%1 under other names").arg(Words::count(quint64(renamed))));
    if (!choice.filter.isEmpty())
        parts.append(tr("some rows"));
    if (!choice.targetTable.isEmpty())
        parts.append(tr("another table name"));
    return parts.join(QStringLiteral(" · "));
}

QVariant MappingTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const int table = tableAt(index.row());
    const TableChoice& choice = m_draft.choice(table);
    const QString state = m_states.value(table);
    if (role == StateRole)
        return index.column() == State && !state.isEmpty() ? QVariant(int(structureStateOf(state))) : QVariant();
    if (role == Qt::CheckStateRole && index.column() == Name)
        return checkState(choice.isTaken);
    if (role == Qt::EditRole && index.column() == Target)
        return choice.targetTable.isEmpty() ? m_draft.table(table).table : choice.targetTable;
    if (role == Qt::EditRole && index.column() == Rows)
        return choice.filter;
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
        return {};
    switch (index.column()) {
    case Name:
        return displayText(m_draft.table(table).table);
    case Target:
        return displayText(choice.targetTable);
    case Rows:
        return displayText(choice.filter);
    case Summary:
        return summary(table);
    case State:
        return state.isEmpty() ? QString() : Words::term(state);
    default:
        return {};
    }
}

bool MappingTableModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    const int table = tableAt(index.row());
    TableChoice choice = m_draft.choice(table);
    if (role == Qt::CheckStateRole && index.column() == Name) {
        choice.isTaken = value.toInt() == Qt::Checked;
    } else if (role == Qt::EditRole && index.column() == Target) {
        const QString name = value.toString().trimmed();
        choice.targetTable = name == m_draft.table(table).table ? QString() : name;
    } else if (role == Qt::EditRole && index.column() == Rows) {
        choice.filter = value.toString().trimmed();
    } else {
        return false;
    }
    if (choice != m_draft.choice(table))
        Q_EMIT wanted(table, choice);
    return true;
}

Qt::ItemFlags MappingTableModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    if (index.column() == Name)
        flags |= Qt::ItemIsUserCheckable;
    if ((index.column() == Target || index.column() == Rows) && m_draft.choice(tableAt(index.row())).isTaken)
        flags |= Qt::ItemIsEditable;
    return flags;
}

QVariant MappingTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Source table");
    case Target:
        return tr("Target table");
    case Rows:
        return tr("Rows");
    case Summary:
        return tr("What is other");
    case State:
        return tr("State");
    default:
        return {};
    }
}

MappingColumnModel::MappingColumnModel(const MappingDraft& draft, QObject* parent)
    : QAbstractTableModel(parent), m_draft(draft)
{
}

void MappingColumnModel::setTable(int table)
{
    beginResetModel();
    m_table = table;
    m_found.clear();
    m_free.clear();
    endResetModel();
}

void MappingColumnModel::refresh()
{
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void MappingColumnModel::setFound(const std::vector<StructureColumn>& columns)
{
    m_found.clear();
    m_free.clear();
    for (const StructureColumn& column : columns) {
        if (column.column.isEmpty())
            m_free.append(column.targetColumn);
        else
            m_found.insert(column.column, column);
    }
    refresh();
}

int MappingColumnModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || m_table < 0 ? 0 : int(m_draft.table(m_table).columns.size());
}

int MappingColumnModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString MappingColumnModel::text(int row, int column) const
{
    const DescribedColumn& source = m_draft.table(m_table).columns.at(std::size_t(row));
    const ColumnChoice& choice = m_draft.choice(m_table).columns.at(std::size_t(row));
    const auto found = m_found.constFind(source.name);
    switch (column) {
    case Name:
        return displayText(source.name);
    case Type:
        return source.isKey ? tr("%1 · key").arg(displayText(source.type)) : displayText(source.type);
    case Target:
        return choice.isTaken ? displayText(choice.name.isEmpty() ? source.name : choice.name) : QString();
    case TargetType:
        return choice.isTaken && found != m_found.constEnd() ? displayText(found->targetType) : QString();
    case State:
        if (!choice.isTaken)
            return Words::term(QStringLiteral("ignored"));
        return found == m_found.constEnd() ? QString() : Words::term(found->state);
    default:
        return {};
    }
}

QVariant MappingColumnModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const DescribedColumn& source = m_draft.table(m_table).columns.at(std::size_t(index.row()));
    const ColumnChoice& choice = m_draft.choice(m_table).columns.at(std::size_t(index.row()));
    if (role == StateRole) {
        if (index.column() != State || text(index.row(), State).isEmpty())
            return {};
        return int(choice.isTaken ? structureStateOf(m_found.value(source.name).state) : StructureState::Ignored);
    }
    if (role == Qt::CheckStateRole && index.column() == Name)
        return checkState(choice.isTaken);
    if (role == Qt::EditRole && index.column() == Target)
        return choice.name.isEmpty() ? source.name : choice.name;
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
        return text(index.row(), index.column());
    return {};
}

/// A key goes with its table: rows are found by it.
bool MappingColumnModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    const DescribedColumn& source = m_draft.table(m_table).columns.at(std::size_t(index.row()));
    TableChoice choice = m_draft.choice(m_table);
    ColumnChoice& column = choice.columns.at(std::size_t(index.row()));
    if (role == Qt::CheckStateRole && index.column() == Name && !source.isKey) {
        column.isTaken = value.toInt() == Qt::Checked;
    } else if (role == Qt::EditRole && index.column() == Target) {
        const QString name = value.toString().trimmed();
        column.name = name == source.name ? QString() : name;
    } else {
        return false;
    }
    if (choice != m_draft.choice(m_table))
        Q_EMIT wanted(m_table, choice);
    return true;
}

Qt::ItemFlags MappingColumnModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    Qt::ItemFlags flags = Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    const TableChoice& choice = m_draft.choice(m_table);
    if (!choice.isTaken)
        return flags;
    flags |= Qt::ItemIsEnabled;
    if (index.column() == Name && !m_draft.table(m_table).columns.at(std::size_t(index.row())).isKey)
        flags |= Qt::ItemIsUserCheckable;
    if (index.column() == Target && choice.columns.at(std::size_t(index.row())).isTaken)
        flags |= Qt::ItemIsEditable;
    return flags;
}

QVariant MappingColumnModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Source column");
    case Type:
        return tr("Type");
    case Target:
        return tr("Target column");
    case TargetType:
        return tr("Type there");
    case State:
        return tr("State");
    default:
        return {};
    }
}

} // namespace busheng
