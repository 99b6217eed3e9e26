// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/column_choice_model.h"

#include <QLineEdit>
#include <QTreeView>
#include <QWidget>

namespace busheng {

/// Tables and their columns to tick, with a search, and for each table which rows (ColumnChoiceModel).
class ColumnPicker : public QWidget {
    Q_OBJECT
public:
    explicit ColumnPicker(QWidget* parent = nullptr);

    /// `within`: only these tables and columns can be ticked; empty: all that the offer has. `ticked`: at first.
    void setChoice(const DatasetOffer& offer, const std::vector<TableMapping>& within,
                   const std::vector<TableMapping>& ticked);
    std::vector<TableMapping> tables() const { return m_model.tables(); }
    bool isEmpty() const { return m_model.tableCount() == 0; }   ///< there is nothing to tick
    bool hasSensitive() const { return m_model.hasSensitive(); } ///< among what is ticked
    QString summary() const;                                     ///< "2 tables, 7 columns, 1 of them sensitive"
    QLineEdit* search() const { return m_search; }
    QTreeView* tree() const { return m_tree; }
    /// As a person ticks it; the table's row when `column` is empty.
    void tick(const QString& table, const QString& column, bool on);

Q_SIGNALS:
    void changed();

private:
    void openFew();

    ColumnChoiceModel m_model;
    QLineEdit* m_search;
    QTreeView* m_tree;
};

} // namespace busheng
