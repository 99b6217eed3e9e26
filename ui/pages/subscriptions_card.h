// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine_api.h"
#include "engine/base/result.h"
#include "ui/models/subscription_model.h"
#include "ui/widgets/card.h"

#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTableView>

#include <functional>
#include <optional>

class QAction;
class QToolButton;

namespace busheng {

class EmptyState;
class EngineClient;

/// The flows of this node, one of them selected, and what an operator may do with it.
class SubscriptionsCard : public Card {
    Q_OBJECT
public:
    SubscriptionsCard(EngineClient& client, SubscriptionModel& model, QWidget* parent = nullptr);

    /// After the model was updated: keeps the selection, or selects the first flow.
    void refresh();
    QString selectedKey() const { return m_selectedKey; }
    void select(const QString& key);
    void retranslate();
    QTableView* table() const { return m_table; }
    QPushButton* pauseButton() const { return m_button; }
    QPushButton* subscribeButton() const { return m_subscribe; }
    QPushButton* publishButton() const { return m_publish; }

Q_SIGNALS:
    void selectionChanged();
    void requestFailed(const busheng::Error& error);

private:
    void buildTable();
    void onCurrentChanged(const QModelIndex& current);
    void updateButton();
    void pauseOrResume();
    void buildActions();
    void edit();
    void askToReload();
    void showStructure();
    void editMapping();
    void openMapping(const SubscriptionConfig& existing);
    void lookNow();
    void askToRemove();
    void ask(const QString& title, const QString& question, const QString& consequence, const QString& yes,
             std::function<void(EngineApi&, Reply<>)> call);
    const SubscriptionRow* selected() const;
    const SubscriptionSnapshot* selectedSubscription() const; ///< null: no subscription of ours
    const PublicationSnapshot* selectedPublication() const;   ///< null: no dataset of ours
    void openSubscriptionForm(const std::optional<SubscriptionConfig>& existing);
    void openDatasetForm(const std::optional<DatasetConfig>& existing);

    EngineClient& m_client;
    SubscriptionModel& m_model;
    QSortFilterProxyModel m_sorted;
    QStackedWidget* m_stack;
    QTableView* m_table;
    EmptyState* m_empty;
    QPushButton* m_button;
    QPushButton* m_subscribe;
    QPushButton* m_publish;
    QToolButton* m_more; ///< the actions, for who does not look for a context menu
    QAction* m_edit;
    QAction* m_structure;
    QAction* m_mapping;
    QAction* m_look;
    QAction* m_reload;
    QAction* m_remove;
    QString m_selectedKey;
    bool m_isAsking = false;
};

} // namespace busheng
