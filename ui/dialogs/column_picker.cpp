// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/column_picker.h"

#include "ui/text/display_text.h"

#include <QHeaderView>
#include <QVBoxLayout>

#include <algorithm>

namespace busheng {
namespace {

constexpr int kRoleName = Qt::UserRole; ///< as it is, not as it is shown
constexpr int kRoleKey = Qt::UserRole + 1;
constexpr int kRoleWasOn = Qt::UserRole + 3; ///< of a table: before the change at hand
constexpr int kRoleSensitive = Qt::UserRole + 2;
constexpr int kSpacing = 6;
constexpr int kFewTables = 3; ///< that are shown opened

const TableMapping* named(const std::vector<TableMapping>& tables, const QString& table)
{
    const auto found = std::ranges::find(tables, table, &TableMapping::table);
    return found == tables.end() ? nullptr : &*found;
}

} // namespace

ColumnPicker::ColumnPicker(QWidget* parent) : QWidget(parent), m_search(new QLineEdit), m_tree(new QTreeWidget)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kSpacing);
    layout->addWidget(m_search);
    layout->addWidget(m_tree, 1);
    m_search->setPlaceholderText(tr("Search tables and columns"));
    m_search->setAccessibleName(tr("Search tables and columns"));
    m_search->setClearButtonEnabled(true);
    m_tree->setAccessibleName(tr("Tables and columns"));
    m_tree->setHeaderLabels({tr("Table or column"), tr("Type"), tr("Mark"), tr("Which rows (empty: all)")});
    m_tree->setUniformRowHeights(true);
    m_tree->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    m_tree->header()->setSectionResizeMode(Name, QHeaderView::Stretch);
    m_tree->header()->setSectionResizeMode(Rows, QHeaderView::Stretch);
    connect(m_tree, &QTreeWidget::itemChanged, this, &ColumnPicker::onItemChanged);
    connect(m_search, &QLineEdit::textChanged, this, &ColumnPicker::filter);
}

void ColumnPicker::setChoice(const DatasetOffer& offer, const std::vector<TableMapping>& within,
                             const std::vector<TableMapping>& ticked)
{
    m_isFilling = true;
    m_tree->clear();
    QList<QTreeWidgetItem*> items;
    for (const OfferedTable& table : offer.tables) {
        const TableMapping* bounds = named(within, table.table);
        if (!within.empty() && bounds == nullptr)
            continue;
        const TableMapping* chosen = named(ticked, table.table);
        auto* item = new QTreeWidgetItem({displayText(table.table)});
        item->setData(Name, kRoleName, table.table);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable | Qt::ItemIsEditable);
        item->setCheckState(Name, chosen == nullptr ? Qt::Unchecked : Qt::Checked);
        item->setData(Name, kRoleWasOn, chosen != nullptr);
        item->setText(Rows, chosen != nullptr ? chosen->filter : bounds != nullptr ? bounds->filter : QString());
        for (const OfferedColumn& column : table.columns) {
            if (bounds != nullptr && !bounds->columns.contains(column.name))
                continue;
            auto* child = new QTreeWidgetItem(item, {displayText(column.name), displayText(column.type)});
            child->setData(Name, kRoleName, column.name);
            child->setData(Name, kRoleKey, column.isKey);
            child->setData(Name, kRoleSensitive, column.isSensitive);
            child->setText(Mark, column.isKey ? tr("key") : column.isSensitive ? tr("sensitive") : QString());
            child->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
            const bool isOn = chosen != nullptr && (column.isKey || chosen->columns.contains(column.name));
            child->setCheckState(Name, isOn ? Qt::Checked : Qt::Unchecked);
        }
        items.append(item);
    }
    m_tree->addTopLevelItems(items);
    if (items.size() <= kFewTables)
        m_tree->expandAll();
    m_tree->resizeColumnToContents(Type);
    m_tree->resizeColumnToContents(Mark);
    m_isFilling = false;
    Q_EMIT changed();
}

/// All that is not sensitive; the key in any case while the table is ticked.
void ColumnPicker::tickPlain(QTreeWidgetItem& table, bool on)
{
    for (int i = 0; i < table.childCount(); ++i) {
        QTreeWidgetItem* column = table.child(i);
        const bool isKey = column->data(Name, kRoleKey).toBool();
        const bool isSensitive = column->data(Name, kRoleSensitive).toBool();
        column->setCheckState(Name, on && (isKey || !isSensitive) ? Qt::Checked : Qt::Unchecked);
    }
}

void ColumnPicker::onItemChanged(QTreeWidgetItem* item)
{
    if (std::exchange(m_isFilling, true))
        return;
    if (QTreeWidgetItem* table = item->parent()) {
        const bool isOn = item->checkState(Name) == Qt::Checked;
        if (isOn)
            table->setCheckState(Name, Qt::Checked);
        for (int i = 0; i < table->childCount(); ++i) {
            QTreeWidgetItem* column = table->child(i);
            if (column->data(Name, kRoleKey).toBool() && table->checkState(Name) == Qt::Checked)
                column->setCheckState(Name, Qt::Checked); // rows are found by it
        }
    } else {
        const bool wasOn = item->data(Name, kRoleWasOn).toBool();
        const bool isOn = item->checkState(Name) == Qt::Checked;
        if (isOn != wasOn)
            tickPlain(*item, isOn);
    }
    QTreeWidgetItem* table = item->parent() != nullptr ? item->parent() : item;
    table->setData(Name, kRoleWasOn, table->checkState(Name) == Qt::Checked);
    m_isFilling = false;
    Q_EMIT changed();
}

void ColumnPicker::tick(const QString& table, const QString& column, bool on)
{
    for (int i = 0; i < m_tree->topLevelItemCount(); ++i) {
        QTreeWidgetItem* item = m_tree->topLevelItem(i);
        if (item->data(Name, kRoleName).toString() != table)
            continue;
        if (column.isEmpty())
            return item->setCheckState(Name, on ? Qt::Checked : Qt::Unchecked);
        for (int child = 0; child < item->childCount(); ++child) {
            if (item->child(child)->data(Name, kRoleName).toString() == column)
                return item->child(child)->setCheckState(Name, on ? Qt::Checked : Qt::Unchecked);
        }
    }
}

std::vector<TableMapping> ColumnPicker::tables() const
{
    std::vector<TableMapping> chosen;
    for (int i = 0; i < m_tree->topLevelItemCount(); ++i) {
        const QTreeWidgetItem* item = m_tree->topLevelItem(i);
        if (item->checkState(Name) != Qt::Checked)
            continue;
        TableMapping table{item->data(Name, kRoleName).toString(), {}, {}, {}, item->text(Rows).trimmed()};
        for (int child = 0; child < item->childCount(); ++child) {
            if (item->child(child)->checkState(Name) == Qt::Checked)
                table.columns.append(item->child(child)->data(Name, kRoleName).toString());
        }
        if (!table.columns.isEmpty())
            chosen.push_back(std::move(table));
    }
    return chosen;
}

bool ColumnPicker::hasSensitive() const
{
    for (int i = 0; i < m_tree->topLevelItemCount(); ++i) {
        const QTreeWidgetItem* item = m_tree->topLevelItem(i);
        for (int child = 0; child < item->childCount(); ++child) {
            const QTreeWidgetItem* column = item->child(child);
            if (item->checkState(Name) == Qt::Checked && column->checkState(Name) == Qt::Checked &&
                column->data(Name, kRoleSensitive).toBool())
                return true;
        }
    }
    return false;
}

QString ColumnPicker::summary() const
{
    const std::vector<TableMapping> chosen = tables();
    qsizetype columns = 0;
    for (const TableMapping& table : chosen)
        columns += table.columns.size();
    const QString counted = tr("Tables: %1 · columns: %2").arg(chosen.size()).arg(columns);
    return hasSensitive() ? tr("%1 · sensitive ones among them").arg(counted) : counted;
}

void ColumnPicker::filter(const QString& text)
{
    for (int i = 0; i < m_tree->topLevelItemCount(); ++i) {
        QTreeWidgetItem* item = m_tree->topLevelItem(i);
        const bool isTable = item->text(Name).contains(text, Qt::CaseInsensitive);
        bool hasColumn = false;
        for (int child = 0; child < item->childCount(); ++child) {
            const bool fits = isTable || item->child(child)->text(Name).contains(text, Qt::CaseInsensitive);
            item->child(child)->setHidden(!fits);
            hasColumn = hasColumn || fits;
        }
        item->setHidden(!isTable && !hasColumn);
        if (!text.isEmpty() && !isTable && hasColumn)
            item->setExpanded(true);
    }
}

} // namespace busheng
