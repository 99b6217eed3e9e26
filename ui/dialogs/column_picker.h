// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/exchange.h"

#include <QLineEdit>
#include <QTreeWidget>
#include <QWidget>

namespace busheng {

/// Tables and their columns to tick, with a search, and for each table which rows. A key is ticked with its table; what
/// is sensitive says so and is never ticked by the way.
class ColumnPicker : public QWidget {
    Q_OBJECT
public:
    explicit ColumnPicker(QWidget* parent = nullptr);

    /// `within`: only these tables and columns can be ticked; empty: all that the offer has. `ticked`: at first.
    void setChoice(const DatasetOffer& offer, const std::vector<TableMapping>& within,
                   const std::vector<TableMapping>& ticked);
    std::vector<TableMapping> tables() const;
    bool hasSensitive() const; ///< among what is ticked
    QString summary() const;   ///< "2 tables, 7 columns, 1 of them sensitive"
    QLineEdit* search() const { return m_search; }
    QTreeWidget* tree() const { return m_tree; }
    /// As a person ticks it; the table's row when `column` is empty.
    void tick(const QString& table, const QString& column, bool on);

Q_SIGNALS:
    void changed();

private:
    enum Part { Name, Type, Mark, Rows };
    void onItemChanged(QTreeWidgetItem* item);
    void filter(const QString& text);
    static void tickPlain(QTreeWidgetItem& table, bool on);

    QLineEdit* m_search;
    QTreeWidget* m_tree;
    bool m_isFilling = false;
};

} // namespace busheng
