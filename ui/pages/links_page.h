// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine_api.h"
#include "ui/models/link_model.h"

#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTableView>
#include <QWidget>

#include <functional>
#include <optional>

class QAction;

namespace busheng {

class Card;
class EmptyState;
class EngineClient;
class KeyValueList;
class NoticeBar;

/// The peers of this node: who authenticated as whom, over which address and cipher suite, and what failed; to
/// register one, to say where it is reached and how much may flow when, to switch it off, to remove it.
class LinksPage : public QWidget {
    Q_OBJECT
public:
    explicit LinksPage(EngineClient& client, QWidget* parent = nullptr);

    /// Shows this peer, whatever was searched for.
    void select(const QString& code);
    QTableView* table() const { return m_table; }
    const NoticeBar& notice() const { return *m_notice; }
    const NoticeBar& failure() const { return *m_failure; } ///< of what was asked for
    QLineEdit* search() const { return m_search; }
    QPushButton* addButton() const { return m_add; }
    QAction* editAction() const { return m_edit; }
    QAction* enableAction() const { return m_enable; }
    QAction* removeAction() const { return m_remove; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    void retranslate();
    void onSnapshot(const NodeSnapshot& node);
    void showSelected();
    void buildActions();
    void updateActions();
    const LinkSnapshot* selected() const;
    void openForm(const std::optional<LinkConfig>& existing);
    void enableOrDisable();
    void askToRemove();
    void send(const std::function<void(EngineApi&, Reply<>)>& call);

    EngineClient& m_client;
    LinkModel m_model;
    QSortFilterProxyModel m_sorted;
    QString m_wanted; ///< to select once it is there
    bool m_isSending = false;
    NoticeBar* m_failure;
    Card* m_card;
    QLineEdit* m_search;
    QPushButton* m_add;
    QStackedWidget* m_stack;
    QTableView* m_table;
    EmptyState* m_empty;
    EmptyState* m_nothingFound;
    Card* m_detailsCard;
    KeyValueList* m_details;
    NoticeBar* m_notice;
    QAction* m_edit;
    QAction* m_enable;
    QAction* m_remove;
};

} // namespace busheng
