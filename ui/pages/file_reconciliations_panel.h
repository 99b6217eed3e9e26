// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "ui/models/file_reconciliation_models.h"

#include <QComboBox>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTableView>
#include <QTimer>
#include <QWidget>

namespace busheng {

class Card;
class EmptyState;
class EngineClient;
class FileDifferencesCard;
class NoticeBar;

/// Reconciliations of file tasks (§8.2.6): begin one, see those that were, and what the selected one found.
class FileReconciliationsPanel : public QWidget {
    Q_OBJECT
public:
    explicit FileReconciliationsPanel(EngineClient& client, QWidget* parent = nullptr);

    QTableView* table() const { return m_table; }
    QComboBox* tasks() const { return m_tasks; }
    QComboBox* periods() const { return m_periods; }
    QSpinBox* lateAfter() const { return m_lateAfter; }
    QPushButton* reconcileButton() const { return m_reconcile; }
    QPushButton* stopButton() const { return m_stop; }
    FileDifferencesCard& result() { return *m_result; }
    const NoticeBar& notice() const { return *m_notice; }
    void retranslate();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void build();
    void onSnapshot();
    void onTick();
    void refresh();
    void askOlder(qint64 beforeId);
    void takeNewest(const std::vector<FileReconciliation>& page);
    void showSelected();
    void begin();
    void stop();
    void updateButtons();
    const FileReconciliation* selected() const;
    void onFailed(const Error& error);

    EngineClient& m_client;
    FileReconciliationModel m_model;
    QSortFilterProxyModel m_sorted;
    QTimer m_tick;
    qint64 m_wanted = 0;         ///< to select once it is in the list
    bool m_isListAsked = false;  ///< an answer is under way
    bool m_isAskedAgain = false; ///< and something may have happened since it was asked for
    bool m_isAsking = false;
    NoticeBar* m_notice;
    Card* m_card;
    QComboBox* m_tasks;
    QComboBox* m_periods;
    QSpinBox* m_lateAfter; ///< minutes; 0: nothing is late
    QPushButton* m_reconcile;
    QPushButton* m_stop;
    QStackedWidget* m_stack;
    QTableView* m_table;
    EmptyState* m_empty;
    FileDifferencesCard* m_result;
};

} // namespace busheng
