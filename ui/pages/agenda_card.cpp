// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/agenda_card.h"

#include "ui/text/words.h"
#include "ui/widgets/cell_delegates.h"
#include "ui/widgets/table_setup.h"

#include <QHeaderView>

namespace busheng {
namespace {

constexpr int kMostRowsShown = 6;

BadgeDelegate::Look whatLook(int what)
{
    switch (AgendaRow::What(what)) {
    case AgendaRow::What::Task:
        return {QStringLiteral("files"), Tone::Neutral};
    case AgendaRow::What::Load:
        return {QStringLiteral("initializing"), Tone::Neutral};
    case AgendaRow::What::Verification:
        return {QStringLiteral("checking"), Tone::Neutral};
    case AgendaRow::What::LogRunsOut:
        return {QStringLiteral("alarm"), Tone::Warning};
    }
    return {QStringLiteral("info"), Tone::Neutral};
}

} // namespace

AgendaCard::AgendaCard(QWidget* parent) : Card(parent), m_table(new QTableView(this))
{
    m_sorted.setSourceModel(&m_model);
    m_sorted.setSortRole(AgendaModel::SortRole);
    setUpTable(*m_table, m_sorted);
    m_table->sortByColumn(AgendaModel::At, Qt::AscendingOrder);
    m_table->setItemDelegate(new RowDelegate(-1, m_table));
    m_table->setItemDelegateForColumn(AgendaModel::What, new BadgeDelegate(AgendaModel::WhatRole, &whatLook, m_table));
    setColumnWidths(*m_table, {{AgendaModel::At, 17}});
    m_table->horizontalHeader()->setSectionResizeMode(AgendaModel::What, QHeaderView::Stretch);
    m_table->horizontalHeader()->hide();
    // As high as what is due, within bounds: the page has to fit on a small screen.
    const int row = m_table->verticalHeader()->defaultSectionSize();
    m_table->setSizeAdjustPolicy(QAbstractScrollArea::AdjustToContents);
    m_table->setMinimumHeight(row + 2);
    m_table->setMaximumHeight(kMostRowsShown * row + 2);
    setContent(m_table);
    hide();
}

void AgendaCard::showNode(const NodeSnapshot& node, qint64 nowUtcMs)
{
    m_model.setRows(agendaOf(node, nowUtcMs));
    const int rows = m_model.rowCount();
    setVisible(rows > 0);
    setNote(Words::count(quint64(rows)));
}

void AgendaCard::retranslate()
{
    setTitle(tr("The next 24 hours"));
    m_table->setAccessibleName(tr("The next 24 hours"));
    m_model.retranslate();
}

} // namespace busheng
