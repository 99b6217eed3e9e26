// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/table_setup.h"

#include <QHeaderView>
#include <QTableView>

namespace busheng {
namespace {

constexpr int kRowPadding = 11;

} // namespace

void setUpTable(QTableView& table, QAbstractItemModel& model)
{
    table.setModel(&model);
    table.setFrameShape(QFrame::NoFrame);
    table.setShowGrid(false);
    table.setWordWrap(false);
    table.setSelectionBehavior(QAbstractItemView::SelectRows);
    table.setSelectionMode(QAbstractItemView::SingleSelection);
    table.setEditTriggers(QAbstractItemView::NoEditTriggers);
    table.setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    table.setTabKeyNavigation(false);
    table.setMouseTracking(true);
    const QFontMetrics metrics = table.fontMetrics();
    table.verticalHeader()->hide();
    table.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table.verticalHeader()->setDefaultSectionSize(metrics.ascent() + metrics.descent() + kRowPadding);
    QHeaderView* header = table.horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionResizeMode(QHeaderView::Interactive);
    header->setMinimumSectionSize(metrics.horizontalAdvance(u'0') * 6);
    header->setSortIndicator(-1, Qt::AscendingOrder);
    header->setSortIndicatorClearable(true);
    table.setSortingEnabled(true);
}

void setColumnWidths(QTableView& table, const QHash<int, int>& characters)
{
    const int unit = table.fontMetrics().horizontalAdvance(u'0');
    for (auto it = characters.begin(); it != characters.end(); ++it)
        table.setColumnWidth(it.key(), unit * it.value());
}

} // namespace busheng
