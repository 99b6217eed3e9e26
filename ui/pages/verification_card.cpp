// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/verification_card.h"

#include "ui/client/engine_client.h"
#include "ui/client/paged_export.h"
#include "ui/dialogs/right_guard.h"
#include "ui/models/verification_model.h"
#include "ui/pages/certificate_actions.h"
#include "ui/pages/page_layout.h"
#include "ui/reports/difference_csv.h"
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
#include <QMessageBox>
#include <QSplitter>

namespace busheng {
namespace {

constexpr int kTypingMs = 300;
constexpr int kExportPage = 500;
constexpr int kRowsPage = 0;
constexpr int kNothingPage = 1;
const QString kDifferent = QStringLiteral("different");
const QString kRunning = QStringLiteral("running");

using Kinds = DifferenceModel::Kinds;
constexpr Kinds kAllKinds[] = {Kinds::Missing, Kinds::Extra, Kinds::Different};

BadgeDelegate::Look kindLook(int kind)
{
    switch (Kinds(kind)) {
    case Kinds::Missing:
        return {QStringLiteral("incoming"), Tone::Bad};
    case Kinds::Extra:
        return {QStringLiteral("outgoing"), Tone::Warning};
    case Kinds::Different:
        return {QStringLiteral("checking"), Tone::Busy};
    }
    return {QStringLiteral("info"), Tone::Neutral};
}

} // namespace

VerificationCard::VerificationCard(EngineClient& client, QWidget* parent)
    : Card(parent), m_client(client), m_notice(new NoticeBar(this)), m_tables(new QTableView(this)),
      m_stack(new QStackedWidget(this)), m_empty(new EmptyState(QStringLiteral("ok"), this)),
      m_kinds(new KindFilter({DifferenceModel::nameOf(kAllKinds[0]), DifferenceModel::nameOf(kAllKinds[1]),
                              DifferenceModel::nameOf(kAllKinds[2])},
                             this)),
      m_range(new QToolButton(this)), m_search(searchField(this)), m_rowStack(new QStackedWidget(this)),
      m_differences(new QTableView(this)), m_nothingFound(new EmptyState(QStringLiteral("info"), this)),
      m_cells(new QTableView(this)), m_stop(new QPushButton(this)), m_repair(new QPushButton(this)),
      m_export(new QPushButton(this)), m_certificates(new CertificateActions(client, this)),
      m_onlyRange(new QAction(this)), m_copy(new QAction(this))
{
    m_model.setSource([this](qint64 from, int limit) { askRows(from, limit); });
    setUpTable(*m_tables, m_tableModel);
    m_tables->setSortingEnabled(false);
    m_tables->setItemDelegate(new RowDelegate(-1, m_tables));
    setColumnWidths(*m_tables, {{TableCheckModel::Table, 18},
                                {TableCheckModel::Differences, 13},
                                {TableCheckModel::Missing, 9},
                                {TableCheckModel::Extra, 9},
                                {TableCheckModel::Different, 10},
                                {TableCheckModel::SourceRows, 15},
                                {TableCheckModel::TargetRows, 15}});
    connect(m_tables->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& now) {
        const QString table = now.isValid() ? m_tableModel.row(now.row()).table : QString();
        if (std::exchange(m_table, table) != table)
            setRange(0);
    });
    m_stack->addWidget(buildDifferences());
    m_stack->addWidget(m_empty);
    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->addWidget(m_tables);
    splitter->addWidget(m_stack);
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 3);
    splitter->setChildrenCollapsible(false);
    auto* content = new QWidget(this);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_notice);
    layout->addWidget(splitter, 1);
    setContent(content);
    for (QPushButton* button : {m_stop, m_export, m_certificates->saveButton(), m_repair})
        addHeadWidget(button);
    connect(m_stop, &QPushButton::clicked, this, &VerificationCard::stop);
    connect(m_repair, &QPushButton::clicked, this, &VerificationCard::askToRepair);
    connect(m_export, &QPushButton::clicked, this, &VerificationCard::askWhereToSave);
    buildActions();
    needRights(m_client, {{m_stop, "stopVerification"}, {m_repair, "repair"}});
    retranslate();
    updateButtons();
}

VerificationCard::~VerificationCard() = default;

QToolButton* VerificationCard::kindButton(DifferenceModel::Kinds kind) const
{
    return m_kinds->button(int(kind));
}

QWidget* VerificationCard::buildDifferences()
{
    setUpTable(*m_differences, m_model);
    m_differences->setSortingEnabled(false); // in the order in which they were found
    m_differences->setItemDelegate(new RowDelegate(-1, m_differences));
    m_differences->setItemDelegateForColumn(DifferenceModel::Kind,
                                            new BadgeDelegate(DifferenceModel::KindRole, &kindLook, m_differences));
    setColumnWidths(*m_differences, {{DifferenceModel::Kind, 15},
                                     {DifferenceModel::Table, 20},
                                     {DifferenceModel::Range, 9},
                                     {DifferenceModel::Key, 24}});
    m_differences->horizontalHeader()->setSectionResizeMode(DifferenceModel::Columns, QHeaderView::Stretch);
    connect(m_differences->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &VerificationCard::showCells);
    connect(&m_model, &QAbstractItemModel::dataChanged, this, &VerificationCard::showCells);
    setUpTable(*m_cells, m_cellModel);
    m_cells->setSortingEnabled(false);
    m_cells->setItemDelegate(new RowDelegate(-1, m_cells));
    for (const int column : {DifferenceCellModel::SourceValue, DifferenceCellModel::TargetValue}) {
        m_cells->setItemDelegateForColumn(column,
                                          new ChangedTextDelegate(DifferenceCellModel::ChangedFromRole,
                                                                  DifferenceCellModel::ChangedLengthRole, m_cells));
        m_cells->horizontalHeader()->setSectionResizeMode(column, QHeaderView::Stretch);
    }
    setColumnWidths(*m_cells, {{DifferenceCellModel::Mark, 6}, {DifferenceCellModel::Name, 20}});

    connect(m_kinds, &KindFilter::changed, this, &VerificationCard::filter);
    m_range->setToolButtonStyle(Qt::ToolButtonTextOnly);
    connect(m_range, &QToolButton::clicked, this, [this] { setRange(0); });
    m_typing.setSingleShot(true);
    m_typing.setInterval(kTypingMs);
    connect(&m_typing, &QTimer::timeout, this, &VerificationCard::filter);
    connect(m_search, &QLineEdit::textChanged, this, [this] { m_typing.start(); });
    m_kinds->addWidget(m_range);
    m_kinds->addWidget(m_search);
    m_range->hide();
    m_rowStack->addWidget(m_differences);
    m_rowStack->addWidget(m_nothingFound);
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(m_rowStack);
    splitter->addWidget(m_cells);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setChildrenCollapsible(false);
    auto* all = new QWidget(this);
    auto* layout = new QVBoxLayout(all);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_kinds);
    layout->addWidget(splitter, 1);
    return all;
}

void VerificationCard::buildActions()
{
    m_copy->setIcon(themedIcon(QStringLiteral("copy")));
    m_copy->setShortcut(QKeySequence::Copy);
    for (QAction* action : {m_onlyRange, m_copy})
        offerAction(*this, *m_differences, *action, false);
    connect(m_onlyRange, &QAction::triggered, this, [this] {
        if (const Difference* row = m_model.row(m_differences->currentIndex().row()))
            setRange(row->range);
    });
    connect(m_copy, &QAction::triggered, this, &VerificationCard::copySelected);
}

DifferenceQuery VerificationCard::query(qint64 from, int limit) const
{
    return {m_verification.id, m_kinds->wanted(), m_table, m_rangeShown, m_search->text(), from, limit};
}

void VerificationCard::askRows(qint64 from, int limit)
{
    m_client.request<RowDifferences>(
        this,
        [query = query(from, limit)](EngineApi& engine, Reply<RowDifferences> reply) {
            engine.comparisons().rowDifferences(query, std::move(reply));
        },
        [this, from, generation = m_generation](const Result<RowDifferences>& page) {
            if (generation != m_generation)
                return;
            if (!page) {
                m_model.giveUp();
                return onFailed(page.error());
            }
            m_model.take(from, page->total, page->rows);
            showRows();
        });
}

void VerificationCard::showVerification(const VerificationSnapshot& verification)
{
    const bool isAnother = verification.id != m_verification.id;
    const bool hasOthers = verification.listed != m_verification.listed ||
                           verification.differences.size() != m_verification.differences.size();
    m_verification = verification;
    m_tableModel.setTables(verification.tables);
    m_stack->setCurrentIndex(verification.differences.empty() ? 1 : 0);
    showKinds();
    if (isAnother) {
        m_notice->hide();
        m_table.clear();
        m_tables->setCurrentIndex(m_tableModel.index(0, 0));
        setRange(0);
    } else if (hasOthers) {
        m_model.refresh();
    }
    if (verification.state == QStringLiteral("failed")) {
        Error error;
        error.event = verification.error;
        error.args = verification.errorArgs;
        onFailed(error);
    }
    showNote();
    updateButtons();
}

void VerificationCard::setRange(qint64 range)
{
    m_rangeShown = range;
    m_range->setVisible(range != 0);
    m_range->setText(tr("Range %1 ×").arg(range));
    filter();
}

/// The kinds with their numbers, of the table that is selected.
void VerificationCard::showKinds()
{
    TableCheck sums;
    for (const TableCheck& table : m_verification.tables) {
        if (!m_table.isEmpty() && m_table != table.table)
            continue;
        sums.missing += table.missing;
        sums.extra += table.extra;
        sums.different += table.different;
        sums.differences += table.differences;
    }
    // A report of before has no numbers of each kind.
    const bool isKnown = sums.differences == sums.missing + sums.extra + sums.different;
    const quint64 counts[] = {sums.missing, sums.extra, sums.different};
    for (std::size_t i = 0; i < std::size(kAllKinds); ++i)
        m_kinds->setKind(int(i), DifferenceModel::kindText(kAllKinds[i]), isKnown ? qint64(counts[i]) : -1);
}

void VerificationCard::filter()
{
    m_typing.stop();
    ++m_generation;
    showKinds();
    if (m_verification.id == 0 || m_kinds->isNothingWanted())
        m_model.clear();
    else
        m_model.restart();
    showRows();
}

void VerificationCard::showRows()
{
    const bool isEmpty = m_model.rowCount() == 0;
    m_rowStack->setCurrentIndex(isEmpty && !m_model.isAsked() ? kNothingPage : kRowsPage);
    if (!isEmpty && !m_differences->currentIndex().isValid())
        m_differences->setCurrentIndex(m_model.index(0, 0));
    showCells();
    showNote();
}

void VerificationCard::showCells()
{
    const QModelIndex index = m_differences->currentIndex();
    const Difference* row = index.isValid() ? m_model.row(index.row()) : nullptr;
    m_cellModel.setRows(row == nullptr ? std::vector<DifferenceCell>() : row->cells);
    m_onlyRange->setEnabled(row != nullptr && row->range > 0 && m_rangeShown == 0);
    m_copy->setEnabled(row != nullptr);
}

void VerificationCard::copySelected()
{
    const Difference* row = m_model.row(m_differences->currentIndex().row());
    if (row == nullptr)
        return;
    QStringList lines{DifferenceModel::kindText(DifferenceModel::kindOf(row->kind)) + QStringLiteral(" · ") +
                      displayText(row->table) + QStringLiteral(" · ") + displayText(row->key)};
    for (const DifferenceCell& cell : row->cells)
        lines.append((cell.differs ? QStringLiteral("≠ ") : QStringLiteral("= ")) + displayText(cell.column) +
                     QStringLiteral(": ") + displayText(cell.sourceValue) + QStringLiteral(" | ") +
                     displayText(cell.targetValue));
    QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

void VerificationCard::showNote()
{
    if (m_verification.id == 0)
        return setNote({});
    QStringList parts{displayText(m_verification.subscription),
                      Words::term(VerificationModel::rowOf(m_verification).state),
                      tr("%1 rows compared").arg(Words::count(m_verification.rowsCompared))};
    if (m_verification.differenceCount > 0)
        parts.append(tr("%1 differ").arg(Words::count(m_verification.differenceCount)));
    const quint64 listed = std::max<quint64>(m_verification.listed, m_verification.differences.size());
    if (m_verification.differenceCount > listed && listed > 0)
        parts.append(tr("the first %1 are listed").arg(Words::count(listed)));
    if (m_model.total() > 0)
        parts.append(tr("%1 shown").arg(Words::count(quint64(m_model.total()))));
    setNote(parts.join(QStringLiteral(" · ")));
}

void VerificationCard::updateButtons()
{
    const bool isFree = !m_isAsking && !m_client.isLost();
    const bool isDifferent = m_verification.state == kDifferent;
    m_stop->setVisible(m_verification.state == kRunning);
    m_stop->setEnabled(isFree);
    m_repair->setVisible(isDifferent);
    m_repair->setEnabled(isFree && m_repaired != m_verification.id);
    m_export->setVisible(!m_verification.differences.empty());
    m_certificates->setVerification(m_verification);
}

void VerificationCard::stop()
{
    m_isAsking = true;
    updateButtons();
    m_client.request<void>(
        this,
        [id = m_verification.id](EngineApi& engine, Reply<> reply) {
            engine.flow().stopVerification(id, std::move(reply));
        },
        [this](const Result<>& result) { onDone(result ? std::optional<Error>() : result.error()); });
}

void VerificationCard::askToRepair()
{
    auto* question = new QMessageBox(window());
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setIcon(QMessageBox::Warning);
    question->setTextFormat(Qt::PlainText);
    question->setWindowTitle(m_repair->text());
    question->setText(tr("Repair %1 rows of \"%2\"?")
                          .arg(Words::count(m_verification.differenceCount), displayText(m_verification.subscription)));
    TableCheck sums;
    for (const TableCheck& table : m_verification.tables) {
        sums.missing += table.missing;
        sums.extra += table.extra;
        sums.different += table.different;
    }
    question->setInformativeText(
        tr("Missing in the target: %1\nExtra in the target: %2\nDifferent: %3\n\nThe source sends these rows again as "
           "they are now, in order with its changes; extra rows are removed from the target. Reconcile once more "
           "afterwards.")
            .arg(Words::count(sums.missing), Words::count(sums.extra), Words::count(sums.different)));
    QPushButton* yes = question->addButton(tr("Repair"), QMessageBox::AcceptRole);
    question->setDefaultButton(question->addButton(tr("Cancel"), QMessageBox::RejectRole));
    connect(yes, &QPushButton::clicked, this, &VerificationCard::repair);
    question->open();
}

void VerificationCard::repair()
{
    if (m_isAsking || m_repaired == m_verification.id)
        return;
    m_isAsking = true;
    m_repaired = m_verification.id;
    updateButtons();
    m_client.request<void>(
        this, [id = m_repaired](EngineApi& engine, Reply<> reply) { engine.flow().repair(id, std::move(reply)); },
        [this](const Result<>& result) {
            if (!result)
                m_repaired = 0;
            onDone(result ? std::optional<Error>() : result.error());
        });
}

void VerificationCard::onDone(const std::optional<Error>& error)
{
    m_isAsking = false;
    updateButtons();
    if (error)
        onFailed(*error);
    else
        m_notice->hide();
    Q_EMIT changed();
}

void VerificationCard::askWhereToSave()
{
    auto* dialog = new QFileDialog(window(), m_export->text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->setNameFilter(tr("Tables (*.csv)"));
    connect(dialog, &QFileDialog::fileSelected, this, &VerificationCard::saveCsv);
    dialog->open();
}

/// What is shown now, whole: with its filters, however long it is.
void VerificationCard::saveCsv(const QString& path)
{
    m_export->setEnabled(false);
    const DifferenceQuery wanted = query(0, kExportPage);
    const auto ask = [this, wanted](qint64 from, std::function<void(Result<PagedExport::Page>)> take) {
        DifferenceQuery page = wanted;
        page.from = from;
        m_client.request<RowDifferences>(
            this,
            [page](EngineApi& engine, Reply<RowDifferences> reply) {
                engine.comparisons().rowDifferences(page, std::move(reply));
            },
            [take = std::move(take)](const Result<RowDifferences>& found) {
                if (!found)
                    return take(fail(found.error()));
                const auto rows = std::make_shared<const std::vector<Difference>>(found->rows);
                take(PagedExport::Page{qint64(rows->size()), [rows] { return differencesAsCsv(*rows); }});
            });
    };
    m_saver = std::make_unique<PagedExport>(path, &differenceCsvHead, ask, nullptr);
    connect(m_saver.get(), &PagedExport::finished, this, &VerificationCard::onSaved);
    connect(m_saver.get(), &PagedExport::progress, this,
            [this](qint64 rows) { m_export->setText(tr("%1 exported…").arg(Words::count(quint64(rows)))); });
    m_saver->start();
}

void VerificationCard::onSaved(const Result<>& result)
{
    m_export->setEnabled(true);
    m_export->setText(tr("Export…"));
    if (!result)
        onFailed(result.error());
    else
        m_notice->hide();
}

void VerificationCard::onFailed(const Error& error)
{
    m_notice->showError(error);
}

void VerificationCard::retranslate()
{
    setTitle(tr("Result"));
    m_empty->setTexts(tr("No differences"), tr("What differs between source and target appears here, field by field."));
    m_stop->setText(tr("Stop"));
    m_repair->setText(tr("Repair…"));
    m_export->setText(tr("Export…"));
    m_certificates->retranslate();
    m_search->setPlaceholderText(tr("Search"));
    m_search->setAccessibleName(tr("Search"));
    m_tables->setAccessibleName(tr("Tables"));
    m_differences->setAccessibleName(tr("Rows that differ"));
    m_cells->setAccessibleName(tr("Fields of the row"));
    m_nothingFound->setTexts(tr("Nothing fits"), tr("Choose other kinds or another table, or search for less."));
    m_onlyRange->setText(tr("Only this range"));
    m_onlyRange->setToolTip(tr("The rows that were compared together with this one"));
    m_range->setText(tr("Range %1 ×").arg(m_rangeShown));
    m_range->setToolTip(tr("Show all ranges"));
    m_copy->setText(tr("Copy"));
    m_tableModel.retranslate();
    m_model.retranslate();
    m_cellModel.retranslate();
    showKinds();
    showNote();
}

} // namespace busheng
