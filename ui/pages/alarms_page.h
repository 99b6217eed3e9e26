// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine_api.h"
#include "ui/models/alarm_model.h"
#include "ui/pages/console_page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QTimer>
#include <QWidget>

#include <functional>

class QAction;

namespace busheng {

class Card;
class EmptyState;
class EngineClient;
class NoticeBar;

/// Alarms (§8.1.5, §8.2.5): what happened, why, what to do, where to do it; seen by whom, and silenced until when.
class AlarmsPage : public QWidget {
    Q_OBJECT
public:
    explicit AlarmsPage(EngineClient& client, QWidget* parent = nullptr);

    QTableView* table() const { return m_table; }
    QComboBox* classes() const { return m_classes; }
    QLineEdit* search() const { return m_search; }
    QCheckBox* history() const { return m_history; }
    QAction* acknowledgeAction() const { return m_acknowledge; }
    QAction* silenceAction() const { return m_silence; }
    QPushButton* nextButton() const { return m_next; }
    QString explanation() const { return m_text->text(); }
    const NoticeBar& notice() const { return *m_notice; }

Q_SIGNALS:
    /// Where what is selected can be dealt with.
    void pageWanted(busheng::ConsolePage page);

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void build();
    void buildActions();
    void retranslate();
    void onSnapshot();
    void showKnown();
    void askHistory();
    void showSelected();
    void updateActions();
    const AlarmRow* selected() const;
    void acknowledge();
    void silenceOrNot();
    void send(const std::function<void(EngineApi&, Reply<>)>& call);
    void onFailed(const Error& error);

    EngineClient& m_client;
    AlarmModel m_model;
    AlarmFilter m_sorted;
    std::vector<AlarmSnapshot> m_past;
    std::size_t m_standing = 0; ///< in the newest snapshot: another number, and more may be over
    QTimer m_tick;              ///< a silence ends without anything happening
    bool m_isSending = false;
    NoticeBar* m_notice;
    Card* m_card;
    QLineEdit* m_search;
    QComboBox* m_classes;
    QCheckBox* m_history;
    QStackedWidget* m_stack;
    QTableView* m_table;
    EmptyState* m_empty;
    EmptyState* m_nothingFound;
    Card* m_detailsCard;
    QLabel* m_text;
    QPushButton* m_next;
    QAction* m_acknowledge;
    QAction* m_silence;
    QAction* m_copy;
};

/// The page on which an alarm is dealt with; that of alarms itself when there is none.
ConsolePage pageFor(const QString& event);

} // namespace busheng
