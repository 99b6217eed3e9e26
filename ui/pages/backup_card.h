// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/refresher.h"
#include "ui/models/backup_model.h"
#include "ui/widgets/card.h"
#include "ui/widgets/wrapped_text.h"

#include <QProgressBar>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>

class QAction;

namespace busheng {

class EngineClient;

/// Backups of the node: those that were made, with their size and whether they were looked through; making one while
/// the node works, looking one through, the timetable, and how one is restored.
class BackupCard : public Card {
    Q_OBJECT
public:
    explicit BackupCard(EngineClient& client, QWidget* parent = nullptr);

    QTableView* table() const { return m_table; }
    QAction* makeAction() const { return m_make; }
    QAction* verifyAction() const { return m_verify; }
    QAction* planAction() const { return m_plan; }
    QAction* restoreAction() const { return m_restore; }
    QPushButton* stopButton() const { return m_stop; }
    QProgressBar* progress() const { return m_progress; }
    QString planText() const { return m_planText->text(); }
    void refresh();
    void retranslate();

Q_SIGNALS:
    void failed(const busheng::Error& error);

private:
    void build();
    void buildActions();
    void onSnapshot();
    void take(const Result<BackupShelf>& shelf);
    void openForm(bool makes);
    void stop();
    void showPlan();
    void updateActions();
    const BackupRow* selected() const;

    EngineClient& m_client;
    Refresher<BackupShelf> m_asked;
    BackupShelf m_shelf;
    qint64 m_seen = -1; ///< BackupProgress::changes
    BackupModel m_model;
    QSortFilterProxyModel m_sorted;
    WrappedLabel* m_about;
    WrappedLabel* m_planText;
    QTableView* m_table;
    QWidget* m_work; ///< what is at work, while something is
    QLabel* m_workText;
    QProgressBar* m_progress;
    QPushButton* m_stop;
    QAction* m_make;
    QAction* m_verify;
    QAction* m_plan;
    QAction* m_restore;
    QAction* m_copy;
};

} // namespace busheng
