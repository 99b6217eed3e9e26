// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/task_runs_card.h"

#include "ui/client/engine_client.h"
#include "ui/dialogs/right_guard.h"
#include "ui/text/words.h"
#include "ui/widgets/cell_delegates.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/table_setup.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QSplitter>

namespace busheng {
namespace {

constexpr int kTickMs = 1000;
constexpr int kRunsPage = 200;
constexpr int kFilesPage = 500;
const QString kOut = QStringLiteral("out");

BadgeDelegate::Look runLook(int state)
{
    using States = FileRunModel::States;
    switch (States(state)) {
    case States::Running:
        return {QStringLiteral("catchingup"), Tone::Busy};
    case States::Paused:
        return {QStringLiteral("paused"), Tone::Warning};
    case States::Done:
        return {QStringLiteral("ok"), Tone::Good};
    case States::Failing:
        return {QStringLiteral("alarm"), Tone::Bad};
    case States::Stopped:
        return {QStringLiteral("stopped"), Tone::Neutral};
    }
    return {QStringLiteral("info"), Tone::Neutral};
}

BadgeDelegate::Look fileLook(int state)
{
    using States = FileRowModel::States;
    switch (States(state)) {
    case States::Arrived:
        return {QStringLiteral("ok"), Tone::Good};
    case States::Repeated:
        return {QStringLiteral("applied"), Tone::Neutral};
    case States::Waiting:
        return {QStringLiteral("waiting"), Tone::Warning};
    case States::Failed:
        return {QStringLiteral("alarm"), Tone::Bad};
    case States::Skipped:
        return {QStringLiteral("paused"), Tone::Neutral};
    }
    return {QStringLiteral("info"), Tone::Neutral};
}

} // namespace

TaskRunsCard::TaskRunsCard(EngineClient& client, QWidget* parent)
    : Card(parent), m_client(client),
      m_asked(client, this, [this](const Result<std::vector<FileRunRow>>& runs) { takeRuns(runs); }),
      m_scope(new QComboBox(this)), m_states(new QComboBox(this)), m_runStack(new QStackedWidget),
      m_runTable(new QTableView), m_noRuns(new EmptyState(QStringLiteral("files"))), m_fileStack(new QStackedWidget),
      m_fileTable(new QTableView), m_noFiles(new EmptyState(QStringLiteral("document"))), m_further(new QPushButton),
      m_copy(new QAction(this)), m_resend(new QAction(this))
{
    m_files.setSource([this](const std::optional<FileRow>& last) { askFiles(last); });
    m_runs.setSource([this](qint64 beforeId) { askOlder(beforeId); });
    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->addWidget(buildRuns());
    splitter->addWidget(buildFiles());
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 1);
    splitter->setChildrenCollapsible(false);
    setContent(splitter);
    m_scope->addItem(QString(), true);
    m_scope->addItem(QString(), false);
    addHeadWidget(m_scope);
    for (const char* state : {"", "failed", "waiting", "arrived", "repeated", "skipped"})
        m_states->addItem(QString(), QString::fromLatin1(state));
    addHeadWidget(m_states);
    buildActions();
    connect(m_scope, &QComboBox::currentIndexChanged, this, &TaskRunsCard::refresh);
    connect(m_states, &QComboBox::currentIndexChanged, this, [this] {
        m_shownRun = 0;
        onRunSelected();
    });
    connect(&m_tick, &QTimer::timeout, this, &TaskRunsCard::onTick);
    m_tick.start(kTickMs);
    showFilesState();
}

QWidget* TaskRunsCard::buildRuns()
{
    m_sortedRuns.setSourceModel(&m_runs);
    m_sortedRuns.setSortRole(FileRunModel::SortRole);
    setUpTable(*m_runTable, m_sortedRuns);
    m_runTable->sortByColumn(FileRunModel::Begun, Qt::DescendingOrder);
    m_runTable->setItemDelegate(new RowDelegate(-1, m_runTable));
    m_runTable->setItemDelegateForColumn(FileRunModel::State,
                                         new BadgeDelegate(FileRunModel::StateRole, &runLook, m_runTable));
    setColumnWidths(*m_runTable, {{FileRunModel::Begun, 20},
                                  {FileRunModel::Task, 20},
                                  {FileRunModel::State, 19},
                                  {FileRunModel::Arrived, 10},
                                  {FileRunModel::Failed, 9},
                                  {FileRunModel::Kind, 13},
                                  {FileRunModel::Way, 22},
                                  {FileRunModel::Bytes, 11}});
    connect(m_runTable->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &TaskRunsCard::onRunSelected);
    m_runStack->addWidget(m_runTable);
    m_runStack->addWidget(m_noRuns);
    return m_runStack;
}

QWidget* TaskRunsCard::buildFiles()
{
    setUpTable(*m_fileTable, m_files);
    m_fileTable->setSortingEnabled(false); // pages come in the order of the run
    m_fileTable->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_fileTable->setItemDelegate(new RowDelegate(-1, m_fileTable));
    m_fileTable->setItemDelegateForColumn(FileRowModel::State,
                                          new BadgeDelegate(FileRowModel::StateRole, &fileLook, m_fileTable));
    setColumnWidths(*m_fileTable, {{FileRowModel::Path, 34},
                                   {FileRowModel::State, 20},
                                   {FileRowModel::Size, 11},
                                   {FileRowModel::Attempts, 12},
                                   {FileRowModel::Last, 21},
                                   {FileRowModel::Why, 50}});
    m_fileTable->horizontalHeader()->moveSection(FileRowModel::Why, FileRowModel::Size);
    m_fileTable->setColumnHidden(FileRowModel::Task, true); // that of the run
    connect(m_fileTable->selectionModel(), &QItemSelectionModel::selectionChanged, this, &TaskRunsCard::updateActions);
    m_fileStack->addWidget(m_fileTable);
    m_fileStack->addWidget(m_noFiles);
    auto* all = new QWidget;
    auto* layout = new QVBoxLayout(all);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_fileStack, 1);
    layout->addWidget(m_further);
    m_further->hide();
    connect(m_further, &QPushButton::clicked, this, [this] {
        if (m_files.isFull())
            m_files.goOn();
    });
    return all;
}

void TaskRunsCard::buildActions()
{
    m_copy->setIcon(themedIcon(QStringLiteral("copy")));
    m_copy->setShortcut(QKeySequence::Copy);
    m_fileTable->setContextMenuPolicy(Qt::ActionsContextMenu);
    for (QAction* action : {m_resend, m_copy}) {
        action->setShortcutContext(Qt::WidgetShortcut);
        m_fileTable->addAction(action);
    }
    connect(m_copy, &QAction::triggered, this, &TaskRunsCard::copySelected);
    connect(m_resend, &QAction::triggered, this, &TaskRunsCard::resendSelected);
    auto* button = new QPushButton(this);
    connect(button, &QPushButton::clicked, m_resend, &QAction::trigger);
    connect(m_resend, &QAction::changed, button, [this, button] {
        button->setText(m_resend->text());
        button->setEnabled(m_resend->isEnabled());
    });
    addHeadWidget(button);
    needRights(m_client, {{m_resend, "resendFiles"}});
}

void TaskRunsCard::showEvent(QShowEvent* event)
{
    refresh();
    Card::showEvent(event);
}

void TaskRunsCard::setTask(const QString& task)
{
    if (std::exchange(m_task, task) != task)
        refresh();
}

/// A run moves without the snapshot saying all of it.
void TaskRunsCard::onTick()
{
    const FileRunRow* run = selectedRun();
    if (isVisible() && !m_client.isLost() && run != nullptr &&
        FileRunModel::stateOf(run->state) == FileRunModel::States::Running)
        refresh();
}

void TaskRunsCard::refresh()
{
    const QString task = m_scope->currentData().toBool() ? m_task : QString();
    if (std::exchange(m_runsOf, task) != task) {
        ++m_runGeneration;
        m_runs.clear();
    }
    m_asked.ask([task](EngineApi& engine, Reply<std::vector<FileRunRow>> reply) {
        engine.files().fileRuns(task, 0, kRunsPage, std::move(reply));
    });
}

void TaskRunsCard::askOlder(qint64 beforeId)
{
    using Runs = std::vector<FileRunRow>;
    m_client.request<Runs>(
        this,
        [task = m_runsOf, beforeId](EngineApi& engine, Reply<Runs> reply) {
            engine.files().fileRuns(task, beforeId, kRunsPage, std::move(reply));
        },
        [this, generation = m_runGeneration](const Result<Runs>& runs) {
            if (generation != m_runGeneration)
                return;
            if (runs)
                return m_runs.takeOlder(FileRunModel::itemsOf(*runs), runs->size() < std::size_t(kRunsPage));
            m_runs.giveUp();
            Q_EMIT requestFailed(runs.error());
        });
}

void TaskRunsCard::takeRuns(const Result<std::vector<FileRunRow>>& runs)
{
    if (!runs) {
        Q_EMIT requestFailed(runs.error());
        return;
    }
    m_runs.takeNewest(FileRunModel::itemsOf(*runs), runs->size() < std::size_t(kRunsPage));
    m_runTable->setColumnHidden(FileRunModel::Task, m_scope->currentData().toBool() && !m_task.isEmpty());
    m_runStack->setCurrentWidget(m_runs.rowCount() == 0 ? static_cast<QWidget*>(m_noRuns) : m_runTable);
    if (m_runs.rowCount() > 0 && !m_runTable->currentIndex().isValid())
        m_runTable->setCurrentIndex(m_sortedRuns.index(0, 0));
    onRunSelected();
}

const FileRunRow* TaskRunsCard::selectedRun() const
{
    const QModelIndex index = m_sortedRuns.mapToSource(m_runTable->currentIndex());
    return index.isValid() ? &m_runs.row(index.row()).run : nullptr;
}

void TaskRunsCard::onRunSelected()
{
    const FileRunRow* run = selectedRun();
    if (run == nullptr) {
        m_shownRun = 0;
        ++m_generation;
        m_files.clear();
        showFilesState();
        return;
    }
    const FileRunItem now{QString::number(run->id), *run};
    if (m_shownRun != run->id) {
        m_shownRun = run->id;
        m_shown = now;
        ++m_generation;
        m_files.restart();
    } else if (!(m_shown == now) && m_files.rowCount() <= kFilesPage && !m_files.isAsked()) {
        m_shown = now; // it went on: the first page as it is now
        askFiles(std::nullopt);
    }
    showFilesState();
}

void TaskRunsCard::askFiles(const std::optional<FileRow>& last)
{
    using Page = std::vector<FileRow>;
    m_client.request<Page>(
        this,
        [run = m_shownRun, state = m_states->currentData().toString(), after = last ? last->id : 0](EngineApi& engine,
                                                                                                    Reply<Page> reply) {
            engine.files().runFiles(run, state, after, kFilesPage, std::move(reply));
        },
        [this, isFirst = !last, generation = m_generation](const Result<Page>& page) {
            if (generation != m_generation)
                return;
            if (!page) {
                m_files.giveUp();
                Q_EMIT requestFailed(page.error());
                return;
            }
            takeFiles(*page, isFirst);
        });
}

void TaskRunsCard::takeFiles(const std::vector<FileRow>& page, bool isFirst)
{
    QList<qint64> chosen;
    if (isFirst) {
        for (const FileRow* row : selectedFiles())
            chosen.append(row->id);
        m_files.setRows({});
    }
    m_files.append(page, page.size() < std::size_t(kFilesPage));
    for (int row = 0; isFirst && row < m_files.rowCount(); ++row) {
        if (chosen.contains(m_files.row(row).id))
            m_fileTable->selectionModel()->select(m_files.index(row, 0),
                                                  QItemSelectionModel::Select | QItemSelectionModel::Rows);
    }
    showFilesState();
}

void TaskRunsCard::showFilesState()
{
    m_fileStack->setCurrentWidget(m_files.rowCount() == 0 ? static_cast<QWidget*>(m_noFiles) : m_fileTable);
    m_further->setVisible(m_files.isFull());
    updateActions();
}

std::vector<const FileRow*> TaskRunsCard::selectedFiles() const
{
    std::vector<const FileRow*> files;
    for (const QModelIndex& index : m_fileTable->selectionModel()->selectedRows()) {
        if (index.row() < m_files.rowCount())
            files.push_back(&m_files.row(index.row()));
    }
    return files;
}

void TaskRunsCard::updateActions()
{
    const bool hasFiles = !selectedFiles().empty();
    const FileRunRow* run = selectedRun();
    m_copy->setEnabled(hasFiles);
    m_resend->setEnabled(hasFiles && run != nullptr && run->direction == kOut && !m_client.isLost());
}

void TaskRunsCard::copySelected()
{
    QStringList reports;
    for (const FileRow* row : selectedFiles())
        reports.append(FileRowModel::report(*row));
    QGuiApplication::clipboard()->setText(reports.join(QStringLiteral("\n\n")));
}

void TaskRunsCard::resendSelected()
{
    QStringList paths;
    for (const FileRow* row : selectedFiles())
        paths.append(row->path);
    const FileRunRow* run = selectedRun();
    if (run != nullptr && !paths.isEmpty())
        Q_EMIT resendWanted(run->task, paths);
}

void TaskRunsCard::retranslate()
{
    setTitle(tr("Runs and files"));
    m_scope->setItemText(0, tr("of the selected task"));
    m_scope->setItemText(1, tr("all, also received"));
    m_scope->setAccessibleName(tr("Runs"));
    m_states->setItemText(0, tr("all files"));
    for (int i = 1; i < m_states->count(); ++i)
        m_states->setItemText(i, Words::term(m_states->itemData(i).toString()));
    m_states->setAccessibleName(tr("State of files"));
    m_runTable->setAccessibleName(tr("Runs"));
    m_fileTable->setAccessibleName(tr("Files of the run"));
    m_noRuns->setTexts(tr("No runs yet"),
                       tr("Start the task, or wait for its time. Each run stays here with its files."));
    m_noFiles->setTexts(tr("No files"), tr("The run has none in this state; or it had nothing to do."));
    m_further->setText(tr("The list is full: show the files behind these"));
    m_copy->setText(tr("Copy"));
    m_resend->setText(tr("Send again…"));
    m_resend->setToolTip(tr("Shows first what would happen"));
    m_runs.retranslate();
    m_files.retranslate();
}

} // namespace busheng
