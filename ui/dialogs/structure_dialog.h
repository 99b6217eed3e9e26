// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialogs/engine_dialog.h"
#include "ui/models/structure_models.h"

#include <QCheckBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>

namespace busheng {

/// The tables of a subscription and those of its target side by side: what differs, the statements that would make the
/// target fit, and what a person may order about it (run them, load one table anew, let one wait).
class StructureDialog : public EngineDialog {
    Q_OBJECT
public:
    StructureDialog(EngineClient& client, const QString& subscription, QWidget* parent);

    QTableView* tables() const { return m_tables; }
    QTableView* columns() const { return m_columns; }
    QLineEdit* search() const { return m_search; }
    QCheckBox* onlyDifferent() const { return m_onlyDifferent; }
    QString statements() const { return m_sql->toPlainText(); }
    QString summary() const { return m_summary->text(); }
    QString found() const { return m_found->toPlainText(); }
    QPushButton* lookButton() const { return m_look; }
    QPushButton* copyButton() const { return m_copy; }
    QPushButton* runButton() const { return m_run; }
    QPushButton* reloadButton() const { return m_reload; }
    QPushButton* parkButton() const { return m_park; }

private:
    void build();
    QWidget* buildTables();
    void look();
    void show(const StructureSnapshot& structure);
    void filter();
    void showSelected();
    void updateButtons();
    void showProgress(); ///< of the newest snapshot
    const StructureTableRow* selected() const;
    const SubscriptionSnapshot* subscription() const; ///< in the newest snapshot; null: it is gone
    void askToRun();
    void run();
    void askToReload();
    void askToPark();
    void order(std::function<void(EngineApi&, Reply<>)> call, const QString& done);

    const QString m_subscription;
    StructureSnapshot m_structure;
    QString m_counted;
    QString m_word;           ///< of what was ordered last
    QString m_ordered;        ///< the table that is to be loaded anew; empty: none is, or it is done
    bool m_isLoading = false; ///< it was seen to be
    StructureTableModel m_tableModel;
    StructureColumnModel m_columnModel;
    QSortFilterProxyModel m_sorted;
    QLabel* m_summary;
    QLineEdit* m_search;
    QCheckBox* m_onlyDifferent;
    QTableView* m_tables;
    QTableView* m_columns;
    QPlainTextEdit* m_found; ///< what keeps rows of the selected table from being stored
    QPlainTextEdit* m_sql;
    QPushButton* m_look;
    QPushButton* m_copy;
    QPushButton* m_run;
    QPushButton* m_reload;
    QPushButton* m_park;
};

} // namespace busheng
