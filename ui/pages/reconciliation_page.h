// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"
#include "ui/client/refresher.h"
#include "ui/models/verification_model.h"

#include <QCheckBox>
#include <QComboBox>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>
#include <QTimer>
#include <QWidget>

namespace busheng {

class Card;
class EmptyState;
class EngineClient;
class FileReconciliationsPanel;
class NoticeBar;
class VerificationCard;

/// Reconciliation, of rows (§7.1.2.3 g, §8.1.4) and beside it of files (§8.2.6): begin one, see those that were, and
/// what the selected one found.
class ReconciliationPage : public QWidget {
    Q_OBJECT
public:
    explicit ReconciliationPage(EngineClient& client, QWidget* parent = nullptr);

    QTableView* table() const { return m_table; }
    QComboBox* subscriptions() const { return m_subscriptions; }
    QComboBox* levels() const { return m_levels; }
    QPushButton* verifyButton() const { return m_verify; }
    VerificationCard& result() { return *m_result; }
    const NoticeBar& notice() const { return *m_notice; }
    FileReconciliationsPanel& files() { return *m_files; }
    void showFiles(); ///< instead of the rows

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    QWidget* buildRows();
    void build();
    void retranslate();
    void onSnapshot();
    void onTick();
    void refreshList();
    void refreshSelected();
    void takeList(const Result<std::vector<VerificationSnapshot>>& list);
    void begin();
    void updateButton();
    qint64 selectedId() const;
    void onFailed(const Error& error);

    EngineClient& m_client;
    VerificationModel m_model;
    QSortFilterProxyModel m_sorted;
    QTimer m_tick;
    qint64 m_wanted = 0; ///< to select once it is in the list
    Refresher<std::vector<VerificationSnapshot>> m_asked;
    bool m_isSelectedAsked = false;
    bool m_isBeginning = false;
    QTabBar* m_tabs;
    QStackedWidget* m_kinds;
    FileReconciliationsPanel* m_files;
    NoticeBar* m_notice;
    Card* m_card;
    QComboBox* m_subscriptions;
    QComboBox* m_levels;
    QCheckBox* m_gentle;
    QPushButton* m_verify;
    QStackedWidget* m_stack;
    QTableView* m_table;
    EmptyState* m_empty;
    VerificationCard* m_result;
};

} // namespace busheng
