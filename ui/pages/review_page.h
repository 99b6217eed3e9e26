// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine_api.h"
#include "ui/client/refresher.h"
#include "ui/models/operator_models.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTableView>

class QAction;

namespace busheng {

class Card;
class EmptyState;
class EngineClient;
class NoticeBar;

/// What one person wants changed and another confirms (§5): before and after side by side, why, by whom; confirming,
/// rejecting, withdrawing.
class ReviewPage : public QWidget {
    Q_OBJECT
public:
    explicit ReviewPage(EngineClient& client, QWidget* parent = nullptr);

    QTableView* table() const { return m_table; }
    QTableView* fields() const { return m_fieldTable; }
    QComboBox* states() const { return m_states; }
    QCheckBox* onlyChanges() const { return m_onlyChanges; }
    QAction* approveAction() const { return m_approve; }
    QAction* rejectAction() const { return m_reject; }
    QAction* withdrawAction() const { return m_withdraw; }
    QString story() const { return m_story->text(); }
    const NoticeBar& notice() const { return *m_notice; }

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void build();
    void buildDetails();
    void retranslate();
    void onSnapshot();
    void refresh();
    void take(const Result<std::vector<ReviewedChange>>& changes);
    void showSelected();
    void showChange();
    void updateActions();
    const ReviewedChange* selected() const;
    QString storyOf(const ReviewedChange& change) const;
    void approve();
    void reject();
    void withdraw();
    void onFailed(const Error& error);

    EngineClient& m_client;
    ReviewModel m_model;
    QSortFilterProxyModel m_sorted;
    ChangedFieldModel m_fieldModel;
    ReviewedChange m_shown; ///< whole, as change() gave it; id 0: none
    qint64 m_waiting = -1;  ///< in the newest snapshot
    Refresher<std::vector<ReviewedChange>> m_asked;
    NoticeBar* m_notice;
    Card* m_card;
    QComboBox* m_states;
    QStackedWidget* m_stack;
    QTableView* m_table;
    EmptyState* m_empty;
    Card* m_detailsCard;
    QLabel* m_story;
    QCheckBox* m_onlyChanges;
    QTableView* m_fieldTable;
    QAction* m_approve;
    QAction* m_reject;
    QAction* m_withdraw;
    QAction* m_copy;
};

} // namespace busheng
