// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>

class QAbstractItemModel;
class QTableView;

namespace busheng {

/// The one look and behaviour of our tables: whole rows, one selected, sorted by a click, no grid, no editing.
void setUpTable(QTableView& table, QAbstractItemModel& model);

/// Widths in digits of the table's font, so that they follow font and scale.
void setColumnWidths(QTableView& table, const QHash<int, int>& characters);

} // namespace busheng
