// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/tasks_page.h"

#include "ui/client/engine_client.h"
#include "ui/client/operator_name.h"
#include "ui/dialogs/confirmation.h"
#include "ui/dialogs/resend_dialog.h"
#include "ui/dialogs/right_guard.h"
#include "ui/dialogs/task_form.h"
#include "ui/pages/page_layout.h"
#include "ui/pages/task_runs_card.h"
#include "ui/text/display_text.h"
#include "ui/widgets/card.h"
#include "ui/widgets/cell_delegates.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/table_setup.h"

#include <QAction>
#include <QEvent>
#include <QHeaderView>
#include <QSplitter>

#include <algorithm>

namespace busheng {
namespace {

constexpr int kSpacing = 10;
constexpr int kRowsAlwaysShown = 4;

using States = FileTaskModel::States;

BadgeDelegate::Look taskLook(int state)
{
    switch (States(state)) {
    case States::Idle:
        return {QStringLiteral("ok"), Tone::Neutral};
    case States::Queued:
        return {QStringLiteral("queue"), Tone::Busy};
    case States::Waiting:
        return {QStringLiteral("waiting"), Tone::Warning};
    case States::Running:
        return {QStringLiteral("catchingup"), Tone::Busy};
    case States::Paused:
        return {QStringLiteral("paused"), Tone::Warning};
    case States::Disabled:
        return {QStringLiteral("pause"), Tone::Neutral};
    case States::Failed:
        return {QStringLiteral("alarm"), Tone::Bad};
    }
    return {QStringLiteral("info"), Tone::Neutral};
}

} // namespace

TasksPage::TasksPage(EngineClient& client, QWidget* parent)
    : QWidget(parent), m_client(client), m_notice(new NoticeBar(this)), m_card(new Card(this)),
      m_search(searchField(m_card)), m_add(new QPushButton(m_card)), m_stack(new QStackedWidget(m_card)),
      m_table(new QTableView(m_stack)), m_empty(new EmptyState(QStringLiteral("files"), m_stack)),
      m_nothingFound(new EmptyState(QStringLiteral("info"), m_stack)), m_heldUp(new NoticeBar(this)),
      m_runs(new TaskRunsCard(client, this)), m_start(new QAction(this)), m_startFull(new QAction(this)),
      m_pause(new QAction(this)), m_stop(new QAction(this)), m_edit(new QAction(this)), m_resend(new QAction(this)),
      m_remove(new QAction(this))
{
    build();
    buildActions();
    retranslate();
    connect(&m_client, &EngineClient::snapshotChanged, this, &TasksPage::onSnapshot);
    connect(&m_client, &EngineClient::lost, this, &TasksPage::updateActions);
    onSnapshot();
}

void TasksPage::build()
{
    m_sorted.setSourceModel(&m_model);
    m_sorted.setSortRole(FileTaskModel::SortRole);
    m_sorted.setFilterKeyColumn(-1);
    m_sorted.setFilterCaseSensitivity(Qt::CaseInsensitive);
    setUpTable(*m_table, m_sorted);
    m_table->setItemDelegate(new RowDelegate(-1, m_table));
    m_table->setItemDelegateForColumn(FileTaskModel::State,
                                      new BadgeDelegate(FileTaskModel::StateRole, &taskLook, m_table));
    setColumnWidths(*m_table, {{FileTaskModel::Peer, 24},
                               {FileTaskModel::Starts, 24},
                               {FileTaskModel::State, 18},
                               {FileTaskModel::Files, 30},
                               {FileTaskModel::LastRun, 21},
                               {FileTaskModel::NextStart, 21}});
    m_table->horizontalHeader()->setSectionResizeMode(FileTaskModel::Name, QHeaderView::Stretch);
    m_table->setMinimumHeight(m_table->horizontalHeader()->sizeHint().height() +
                              kRowsAlwaysShown * m_table->verticalHeader()->defaultSectionSize() + 2);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &TasksPage::onSelected);
    connect(m_table, &QTableView::doubleClicked, this, &TasksPage::edit);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_sorted.setFilterFixedString(text);
        onSnapshot();
    });
    for (QWidget* page :
         {static_cast<QWidget*>(m_table), static_cast<QWidget*>(m_empty), static_cast<QWidget*>(m_nothingFound)})
        m_stack->addWidget(page);
    m_card->setContent(m_stack);
    setFocusProxy(m_table);
    auto* upper = new QWidget;
    auto* upperLayout = new QVBoxLayout(upper);
    upperLayout->setContentsMargins(0, 0, 0, 0);
    upperLayout->setSpacing(kSpacing);
    upperLayout->addWidget(m_card, 1);
    upperLayout->addWidget(m_heldUp);
    m_heldUp->hide();
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(upper);
    splitter->addWidget(m_runs);
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 1);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(kSpacing);
    layPage(*this, *m_notice)->addWidget(splitter, 1);
}

void TasksPage::buildActions()
{
    m_card->addHeadWidget(m_search);
    m_edit->setShortcut(Qt::Key_Return);
    m_remove->setShortcut(QKeySequence::Delete);
    m_start->setShortcut(Qt::Key_F5);
    m_start->setIcon(themedIcon(QStringLiteral("resume")));
    connect(m_start, &QAction::triggered, this, [this] { start(false); });
    connect(m_startFull, &QAction::triggered, this, [this] { start(true); });
    connect(m_pause, &QAction::triggered, this, &TasksPage::pauseOrResume);
    connect(m_stop, &QAction::triggered, this, &TasksPage::askToStop);
    connect(m_edit, &QAction::triggered, this, &TasksPage::edit);
    connect(m_resend, &QAction::triggered, this, [this] {
        if (const FileTaskSnapshot* task = selected())
            openResend(task->config.name, {});
    });
    connect(m_remove, &QAction::triggered, this, &TasksPage::askToRemove);
    for (QAction* action : {m_start, m_pause, m_stop, m_resend, m_edit})
        offerAction(*m_card, *m_table, *action);
    for (QAction* action : {m_startFull, m_remove})
        offerAction(*m_card, *m_table, *action, false);
    connect(m_add, &QPushButton::clicked, this, [this] { openForm(std::nullopt); });
    m_card->addHeadWidget(m_add);
    needRights(m_client, {{m_add, "addTask"},
                          {m_edit, "addTask"},
                          {m_start, "startTask"},
                          {m_startFull, "startTask"},
                          {m_pause, "pauseTask"},
                          {m_stop, "stopTask"},
                          {m_resend, "resendFiles"},
                          {m_remove, "remove"}});
    connect(m_runs, &TaskRunsCard::requestFailed, this, &TasksPage::onFailed);
    connect(m_runs, &TaskRunsCard::resendWanted, this, &TasksPage::openResend);
}

void TasksPage::onSnapshot()
{
    m_model.update(m_client.latest());
    QWidget* shown = m_table;
    if (m_model.rowCount() == 0)
        shown = m_empty;
    else if (m_sorted.rowCount() == 0)
        shown = m_nothingFound;
    m_stack->setCurrentWidget(shown);
    if (m_model.indexOf(m_wanted) >= 0)
        select(std::exchange(m_wanted, QString()));
    else if (m_sorted.rowCount() > 0 && !m_table->currentIndex().isValid())
        m_table->setCurrentIndex(m_sorted.index(0, 0));
    onSelected();
}

void TasksPage::select(const QString& task)
{
    m_table->setCurrentIndex(m_sorted.mapFromSource(m_model.index(m_model.indexOf(task), 0)));
}

const FileTaskSnapshot* TasksPage::selected() const
{
    const QModelIndex index = m_sorted.mapToSource(m_table->currentIndex());
    if (!index.isValid())
        return nullptr;
    const auto& tasks = m_client.latest().fileTasks;
    const auto found = std::ranges::find_if(
        tasks, [&](const FileTaskSnapshot& task) { return task.config.name == m_model.row(index.row()).key; });
    return found == tasks.end() ? nullptr : &*found;
}

void TasksPage::onSelected()
{
    const FileTaskSnapshot* task = selected();
    m_runs->setTask(task == nullptr ? QString() : task->config.name);
    const QString seen = task == nullptr ? QString() : QString::number(task->run) + task->state + task->outcome;
    if (std::exchange(m_seen, seen) != seen && m_runs->isVisible())
        m_runs->refresh(); // a run has begun or ended
    showHeldUp(task);
    updateActions();
}

void TasksPage::showHeldUp(const FileTaskSnapshot* task)
{
    m_heldUp->setVisible(task != nullptr && !task->error.isEmpty());
    if (!m_heldUp->isVisibleTo(this))
        return;
    Error error;
    error.event = task->error;
    error.args = task->errorArgs;
    m_heldUp->showError(error, Tone::Warning);
}

void TasksPage::updateActions()
{
    const FileTaskSnapshot* task = selected();
    const bool works = task != nullptr && !m_isSending && !m_client.isLost();
    const States state = task == nullptr ? States::Idle : FileTaskModel::stateOf(FileTaskModel::rowOf(*task, {}));
    const bool isIdle = state == States::Idle || state == States::Failed || state == States::Disabled;
    m_start->setEnabled(works && isIdle);
    m_startFull->setEnabled(works && isIdle);
    m_stop->setEnabled(works && !isIdle);
    m_pause->setEnabled(works && !isIdle);
    m_pause->setText(state == States::Paused ? tr("Resume") : tr("Pause"));
    m_edit->setEnabled(works);
    m_resend->setEnabled(works);
    m_remove->setEnabled(works && isIdle);
    m_add->setEnabled(!m_client.isLost());
}

void TasksPage::send(const Call& call)
{
    if (m_isSending)
        return;
    m_isSending = true;
    updateActions();
    m_client.request<void>(this, call, [this](const Result<>& result) {
        m_isSending = false;
        updateActions();
        if (!result)
            return onFailed(result.error());
        m_notice->hide();
        m_runs->refresh();
    });
}

void TasksPage::start(bool full)
{
    const FileTaskSnapshot* task = selected();
    if (task == nullptr)
        return;
    send([name = task->config.name, full](EngineApi& engine, Reply<> reply) {
        engine.files().startTask(name, full, operatorName(), [reply = std::move(reply)](const Result<qint64>& run) {
            reply(run ? Result<>() : Result<>(fail(run.error())));
        });
    });
}

void TasksPage::pauseOrResume()
{
    const FileTaskSnapshot* task = selected();
    if (task == nullptr)
        return;
    const bool isPaused = task->state == QStringLiteral("paused");
    send([name = task->config.name, isPaused](EngineApi& engine, Reply<> reply) {
        if (isPaused)
            engine.files().resumeTask(name, std::move(reply));
        else
            engine.files().pauseTask(name, std::move(reply));
    });
}

void TasksPage::edit()
{
    if (const FileTaskSnapshot* task = selected(); task != nullptr && m_edit->isEnabled())
        openForm(task->config);
}

void TasksPage::openForm(const std::optional<FileTaskConfig>& existing)
{
    auto* form = new TaskForm(m_client, existing, window());
    reopenWithTheirs<FileTaskConfig>(*form, this, fileTaskFromJson,
                                     [this](const FileTaskConfig& theirs) { openForm(theirs); });
    connect(form, &TaskForm::saved, this, [this](const QString& name) {
        m_notice->hide();
        m_search->clear();
        m_wanted = name;
        onSnapshot();
    });
    form->open();
}

void TasksPage::openResend(const QString& task, const QStringList& paths)
{
    auto* dialog = new ResendDialog(m_client, task, paths, window());
    connect(dialog, &ResendDialog::begun, this, [this] {
        m_notice->hide();
        m_runs->refresh();
    });
    dialog->open();
}

void TasksPage::askToStop()
{
    const FileTaskSnapshot* task = selected();
    if (task == nullptr)
        return;
    confirm(window(),
            {m_stop->text(), tr("Stop the run of \"%1\"?").arg(displayText(task->config.name)),
             tr("What arrived stays there. The next run sends the rest."), tr("Stop")},
            [this, name = task->config.name] {
                send([name](EngineApi& engine, Reply<> reply) { engine.files().stopTask(name, std::move(reply)); });
            });
}

void TasksPage::askToRemove()
{
    const FileTaskSnapshot* task = selected();
    if (task == nullptr)
        return;
    confirm(window(),
            {m_remove->text(), tr("Remove the task \"%1\"?").arg(displayText(task->config.name)),
             tr("Files stay where they are, here and at the receiver. Its runs stay in the records."), tr("Remove")},
            [this, name = task->config.name] {
                send([name](EngineApi& engine, Reply<> reply) {
                    engine.settings().remove(QStringLiteral("task"), name, std::move(reply));
                });
            });
}

void TasksPage::onFailed(const Error& error)
{
    m_notice->showError(error);
}

void TasksPage::retranslate()
{
    m_card->setTitle(tr("Transfer tasks"));
    m_table->setAccessibleName(tr("Transfer tasks"));
    m_search->setPlaceholderText(tr("Search"));
    m_search->setAccessibleName(tr("Search"));
    m_add->setText(tr("New task…"));
    m_start->setText(tr("Start"));
    m_startFull->setText(tr("Start, with all files"));
    m_stop->setText(tr("Stop…"));
    m_edit->setText(tr("Change…"));
    m_resend->setText(tr("Failed files…"));
    m_resend->setToolTip(tr("What lies in the failed directory of the task, and sends it again"));
    m_remove->setText(tr("Remove…"));
    m_empty->setTexts(
        tr("No transfer tasks yet"),
        tr("A task sends files of a directory to another node: by hand, by a timetable, or as they come."));
    m_nothingFound->setTexts(tr("Nothing found"), tr("No task has this text in its name, receiver or times."));
    m_model.retranslate();
    m_runs->retranslate();
    updateActions();
}

void TasksPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace busheng
