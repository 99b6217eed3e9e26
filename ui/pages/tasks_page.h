// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine_api.h"
#include "ui/models/file_task_model.h"

#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTableView>
#include <QWidget>

#include <functional>
#include <optional>

class QAction;
class QLineEdit;

namespace busheng {

class Card;
class EmptyState;
class EngineClient;
class NoticeBar;
class TaskRunsCard;

/// File transfer (§7.2, §8.2): the tasks, what a person does with them, their runs and what became of each file.
class TasksPage : public QWidget {
    Q_OBJECT
public:
    explicit TasksPage(EngineClient& client, QWidget* parent = nullptr);

    QTableView* table() const { return m_table; }
    QLineEdit* search() const { return m_search; }
    QPushButton* addButton() const { return m_add; }
    QAction* startAction() const { return m_start; }
    QAction* pauseAction() const { return m_pause; }
    QAction* stopAction() const { return m_stop; }
    QAction* editAction() const { return m_edit; }
    QAction* resendAction() const { return m_resend; }
    QAction* removeAction() const { return m_remove; }
    TaskRunsCard& runs() { return *m_runs; }
    const NoticeBar& notice() const { return *m_notice; }
    const NoticeBar& heldUp() const { return *m_heldUp; }
    void select(const QString& task);
    void openForm(const std::optional<FileTaskConfig>& existing);
    void openResend(const QString& task, const QStringList& paths);

protected:
    void changeEvent(QEvent* event) override;

private:
    using Call = std::function<void(EngineApi&, Reply<>)>;

    void build();
    void buildActions();
    void retranslate();
    void onSnapshot();
    void onSelected();
    void showHeldUp(const FileTaskSnapshot* task);
    void updateActions();
    const FileTaskSnapshot* selected() const;
    void start(bool full);
    void pauseOrResume();
    void edit();
    void askToStop();
    void askToRemove();
    void send(const Call& call);
    void onFailed(const Error& error);

    EngineClient& m_client;
    FileTaskModel m_model;
    QSortFilterProxyModel m_sorted;
    QString m_wanted; ///< to select once it is there
    QString m_seen;   ///< run and state of the selected task, in the newest snapshot
    bool m_isSending = false;
    NoticeBar* m_notice;
    Card* m_card;
    QLineEdit* m_search;
    QPushButton* m_add;
    QStackedWidget* m_stack;
    QTableView* m_table;
    EmptyState* m_empty;
    EmptyState* m_nothingFound;
    NoticeBar* m_heldUp;
    TaskRunsCard* m_runs;
    QAction* m_start;
    QAction* m_startFull;
    QAction* m_pause;
    QAction* m_stop;
    QAction* m_edit;
    QAction* m_resend;
    QAction* m_remove;
};

} // namespace busheng
