// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialogs/engine_dialog.h"
#include "ui/models/mapping_models.h"

#include <QCheckBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTimer>
#include <QTreeView>
#include <QUndoStack>

#include <set>

namespace busheng {

/// Which tables, columns and rows of a dataset a subscription takes, and under which names (docs/table-mapping.md);
/// what is edited is held against the target while it is edited. Of a subscription that is there, saving loads it
/// anew; of one that is still to be made, taken() hands the mappings to its form.
class MappingDialog : public EngineDialog {
    Q_OBJECT
public:
    /// `existing`: the subscription as it was read, which saving takes the place of; nothing: it is still to be made.
    MappingDialog(EngineClient& client, const SubscriptionConfig& subscription,
                  const std::optional<SubscriptionConfig>& existing, QWidget* parent);

    SubscriptionConfig config() const; ///< with what is wanted now
    QLineEdit* search() const { return m_search; }
    QLineEdit* targetSchema() const { return m_targetSchema; }
    QTreeView* tables() const { return m_tables; }
    QTreeView* columns() const { return m_columns; }
    QCheckBox* laterTables() const { return m_laterTables; }
    QCheckBox* laterColumns() const { return m_laterColumns; }
    QString findings() const { return m_findings->toPlainText(); }
    QString summary() const { return m_summary->text(); }
    QPushButton* undoButton() const { return m_undo; }
    QPushButton* redoButton() const { return m_redo; }
    QPushButton* checkButton() const { return m_check; }
    QPushButton* saveButton() const { return m_save; }

    /// Asks first when something was edited.
    void reject() override;

Q_SIGNALS:
    /// Of a new one.
    void taken(const std::vector<busheng::TableMapping>& mappings, const QString& targetSchema);

private:
    void build();
    QWidget* buildTables();
    QWidget* buildColumns();
    void ask();
    void take(const DatasetStructure& structure);
    int selected() const; ///< a place in the draft; -1: none
    void showTable();
    void onWanted(int table, const TableChoice& choice);
    void apply(int table, const TableChoice& choice); ///< done, undone or redone
    void noteTwice(int table);
    QString problem() const; ///< why it cannot be saved; empty: it can
    void tryNow(bool all);
    void showTried(int table, const Result<StructureSnapshot>& tried);
    void showAllTried(const StructureSnapshot& tried);
    void showState();
    void askToSave();

    const SubscriptionConfig m_subscription;
    const std::optional<SubscriptionConfig> m_existing;
    MappingDraft m_draft;
    std::vector<TableMapping> m_before; ///< as the draft said it at first
    std::set<int> m_twice;              ///< tables of which two columns would have one name
    MappingTableModel m_tableModel;
    MappingColumnModel m_columnModel;
    QUndoStack m_steps;
    QTimer m_pause; ///< between the last key and a look at the target
    quint64 m_try = 0;
    QLineEdit* m_search;
    QLineEdit* m_targetSchema;
    QTreeView* m_tables;
    QTreeView* m_columns;
    QCheckBox* m_laterTables;
    QCheckBox* m_laterColumns;
    QPlainTextEdit* m_findings;
    QLabel* m_summary;
    QPushButton* m_undo;
    QPushButton* m_redo;
    QPushButton* m_check;
    QPushButton* m_save;
};

} // namespace busheng
