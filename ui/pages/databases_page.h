// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"
#include "ui/models/database_model.h"

#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTableView>
#include <QWidget>

class QAction;
class QLineEdit;

namespace busheng {

class Card;
class EmptyState;
class EngineClient;
class NoticeBar;

/// Sources and targets: register, change, look before operation, give rights, remove.
class DatabasesPage : public QWidget {
    Q_OBJECT
public:
    explicit DatabasesPage(EngineClient& client, QWidget* parent = nullptr);

    QTableView* table() const { return m_table; }
    QPushButton* addSourceButton() const { return m_addSource; }
    QPushButton* addTargetButton() const { return m_addTarget; }
    const NoticeBar& notice() const { return *m_notice; }
    void openForm(DatabaseSide side, const std::optional<DatabaseConfig>& existing = std::nullopt);

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void build();
    void buildActions();
    void retranslate();
    void refresh();   ///< asks the engine
    void showKnown(); ///< of them
    void updateActions();
    const DatabaseRow* selected() const;
    void select(const QString& key);
    void edit();
    void check();
    void giveRights();
    void showTables();
    void changePassword();
    void askToRemove();
    void remove(const DatabaseRow& row);
    void onFailed(const Error& error);

    EngineClient& m_client;
    DatabaseModel m_model;
    QSortFilterProxyModel m_sorted;
    std::vector<DatabaseConfig> m_sources;
    std::vector<DatabaseConfig> m_targets;
    QString m_wanted; ///< key to select once it is there
    NoticeBar* m_notice;
    Card* m_card;
    QLineEdit* m_search;
    QPushButton* m_addSource;
    QPushButton* m_addTarget;
    QStackedWidget* m_stack;
    QTableView* m_table;
    EmptyState* m_empty;
    EmptyState* m_nothingFound;
    QAction* m_edit;
    QAction* m_check;
    QAction* m_rights;
    QAction* m_tables;
    QAction* m_password;
    QAction* m_remove;
};

} // namespace busheng
