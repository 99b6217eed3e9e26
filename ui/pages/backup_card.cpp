// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/backup_card.h"

#include "ui/client/engine_client.h"
#include "ui/dialogs/backup_form.h"
#include "ui/dialogs/backup_plan_form.h"
#include "ui/dialogs/restore_dialog.h"
#include "ui/dialogs/right_guard.h"
#include "ui/pages/page_layout.h"
#include "ui/text/display_text.h"
#include "ui/text/timetable_text.h"
#include "ui/text/words.h"
#include "ui/widgets/cell_delegates.h"
#include "ui/widgets/table_setup.h"

#include <QAction>
#include <QClipboard>
#include <QDateTime>
#include <QDir>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QStandardPaths>
#include <QVBoxLayout>

namespace busheng {
namespace {

constexpr int kMargin = 14;
constexpr int kSpacing = 9;
constexpr int kRows = 5;

BadgeDelegate::Look backupLook(int state)
{
    using States = BackupModel::States;
    switch (States(state)) {
    case States::Made:
        return {QStringLiteral("packed"), Tone::Neutral};
    case States::Verified:
        return {QStringLiteral("ok"), Tone::Good};
    case States::Damaged:
        return {QStringLiteral("stopped"), Tone::Bad};
    case States::Newer:
        return {QStringLiteral("catchingup"), Tone::Warning};
    case States::Gone:
        return {QStringLiteral("info"), Tone::Warning};
    }
    return {QStringLiteral("info"), Tone::Neutral};
}

} // namespace

BackupCard::BackupCard(EngineClient& client, QWidget* parent)
    : Card(parent), m_client(client), m_asked(client, this, [this](const Result<BackupShelf>& shelf) { take(shelf); }),
      m_about(new WrappedLabel), m_planText(new WrappedLabel), m_table(new QTableView(this)), m_work(new QWidget(this)),
      m_workText(new QLabel), m_progress(new QProgressBar), m_stop(new QPushButton), m_make(new QAction(this)),
      m_verify(new QAction(this)), m_plan(new QAction(this)), m_restore(new QAction(this)), m_copy(new QAction(this))
{
    build();
    buildActions();
    connect(&m_client, &EngineClient::snapshotChanged, this, &BackupCard::onSnapshot);
    connect(&m_client, &EngineClient::lost, this, &BackupCard::updateActions);
}

void BackupCard::build()
{
    m_sorted.setSourceModel(&m_model);
    m_sorted.setSortRole(BackupModel::SortRole);
    setUpTable(*m_table, m_sorted);
    m_table->sortByColumn(BackupModel::Taken, Qt::DescendingOrder);
    m_table->setItemDelegate(new RowDelegate(-1, m_table));
    m_table->setItemDelegateForColumn(BackupModel::State,
                                      new BadgeDelegate(BackupModel::StateRole, &backupLook, m_table));
    setColumnWidths(*m_table, {{BackupModel::Taken, 21},
                               {BackupModel::State, 21},
                               {BackupModel::Size, 12},
                               {BackupModel::Verified, 21},
                               {BackupModel::Cause, 16}});
    m_table->horizontalHeader()->setSectionResizeMode(BackupModel::File, QHeaderView::Stretch);
    m_table->setMinimumHeight(m_table->horizontalHeader()->sizeHint().height() +
                              kRows * m_table->verticalHeader()->defaultSectionSize() + 2);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &BackupCard::updateActions);
    m_workText->setTextFormat(Qt::PlainText);
    auto* work = new QHBoxLayout(m_work);
    work->setContentsMargins(0, 0, 0, 0);
    work->addWidget(m_workText, 1);
    work->addWidget(m_progress);
    work->addWidget(m_stop);
    m_work->hide();
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kSpacing);
    layout->addWidget(m_about);
    layout->addWidget(m_planText);
    layout->addWidget(m_work);
    layout->addWidget(m_table);
    setContent(content, kMargin);
}

void BackupCard::buildActions()
{
    for (QAction* action : {m_make, m_verify, m_plan, m_restore})
        offerAction(*this, *m_table, *action);
    m_copy->setShortcut(QKeySequence::Copy);
    offerAction(*this, *m_table, *m_copy, false);
    needRights(
        m_client,
        {{m_make, "makeBackup"}, {m_verify, "verifyBackup"}, {m_plan, "setBackupPlan"}, {m_stop, "cancelBackup"}});
    connect(m_make, &QAction::triggered, this, [this] { openForm(true); });
    connect(m_verify, &QAction::triggered, this, [this] { openForm(false); });
    connect(m_plan, &QAction::triggered, this, [this] { (new BackupPlanForm(m_client, m_shelf, window()))->open(); });
    connect(m_restore, &QAction::triggered, this, [this] {
        const BackupRow* const row = selected();
        (new RestoreDialog(m_client.latest(), row == nullptr ? QString() : row->file, window()))->open();
    });
    connect(m_copy, &QAction::triggered, this, [this] {
        if (const BackupRow* const row = selected())
            QGuiApplication::clipboard()->setText(row->file);
    });
    connect(m_stop, &QPushButton::clicked, this, &BackupCard::stop);
}

void BackupCard::onSnapshot()
{
    const BackupProgress& progress = m_client.latest().backup;
    m_work->setVisible(!progress.work.isEmpty());
    if (!progress.work.isEmpty()) {
        m_workText->setText(
            (progress.work == QStringLiteral("verify") ? tr("%1 is looked through") : tr("%1 is being made"))
                .arg(displayText(QFileInfo(progress.file).fileName())));
        showBackupProgress(*m_progress, progress);
    }
    if (std::exchange(m_seen, progress.changes) != progress.changes && isVisible())
        refresh();
    updateActions();
}

void BackupCard::refresh()
{
    m_asked.ask([](EngineApi& engine, Reply<BackupShelf> reply) { engine.backup().backups(std::move(reply)); });
}

void BackupCard::take(const Result<BackupShelf>& shelf)
{
    if (!shelf) {
        Q_EMIT failed(shelf.error());
        return;
    }
    const QModelIndex current = m_table->currentIndex();
    m_shelf = *shelf;
    m_model.setRows(m_shelf.backups);
    if (m_sorted.rowCount() > 0)
        m_table->setCurrentIndex(m_sorted.index(std::clamp(current.row(), 0, m_sorted.rowCount() - 1), 0));
    showPlan();
    updateActions();
}

void BackupCard::showPlan()
{
    if (m_shelf.plan.times.isEmpty())
        return m_planText->setWords(tr("Backups are made by hand only."));
    const QString kept = m_shelf.plan.keep > 0 ? tr("The newest %1 stay.").arg(m_shelf.plan.keep) : tr("All stay.");
    m_planText->setWords(tr("By the timetable: %1, into %2. %3 The next one is made at %4.")
                             .arg(TimetableText::of(m_shelf.plan.times),
                                  displayText(QDir::toNativeSeparators(m_shelf.plan.directory)), kept,
                                  Words::time(m_shelf.nextUtcMs)));
}

const BackupRow* BackupCard::selected() const
{
    const QModelIndex index = m_sorted.mapToSource(m_table->currentIndex());
    return index.isValid() ? &m_model.row(index.row()) : nullptr;
}

void BackupCard::updateActions()
{
    const bool works = m_client.hasSnapshot() && !m_client.isLost();
    const bool isFree = works && m_client.latest().backup.work.isEmpty();
    m_make->setEnabled(isFree);
    m_verify->setEnabled(isFree);
    m_plan->setEnabled(works);
    m_restore->setEnabled(m_client.hasSnapshot());
    m_stop->setEnabled(works);
    m_copy->setEnabled(selected() != nullptr);
}

void BackupCard::openForm(bool makes)
{
    const BackupRow* const row = selected();
    QString file = row == nullptr ? QString() : row->file;
    if (makes) {
        const QString folder = m_shelf.plan.directory.isEmpty()
                                   ? QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation)
                                   : m_shelf.plan.directory;
        file = QDir(folder).absoluteFilePath(
            QStringLiteral("busheng-%1-%2.bsbk")
                .arg(m_client.latest().code, QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss"))));
    }
    auto* form = new BackupForm(m_client, makes ? BackupForm::Purpose::Make : BackupForm::Purpose::Verify,
                                QDir::toNativeSeparators(file), m_shelf.hasPassphrase, window());
    connect(form, &BackupForm::done, this, &BackupCard::refresh);
    connect(form, &BackupForm::failedBehind, this, &BackupCard::failed);
    form->open();
}

void BackupCard::stop()
{
    m_client.request<void>(
        this, [](EngineApi& engine, Reply<> reply) { engine.backup().cancelBackup(std::move(reply)); },
        [this](const Result<>& result) {
            if (!result)
                Q_EMIT failed(result.error());
        });
}

void BackupCard::retranslate()
{
    setTitle(tr("Backups of the node"));
    m_about->setWords(tr("Identity and keys, configuration and ledger in one sealed file, made while the node works."));
    m_table->setAccessibleName(tr("Backups of the node"));
    m_progress->setAccessibleName(tr("Progress"));
    m_make->setText(tr("Back up now…"));
    m_verify->setText(tr("Look through…"));
    m_plan->setText(tr("Timetable…"));
    m_restore->setText(tr("Restore…"));
    m_copy->setText(tr("Copy the path"));
    m_stop->setText(tr("Stop"));
    m_model.retranslate();
    showPlan();
    onSnapshot();
}

} // namespace busheng
