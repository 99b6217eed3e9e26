// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine_api.h"
#include "ui/models/ledger_model.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QTimer>
#include <QWidget>

class QAction;

namespace busheng {

class Card;
class EmptyState;
class EngineClient;
class KeyValueList;
class NoticeBar;

/// The ledger (§9 c): every packet and file that crossed. All of it to scroll through, a search by link, kind, outcome,
/// time and number, file or digest, and the life of one thing: all lines that speak of it.
class LedgerPage : public QWidget {
    Q_OBJECT
public:
    explicit LedgerPage(EngineClient& client, QWidget* parent = nullptr);

    QTableView* table() const { return m_table; }
    LedgerModel& model() { return m_model; }
    QLineEdit* search() const { return m_search; }
    QComboBox* peers() const { return m_peers; }
    QComboBox* kinds() const { return m_kinds; }
    QComboBox* outcomes() const { return m_outcomes; }
    QComboBox* times() const { return m_times; }
    QAction* lifeAction() const { return m_life; }
    QPushButton* checkButton() const { return m_check; }
    QPushButton* exportButton() const { return m_export; }
    QString progress() const { return m_progress->text(); }
    const KeyValueList& details() const { return *m_details; }
    const NoticeBar& notice() const { return *m_notice; }
    void exportTo(const QString& path);
    void select(qint64 id);

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void build();
    void buildFilters();
    void buildActions();
    void retranslate();
    void retranslateFilters();
    void onSnapshot();
    LedgerFilter filter() const;
    void refresh();
    void onFilterChanged();
    void lookForNewer();
    void askBlock(qint64 block);
    void searchOn(qint64 beforeId);
    void onScrolled(int value);
    void stopSearch();
    void clearFilter();
    void showLife();
    void showSelected();
    void showState();
    void copySelected();
    void askForFile();
    void openCheck(const QString& path);
    void onFailed(const Error& error);

    EngineClient& m_client;
    LedgerModel m_model;
    QTimer m_tick;
    QTimer m_typing;          ///< a search begins when somebody has stopped typing
    quint64 m_generation = 0; ///< an answer to an older search is not shown
    qint64 m_searchedTo = 0;
    bool m_isSearching = false;
    bool m_isNewestAsked = false;
    QString m_lifeStream; ///< narrows the search to one stream
    NoticeBar* m_notice;
    Card* m_card;
    QLineEdit* m_search;
    QComboBox* m_peers;
    QComboBox* m_kinds;
    QComboBox* m_outcomes;
    QComboBox* m_times;
    QLabel* m_progress;
    QPushButton* m_stop;
    QPushButton* m_clear;
    QPushButton* m_check;
    QPushButton* m_export;
    QStackedWidget* m_stack;
    QTableView* m_table;
    EmptyState* m_empty;
    EmptyState* m_nothingFound;
    Card* m_detailsCard;
    KeyValueList* m_details;
    QAction* m_life;
    QAction* m_copy;
};

} // namespace busheng
