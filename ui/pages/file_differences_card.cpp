// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/file_differences_card.h"

#include "ui/client/engine_client.h"
#include "ui/client/paged_export.h"
#include "ui/dialogs/resend_dialog.h"
#include "ui/dialogs/right_guard.h"
#include "ui/pages/page_layout.h"
#include "ui/reports/reconciliation_pdf.h"
#include "ui/reports/task_reconciliation.h"
#include "ui/text/display_text.h"
#include "ui/text/words.h"
#include "ui/widgets/cell_delegates.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/kind_filter.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/table_setup.h"

#include <QAction>
#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QSplitter>

namespace busheng {
namespace {

constexpr int kTypingMs = 300;
constexpr qint64 kExportPage = 1'000;
constexpr qsizetype kMostResent = 10'000; ///< at once: what one request carries

using Kinds = FileDifferenceModel::Kinds;
constexpr Kinds kAllKinds[] = {Kinds::Missing, Kinds::Extra, Kinds::Different, Kinds::Late};

BadgeDelegate::Look kindLook(int kind)
{
    switch (Kinds(kind)) {
    case Kinds::Missing:
        return {QStringLiteral("outgoing"), Tone::Bad};
    case Kinds::Extra:
        return {QStringLiteral("incoming"), Tone::Warning};
    case Kinds::Different:
        return {QStringLiteral("checking"), Tone::Bad};
    case Kinds::Late:
        return {QStringLiteral("waiting"), Tone::Neutral};
    }
    return {QStringLiteral("info"), Tone::Neutral};
}

/// The receiver lacks it, or has something else.
bool isToResend(const FileDifference& file)
{
    const Kinds kind = FileDifferenceModel::kindOf(file.kind);
    return kind == Kinds::Missing || kind == Kinds::Different;
}

} // namespace

FileDifferencesCard::FileDifferencesCard(EngineClient& client, QWidget* parent)
    : Card(parent), m_client(client), m_notice(new NoticeBar(this)),
      m_kinds(new KindFilter(FileDifferenceModel::kindNames(), this)), m_search(searchField(this)),
      m_stack(new QStackedWidget(this)), m_files(new QTableView(this)),
      m_empty(new EmptyState(QStringLiteral("ok"), this)), m_sides(new QTableView(this)), m_resend(new QAction(this)),
      m_resendAll(new QAction(this)), m_copy(new QAction(this)), m_csv(new QAction(this)), m_pdf(new QAction(this))
{
    m_model.setSource([this](qint64 from, int limit) { askFiles(from, limit); });
    setContent(build());
    buildActions();
    retranslate();
    updateActions();
}

FileDifferencesCard::~FileDifferencesCard() = default;

QToolButton* FileDifferencesCard::kindButton(Kinds kind) const
{
    return m_kinds->button(int(kind));
}

QWidget* FileDifferencesCard::build()
{
    setUpTable(*m_files, m_model);
    m_files->setSortingEnabled(false); // run by run, in the order of names
    m_files->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_files->setItemDelegate(new RowDelegate(-1, m_files));
    m_files->setItemDelegateForColumn(FileDifferenceModel::Kind,
                                      new BadgeDelegate(FileDifferenceModel::KindRole, &kindLook, m_files));
    setColumnWidths(*m_files, {{FileDifferenceModel::Kind, 19},
                               {FileDifferenceModel::Size, 17},
                               {FileDifferenceModel::ThereSize, 17},
                               {FileDifferenceModel::First, 21},
                               {FileDifferenceModel::Arrived, 21},
                               {FileDifferenceModel::Attempts, 11}});
    m_files->horizontalHeader()->setSectionResizeMode(FileDifferenceModel::Path, QHeaderView::Stretch);
    connect(m_files->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &FileDifferencesCard::showSides);
    connect(m_files->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &FileDifferencesCard::updateActions);
    connect(&m_model, &QAbstractItemModel::dataChanged, this, &FileDifferencesCard::showSides);
    setUpTable(*m_sides, m_sideModel);
    m_sides->setSortingEnabled(false);
    m_sides->setItemDelegate(new RowDelegate(-1, m_sides));
    for (const int column : {DifferenceCellModel::SourceValue, DifferenceCellModel::TargetValue}) {
        m_sides->setItemDelegateForColumn(column,
                                          new ChangedTextDelegate(DifferenceCellModel::ChangedFromRole,
                                                                  DifferenceCellModel::ChangedLengthRole, m_sides));
        m_sides->horizontalHeader()->setSectionResizeMode(column, QHeaderView::Stretch);
    }
    setColumnWidths(*m_sides, {{DifferenceCellModel::Mark, 6}, {DifferenceCellModel::Name, 16}});
    connect(m_kinds, &KindFilter::changed, this, &FileDifferencesCard::filter);
    m_typing.setSingleShot(true);
    m_typing.setInterval(kTypingMs);
    connect(&m_typing, &QTimer::timeout, this, &FileDifferencesCard::filter);
    connect(m_search, &QLineEdit::textChanged, this, [this] { m_typing.start(); });
    m_kinds->addWidget(m_search);
    m_stack->addWidget(m_files);
    m_stack->addWidget(m_empty);
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(m_stack);
    splitter->addWidget(m_sides);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setChildrenCollapsible(false);
    auto* content = new QWidget(this);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_notice);
    layout->addWidget(m_kinds);
    layout->addWidget(splitter, 1);
    m_notice->hide();
    return content;
}

void FileDifferencesCard::buildActions()
{
    m_copy->setIcon(themedIcon(QStringLiteral("copy")));
    m_copy->setShortcut(QKeySequence::Copy);
    for (QAction* action : {m_resend, m_resendAll, m_csv, m_pdf})
        offerAction(*this, *m_files, *action);
    offerAction(*this, *m_files, *m_copy, false);
    needRights(m_client, {{m_resend, "resendFiles"}, {m_resendAll, "resendFiles"}});
    connect(m_resend, &QAction::triggered, this, &FileDifferencesCard::resendSelected);
    connect(m_resendAll, &QAction::triggered, this, [this] {
        if (!std::exchange(m_isCollecting, true))
            collectToResend({});
    });
    connect(m_copy, &QAction::triggered, this, &FileDifferencesCard::copySelected);
    connect(m_csv, &QAction::triggered, this,
            [this] { askWhereToSave(QStringLiteral("csv"), tr("Tables (*.csv)"), &FileDifferencesCard::saveCsv); });
    connect(m_pdf, &QAction::triggered, this,
            [this] { askWhereToSave(QStringLiteral("pdf"), tr("Reports (*.pdf)"), &FileDifferencesCard::savePdf); });
}

void FileDifferencesCard::showReconciliation(const FileReconciliation& found)
{
    const bool isAnother = found.id != m_found.id;
    const bool hasOthers = found.listed != m_found.listed;
    m_found = found;
    showKinds();
    if (isAnother) {
        m_notice->hide();
        filter();
    } else if (hasOthers) {
        m_model.refresh();
    }
    if (found.state == QStringLiteral("failed")) {
        Error error;
        error.event = found.error;
        error.args = found.errorArgs;
        onFailed(error);
    }
    showNote();
    updateActions();
}

DifferenceQuery FileDifferencesCard::query(qint64 from, qint64 limit) const
{
    return {m_found.id, m_kinds->wanted(), {}, 0, m_search->text(), from, limit};
}

void FileDifferencesCard::request(const DifferenceQuery& wanted,
                                  std::function<void(const Result<FileDifferences>&)> take)
{
    m_client.request<FileDifferences>(
        this,
        [wanted](EngineApi& engine, Reply<FileDifferences> reply) {
            engine.comparisons().fileDifferences(wanted, std::move(reply));
        },
        std::move(take));
}

void FileDifferencesCard::askFiles(qint64 from, int limit)
{
    request(query(from, limit), [this, from, generation = m_generation](const Result<FileDifferences>& page) {
        if (generation != m_generation)
            return;
        if (!page) {
            m_model.giveUp();
            showFiles();
            return onFailed(page.error());
        }
        m_model.take(from, page->total, page->rows);
        showFiles();
    });
}

void FileDifferencesCard::showKinds()
{
    const quint64 counts[] = {m_found.missing, m_found.extra, m_found.different, m_found.lateCount};
    for (std::size_t i = 0; i < std::size(kAllKinds); ++i)
        m_kinds->setKind(int(i), FileDifferenceModel::kindText(kAllKinds[i]), qint64(counts[i]));
    m_kinds->button(int(Kinds::Late))->setVisible(m_found.lateAfterMs > 0);
}

void FileDifferencesCard::filter()
{
    m_typing.stop();
    ++m_generation;
    if (m_found.id == 0 || m_kinds->isNothingWanted())
        m_model.clear();
    else
        m_model.restart();
    showFiles();
}

void FileDifferencesCard::showFiles()
{
    const bool isEmpty = m_model.rowCount() == 0;
    m_stack->setCurrentWidget(isEmpty && !m_model.isAsked() ? static_cast<QWidget*>(m_empty) : m_files);
    if (!isEmpty && !m_files->currentIndex().isValid())
        m_files->setCurrentIndex(m_model.index(0, 0));
    const bool isAll = m_kinds->wanted().isEmpty() && m_search->text().isEmpty();
    if (isAll)
        m_empty->setTexts(tr("No differences"), tr("Files that the sides do not have in common appear here."));
    else
        m_empty->setTexts(tr("Nothing fits"), tr("Choose other kinds, or search for less."));
    showSides();
}

void FileDifferencesCard::showSides()
{
    const QModelIndex index = m_files->currentIndex();
    const FileDifference* file = index.isValid() ? m_model.row(index.row()) : nullptr;
    m_sideModel.setRows(file == nullptr ? std::vector<DifferenceCell>() : FileDifferenceModel::sidesOf(*file));
    updateActions();
}

void FileDifferencesCard::showNote()
{
    if (m_found.id == 0)
        return setNote({});
    QStringList parts{displayText(m_found.task), Words::term(m_found.state),
                      tr("%1 files compared").arg(Words::count(m_found.compared))};
    if (m_found.here.waiting > 0)
        parts.append(tr("%1 not yet arrived").arg(Words::count(m_found.here.waiting)));
    if (m_found.here.failed > 0)
        parts.append(tr("%1 failed").arg(Words::count(m_found.here.failed)));
    if (const quint64 all = m_found.differenceCount + m_found.lateCount; all > m_found.listed && m_found.listed > 0)
        parts.append(tr("the first %1 are listed").arg(Words::count(m_found.listed)));
    setNote(parts.join(QStringLiteral(" · ")));
}

std::vector<const FileDifference*> FileDifferencesCard::selected() const
{
    std::vector<const FileDifference*> files;
    for (const QModelIndex& index : m_files->selectionModel()->selectedRows()) {
        if (const FileDifference* file = m_model.row(index.row()))
            files.push_back(file);
    }
    return files;
}

void FileDifferencesCard::updateActions()
{
    const auto files = selected();
    const bool isFree = !m_client.isLost();
    m_copy->setEnabled(!files.empty());
    m_resend->setEnabled(isFree && std::ranges::any_of(files, [](const auto* file) { return isToResend(*file); }));
    m_resendAll->setEnabled(isFree && !m_isCollecting && m_found.missing + m_found.different > 0);
    for (QAction* save : {m_csv, m_pdf})
        save->setEnabled(isFree && !m_isSaving && m_found.id != 0 && m_found.state != QStringLiteral("running"));
}

void FileDifferencesCard::copySelected()
{
    QStringList reports;
    for (const FileDifference* file : selected())
        reports.append(FileDifferenceModel::report(*file));
    QGuiApplication::clipboard()->setText(reports.join(QStringLiteral("\n\n")));
}

void FileDifferencesCard::resendSelected()
{
    QStringList paths;
    for (const FileDifference* file : selected()) {
        if (isToResend(*file) && !paths.contains(file->path))
            paths.append(file->path);
    }
    if (!paths.isEmpty())
        openResend(paths);
}

/// All that the receiver lacks or has otherwise, page by page; as many as one request carries.
void FileDifferencesCard::collectToResend(const QStringList& paths)
{
    updateActions();
    const QStringList names = FileDifferenceModel::kindNames();
    const DifferenceQuery wanted{
        m_found.id, {names.at(int(Kinds::Missing)), names.at(int(Kinds::Different))}, {}, 0, {}, paths.size(),
        kExportPage};
    request(wanted, [this, paths, id = m_found.id](const Result<FileDifferences>& page) {
        if (!page || id != m_found.id) {
            m_isCollecting = false;
            updateActions();
            return page ? void() : onFailed(page.error());
        }
        QStringList all = paths;
        for (const FileDifference& file : page->rows)
            all.append(file.path);
        if (page->rows.size() == std::size_t(kExportPage) && all.size() < kMostResent)
            return collectToResend(all);
        m_isCollecting = false;
        updateActions();
        all.removeDuplicates(); // of several runs
        if (!all.isEmpty())
            openResend(all);
    });
}

void FileDifferencesCard::openResend(const QStringList& paths)
{
    auto* dialog = new ResendDialog(m_client, m_found.task, paths, window(), ResendDialog::Reason::MissingThere);
    dialog->open();
}

void FileDifferencesCard::askWhereToSave(const QString& suffix, const QString& filter,
                                         void (FileDifferencesCard::*save)(const QString&))
{
    auto* dialog = new QFileDialog(window(), tr("Export the reconciliation"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    dialog->setNameFilter(filter);
    connect(dialog, &QFileDialog::fileSelected, this, save);
    dialog->open();
}

/// What is shown now, whole: with its filters, however long it is.
void FileDifferencesCard::saveCsv(const QString& path)
{
    m_isSaving = true;
    updateActions();
    const auto ask = [this, wanted = query(0, kExportPage)](qint64 from,
                                                            std::function<void(Result<PagedExport::Page>)> take) {
        DifferenceQuery page = wanted;
        page.from = from;
        request(page, [take = std::move(take)](const Result<FileDifferences>& found) {
            if (!found)
                return take(fail(found.error()));
            const auto rows = std::make_shared<const std::vector<FileDifference>>(found->rows);
            take(PagedExport::Page{qint64(rows->size()), [rows] { return TaskReconciliation::csvRows(*rows); }});
        });
    };
    const auto head = [title = TaskReconciliation::title(m_client.latest(), m_found), found = m_found] {
        return TaskReconciliation::csvHead(title, found);
    };
    m_export = std::make_unique<PagedExport>(path, head, ask, nullptr);
    connect(m_export.get(), &PagedExport::finished, this, &FileDifferencesCard::onSaved);
    connect(m_export.get(), &PagedExport::progress, this,
            [this](qint64 rows) { m_csv->setText(tr("%1 exported…").arg(Words::count(quint64(rows)))); });
    m_export->start();
}

/// Sums, and the first files.
void FileDifferencesCard::savePdf(const QString& path)
{
    m_isSaving = true;
    updateActions();
    const DifferenceQuery wanted{m_found.id, {}, {}, 0, {}, 0, qint64(kMostPdfRows)};
    request(wanted, [this, path, found = m_found](const Result<FileDifferences>& page) {
        if (!page)
            return onSaved(fail(page.error()));
        FileReconciliation whole = found;
        whole.differences = page->rows;
        writePdf(path, whole);
    });
}

void FileDifferencesCard::writePdf(const QString& path, FileReconciliation found)
{
    const auto bringBack = [this](const Result<>& result) {
        QMetaObject::invokeMethod(
            this, [this, result] { onSaved(result); }, Qt::QueuedConnection);
    };
    m_writer = std::make_unique<WorkerThread>(
        QStringLiteral("export"),
        [path, bringBack, title = TaskReconciliation::title(m_client.latest(), found), found = std::move(found)](
            const std::stop_token&) { bringBack(writeTaskReconciliationPdf(path, title, found)); },
        [bringBack](const Error& error) { bringBack(fail(error)); });
}

void FileDifferencesCard::onSaved(const Result<>& result)
{
    m_isSaving = false;
    m_csv->setText(tr("CSV…"));
    updateActions();
    if (result)
        m_notice->hide();
    else
        onFailed(result.error());
}

void FileDifferencesCard::onFailed(const Error& error)
{
    m_notice->showError(error);
}

void FileDifferencesCard::retranslate()
{
    setTitle(tr("Result"));
    m_search->setPlaceholderText(tr("Search"));
    m_search->setAccessibleName(tr("Search"));
    m_files->setAccessibleName(tr("Files that differ"));
    m_sides->setAccessibleName(tr("Both sides of the file"));
    m_resend->setText(tr("Send again…"));
    m_resend->setToolTip(
        tr("The selected files that the receiver has not, or has otherwise; shows first what happens"));
    m_resendAll->setText(tr("Send all again…"));
    m_resendAll->setToolTip(tr("All files that the receiver has not, or has otherwise; shows first what happens"));
    m_copy->setText(tr("Copy"));
    m_csv->setText(tr("CSV…"));
    m_csv->setToolTip(tr("Export what is shown for a spreadsheet"));
    m_pdf->setText(tr("PDF…"));
    m_pdf->setToolTip(tr("Export sums and the first files as a report"));
    m_model.retranslate();
    m_sideModel.setSides(tr("Sender"), tr("Receiver"));
    m_sideModel.retranslate();
    showKinds();
    showNote();
    showFiles();
}

} // namespace busheng
