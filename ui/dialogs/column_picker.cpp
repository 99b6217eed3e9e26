// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/column_picker.h"

#include <QHeaderView>
#include <QVBoxLayout>

namespace busheng {
namespace {

constexpr int kSpacing = 6;
constexpr int kFewTables = 3; ///< that are shown opened
constexpr int kTypeCharacters = 18;
constexpr int kMarkCharacters = 12;

} // namespace

ColumnPicker::ColumnPicker(QWidget* parent) : QWidget(parent), m_search(new QLineEdit), m_tree(new QTreeView)
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
    m_tree->setModel(&m_model);
    m_tree->setUniformRowHeights(true); // thousands of them
    m_tree->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    m_tree->header()->setSectionResizeMode(ColumnChoiceModel::Name, QHeaderView::Stretch);
    m_tree->header()->setSectionResizeMode(ColumnChoiceModel::Rows, QHeaderView::Stretch);
    const int unit = fontMetrics().horizontalAdvance(u'0');
    m_tree->setColumnWidth(ColumnChoiceModel::Type, kTypeCharacters * unit);
    m_tree->setColumnWidth(ColumnChoiceModel::Mark, kMarkCharacters * unit);
    connect(&m_model, &ColumnChoiceModel::ticked, this, &ColumnPicker::changed);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_model.setSearch(text);
        openFew();
    });
}

void ColumnPicker::setChoice(const DatasetOffer& offer, const std::vector<TableMapping>& within,
                             const std::vector<TableMapping>& ticked)
{
    m_model.setChoice(offer, within, ticked);
    openFew();
    Q_EMIT changed();
}

void ColumnPicker::openFew()
{
    if (m_model.rowCount() <= kFewTables)
        m_tree->expandAll();
}

void ColumnPicker::tick(const QString& table, const QString& column, bool on)
{
    m_model.setData(m_model.indexOf(table, column), int(on ? Qt::Checked : Qt::Unchecked), Qt::CheckStateRole);
}

QString ColumnPicker::summary() const
{
    const QString counted = tr("Tables: %1 · columns: %2").arg(m_model.tickedTables()).arg(m_model.tickedColumns());
    return hasSensitive() ? tr("%1 · sensitive ones among them").arg(counted) : counted;
}

} // namespace busheng
