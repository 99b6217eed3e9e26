// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/failed_files_card.h"

#include "ui/client/engine_client.h"
#include "ui/client/operator_name.h"
#include "ui/dialogs/resend_dialog.h"
#include "ui/dialogs/right_guard.h"
#include "ui/pages/page_layout.h"
#include "ui/text/words.h"
#include "ui/widgets/cell_delegates.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/table_setup.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>

#include <algorithm>

namespace busheng {
namespace {

constexpr int kRunsLookedAt = 200;
constexpr int kRunsWithCauses = 10;
constexpr int kFilesPerRun = 1000;
constexpr int kRowsAlwaysShown = 4;
const QString kFailed = QStringLiteral("failed");

QString placeOf(const QString& task, const QString& path)
{
    return task + u'\n' + path;
}

} // namespace

FailedFilesCard::FailedFilesCard(EngineClient& client, QWidget* parent)
    : Card(parent), m_client(client), m_table(new QTableView(this)), m_resend(new QAction(this)),
      m_resendAll(new QAction(this)), m_copy(new QAction(this))
{
    setUpTable(*m_table, m_model);
    m_table->setSortingEnabled(false);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setItemDelegate(new RowDelegate(-1, m_table));
    setColumnWidths(*m_table, {{FileRowModel::Path, 34},
                               {FileRowModel::Size, 11},
                               {FileRowModel::Attempts, 12},
                               {FileRowModel::Last, 21},
                               {FileRowModel::Task, 24}});
    m_table->setColumnHidden(FileRowModel::State, true); // all of them failed
    m_table->horizontalHeader()->moveSection(FileRowModel::Task, 0);
    m_table->horizontalHeader()->setSectionResizeMode(FileRowModel::Why, QHeaderView::Stretch);
    m_table->setMinimumHeight(m_table->horizontalHeader()->sizeHint().height() +
                              kRowsAlwaysShown * m_table->verticalHeader()->defaultSectionSize() + 2);
    setContent(m_table);
    m_copy->setIcon(themedIcon(QStringLiteral("copy")));
    m_copy->setShortcut(QKeySequence::Copy);
    m_resend->setShortcut(Qt::Key_Return);
    connect(m_resend, &QAction::triggered, this, [this] { openResend(false); });
    connect(m_resendAll, &QAction::triggered, this, [this] { openResend(true); });
    connect(m_copy, &QAction::triggered, this, &FailedFilesCard::copySelected);
    offerAction(*this, *m_table, *m_resend);
    offerAction(*this, *m_table, *m_resendAll);
    offerAction(*this, *m_table, *m_copy, false);
    needRights(m_client, {{m_resend, "resendFiles"}, {m_resendAll, "resendFiles"}});
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &FailedFilesCard::updateActions);
    connect(&m_client, &EngineClient::snapshotChanged, this, &FailedFilesCard::onSnapshot);
    hide();
    onSnapshot();
}

void FailedFilesCard::onSnapshot()
{
    QStringList counts;
    for (const FileTaskSnapshot& task : m_client.latest().fileTasks)
        counts.append(QStringLiteral("%1 %2 %3").arg(task.config.name).arg(task.run).arg(task.failed));
    if (const QString seen = counts.join(u'\n'); std::exchange(m_seen, seen) != seen && parentWidget()->isVisible())
        refresh();
    updateActions();
}

void FailedFilesCard::refresh()
{
    if (m_gathering) {
        m_gathering->isStale = true; // asked again when it is through
        return;
    }
    if (m_client.latest().fileTasks.empty()) {
        m_model.clear();
        hide();
        return;
    }
    m_gathering = std::make_shared<Gathering>();
    const Shared all = m_gathering;
    all->waiting = 1 + int(m_client.latest().fileTasks.size());
    for (const FileTaskSnapshot& task : m_client.latest().fileTasks)
        askWhatLies(all, task.config.name);
    askRuns(all);
}

void FailedFilesCard::askWhatLies(const Shared& all, const QString& task)
{
    m_client.request<FileResend>(
        this,
        [task](EngineApi& engine, Reply<FileResend> reply) {
            engine.files().resendFiles(task, {}, true, operatorName(), std::move(reply));
        },
        [this, all, task](const Result<FileResend>& found) {
            if (!found)
                Q_EMIT requestFailed(found.error());
            for (const FileResendItem& item : found ? found->items : std::vector<FileResendItem>()) {
                if (item.effect != QStringLiteral("send"))
                    continue; // it has arrived meanwhile, or somebody took it away
                FileRow row;
                row.task = task;
                row.path = item.path;
                row.size = item.size;
                row.state = kFailed;
                all->files.push_back(row);
            }
            arrived(all);
        });
}

void FailedFilesCard::askRuns(const Shared& all)
{
    using Runs = std::vector<FileRunRow>;
    m_client.request<Runs>(
        this,
        [](EngineApi& engine, Reply<Runs> reply) { engine.files().fileRuns({}, 0, kRunsLookedAt, std::move(reply)); },
        [this, all](const Result<Runs>& runs) {
            int asked = 0;
            for (const FileRunRow& run : runs ? *runs : Runs()) {
                if (run.failed == 0 || run.direction != QStringLiteral("out") || asked++ == kRunsWithCauses)
                    continue;
                ++all->waiting;
                askCauses(all, run.id);
            }
            arrived(all);
        });
}

void FailedFilesCard::askCauses(const Shared& all, qint64 run)
{
    using Files = std::vector<FileRow>;
    m_client.request<Files>(
        this,
        [run](EngineApi& engine, Reply<Files> reply) {
            engine.files().runFiles(run, kFailed, 0, kFilesPerRun, std::move(reply));
        },
        [this, all](const Result<Files>& files) {
            for (const FileRow& file : files ? *files : Files()) {
                FileRow& cause = all->causes[placeOf(file.task, file.path)];
                if (file.id > cause.id)
                    cause = file;
            }
            arrived(all);
        });
}

void FailedFilesCard::arrived(const Shared& all)
{
    if (--all->waiting > 0)
        return;
    m_gathering.reset();
    show(*all);
    if (all->isStale)
        refresh();
}

void FailedFilesCard::show(const Gathering& all)
{
    std::vector<FileRow> rows;
    rows.reserve(all.files.size());
    for (const FileRow& file : all.files) {
        const FileRow known = all.causes.value(placeOf(file.task, file.path), file);
        rows.push_back(known);
        rows.back().size = file.size;
    }
    std::ranges::sort(
        rows, [](const FileRow& a, const FileRow& b) { return std::tie(a.task, a.path) < std::tie(b.task, b.path); });
    const int row = m_table->currentIndex().row();
    m_model.clear();
    m_model.append(std::move(rows), true);
    setVisible(m_model.rowCount() > 0);
    setNote(Words::count(quint64(m_model.rowCount())));
    if (m_model.rowCount() > 0)
        m_table->setCurrentIndex(m_model.index(std::clamp(row, 0, m_model.rowCount() - 1), FileRowModel::Path));
    updateActions();
}

std::vector<const FileRow*> FailedFilesCard::selected() const
{
    std::vector<const FileRow*> files;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows())
        files.push_back(&m_model.row(index.row()));
    return files;
}

void FailedFilesCard::updateActions()
{
    const bool works = m_table->currentIndex().isValid() && !m_client.isLost();
    m_resend->setEnabled(works && !selected().empty());
    m_resendAll->setEnabled(works);
    m_copy->setEnabled(!selected().empty());
}

/// One task at a time: what would happen is looked at by task. Of a selection over several, that of the current row.
void FailedFilesCard::openResend(bool isAll)
{
    const QModelIndex current = m_table->currentIndex();
    if (!current.isValid())
        return;
    const QString task = m_model.row(current.row()).task;
    QStringList paths;
    for (const FileRow* file : selected()) {
        if (file->task == task && !isAll)
            paths.append(file->path);
    }
    auto* dialog = new ResendDialog(m_client, task, paths, window());
    connect(dialog, &ResendDialog::begun, this, &FailedFilesCard::refresh);
    dialog->open();
}

void FailedFilesCard::copySelected()
{
    QStringList reports;
    for (const FileRow* file : selected())
        reports.append(FileRowModel::report(*file));
    QGuiApplication::clipboard()->setText(reports.join(QStringLiteral("\n\n")));
}

void FailedFilesCard::retranslate()
{
    setTitle(tr("Files that failed"));
    m_table->setAccessibleName(tr("Files that failed"));
    m_resend->setText(tr("Send again…"));
    m_resendAll->setText(tr("All of the task…"));
    m_copy->setText(tr("Copy"));
    m_model.retranslate();
    updateActions();
}

} // namespace busheng
