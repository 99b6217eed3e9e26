// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialogs/engine_dialog.h"
#include "ui/models/database_model.h"
#include "ui/models/structure_models.h"

#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStringListModel>
#include <QTableView>

namespace busheng {

/// What tables a registered database has, and the columns of the one that is selected. Reads names at once, of which
/// there may be thousands, and columns of one table at a time. Changes nothing.
class TablesDialog : public EngineDialog {
    Q_OBJECT
public:
    TablesDialog(EngineClient& client, const DatabaseRow& database, QWidget* parent);

    QLineEdit* search() const { return m_search; }
    QListView* tables() const { return m_tables; }
    QTableView* columns() const { return m_columns; }
    QPushButton* copyButton() const { return m_copy; }
    QString summary() const { return m_summary->text(); }

private:
    void build();
    QString side() const;
    QString selected() const; ///< as the database calls it; empty: none
    void look();
    void describe();
    void showCount();

    const DatabaseRow m_database;
    QStringList m_names;
    QString m_described; ///< whose columns are wanted: an answer about another one comes too late
    QStringListModel m_model;
    QSortFilterProxyModel m_shown;
    DescribedColumnModel m_columnModel;
    QLineEdit* m_search;
    QListView* m_tables;
    QTableView* m_columns;
    QLabel* m_summary;
    QLabel* m_table;
    QPushButton* m_copy;
};

} // namespace busheng
