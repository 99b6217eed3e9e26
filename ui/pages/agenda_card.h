// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/agenda_model.h"
#include "ui/widgets/card.h"

#include <QSortFilterProxyModel>
#include <QTableView>

namespace busheng {

/// What comes in the next day: tasks with their expected end, loads, reconciliations, and logs that run out. It hides
/// itself while nothing is due.
class AgendaCard : public Card {
    Q_OBJECT
public:
    explicit AgendaCard(QWidget* parent = nullptr);

    void showNode(const NodeSnapshot& node, qint64 nowUtcMs);
    void retranslate();
    QTableView* table() const { return m_table; }

private:
    AgendaModel m_model;
    QSortFilterProxyModel m_sorted;
    QTableView* m_table;
};

} // namespace busheng
