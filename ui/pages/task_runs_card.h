// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "ui/client/refresher.h"
#include "ui/models/file_run_models.h"
#include "ui/widgets/card.h"

#include <QComboBox>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTableView>
#include <QTimer>

class QAction;

namespace busheng {

class EmptyState;
class EngineClient;

/// The runs of a task, or all of this node with those received, and beside them what became of each file of the
/// selected run.
class TaskRunsCard : public Card {
    Q_OBJECT
public:
    explicit TaskRunsCard(EngineClient& client, QWidget* parent = nullptr);

    /// Whose runs are shown; empty: there is no task, then all.
    void setTask(const QString& task);
    /// The task moved: its runs are asked for again.
    void refresh();
    void retranslate();

    QComboBox* scope() const { return m_scope; }
    QComboBox* states() const { return m_states; }
    QTableView* runs() const { return m_runTable; }
    QTableView* files() const { return m_fileTable; }
    QAction* resendAction() const { return m_resend; }
    QPushButton* furtherButton() const { return m_further; }
    const FileRunRow* selectedRun() const;

Q_SIGNALS:
    void requestFailed(const busheng::Error& error);
    void resendWanted(const QString& task, const QStringList& paths);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* buildRuns();
    QWidget* buildFiles();
    void buildActions();
    void onTick();
    void askOlder(qint64 beforeId);
    void takeRuns(const Result<std::vector<FileRunRow>>& runs);
    void onRunSelected();
    void askFiles(const std::optional<FileRow>& last);
    void takeFiles(const std::vector<FileRow>& page, bool isFirst);
    void showFilesState();
    std::vector<const FileRow*> selectedFiles() const;
    void updateActions();
    void copySelected();
    void resendSelected();

    EngineClient& m_client;
    QString m_task;
    FileRunModel m_runs;
    QSortFilterProxyModel m_sortedRuns;
    FileRowModel m_files;
    QTimer m_tick;
    Refresher<std::vector<FileRunRow>> m_asked;
    quint64 m_runGeneration = 0; ///< of the runs that are shown
    QString m_runsOf;            ///< task whose runs are shown; empty: all
    quint64 m_generation = 0;    ///< of the files that are shown
    qint64 m_shownRun = 0;
    FileRunItem m_shown; ///< as it was when its files were asked for
    QComboBox* m_scope;
    QComboBox* m_states;
    QStackedWidget* m_runStack;
    QTableView* m_runTable;
    EmptyState* m_noRuns;
    QStackedWidget* m_fileStack;
    QTableView* m_fileTable;
    EmptyState* m_noFiles;
    QPushButton* m_further; ///< shows what is behind the files that fit into the list
    QAction* m_copy;
    QAction* m_resend;
};

} // namespace busheng
