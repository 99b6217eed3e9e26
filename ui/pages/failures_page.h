// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine_api.h"
#include "ui/models/exception_model.h"

#include <QComboBox>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QWidget>

#include <functional>
#include <optional>

class QMessageBox;

namespace busheng {

class Card;
class EmptyState;
class EngineClient;
class FailedFilesCard;
class KeyValueList;
class NoticeBar;

/// What a target did not take (docs/apply-errors.md): rows set aside, conflicts that wait, tables that are parked;
/// files that failed; and what a person does about them. Every decision is kept with who made it.
class FailuresPage : public QWidget {
    Q_OBJECT
public:
    explicit FailuresPage(EngineClient& client, QWidget* parent = nullptr);

    QComboBox* subscriptions() const { return m_subscriptions; }
    QTableView* table() const { return m_table; }
    QTableView* parkedTable() const { return m_parked; }
    QPushButton* resendButton() const { return m_resend; }
    QPushButton* resendAllButton() const { return m_resendAll; }
    QPushButton* dismissButton() const { return m_dismiss; }
    QPushButton* sourceButton() const { return m_takeSource; }
    QPushButton* targetButton() const { return m_takeTarget; }
    QPushButton* unparkButton() const { return m_unpark; }
    QPushButton* moreButton() const { return m_more; }
    FailedFilesCard& files() { return *m_files; }
    const KeyValueList& details() const { return *m_details; }
    const NoticeBar& notice() const { return *m_notice; }

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    using Call = std::function<void(EngineApi&, Reply<>)>;

    void build();
    void buildParked();
    void retranslate();
    void onSnapshot();
    void showParked();
    void refresh();
    void loadMore();
    void ask(qint64 beforeId);
    void showSelected();
    void updateButtons();
    const ExceptionRecord* selected() const;
    QString subscription() const;
    void resend(qint64 id);
    void askToResendAll();
    void askToDismiss();
    void askWhichSide(const QString& take);
    void unpark();
    void send(const Call& call);
    void onSent(const std::optional<Error>& error);
    QMessageBox* question(const QString& text, const QString& consequence);

    EngineClient& m_client;
    ExceptionModel m_model;
    ParkedTableModel m_parkedModel;
    quint64 m_generation = 0; ///< an answer to an older question is not shown
    quint64 m_openBefore = 0; ///< of the subscription, in the newest snapshot: another number, look again
    bool m_isSending = false;
    NoticeBar* m_notice;
    Card* m_card;
    QComboBox* m_subscriptions;
    QComboBox* m_states;
    QPushButton* m_resendAll;
    QPushButton* m_more;
    QStackedWidget* m_stack;
    QTableView* m_table;
    EmptyState* m_empty;
    Card* m_detailsCard;
    KeyValueList* m_details;
    QPushButton* m_resend;
    QPushButton* m_dismiss;
    QPushButton* m_takeSource;
    QPushButton* m_takeTarget;
    Card* m_parkedCard;
    QTableView* m_parked;
    QPushButton* m_unpark;
    FailedFilesCard* m_files;
};

} // namespace busheng
