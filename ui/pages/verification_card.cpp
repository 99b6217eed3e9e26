// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/verification_card.h"

#include "engine/model/events.h"
#include "ui/client/engine_client.h"
#include "ui/dialogs/right_guard.h"
#include "ui/models/verification_model.h"
#include "ui/reports/difference_csv.h"
#include "ui/text/display_text.h"
#include "ui/text/event_text.h"
#include "ui/text/words.h"
#include "ui/widgets/cell_delegates.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/table_setup.h"

#include <QFileDialog>
#include <QHeaderView>
#include <QLineEdit>
#include <QMessageBox>
#include <QSaveFile>
#include <QSplitter>

namespace busheng {
namespace {

constexpr int kSearchCharacters = 22;
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
      m_search(new QLineEdit(this)), m_differences(new QTableView(this)), m_cells(new QTableView(this)),
      m_stop(new QPushButton(this)), m_repair(new QPushButton(this)), m_export(new QPushButton(this))
{
    setUpTable(*m_tables, m_tableModel);
    m_tables->setSortingEnabled(false);
    m_tables->setItemDelegate(new RowDelegate(-1, m_tables));
    setColumnWidths(
        *m_tables,
        {{TableCheckModel::SourceRows, 15}, {TableCheckModel::TargetRows, 15}, {TableCheckModel::Differences, 14}});
    m_tables->horizontalHeader()->setSectionResizeMode(TableCheckModel::Table, QHeaderView::Stretch);
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
    for (QPushButton* button : {m_stop, m_export, m_repair})
        addHeadWidget(button);
    connect(m_stop, &QPushButton::clicked, this, &VerificationCard::stop);
    connect(m_repair, &QPushButton::clicked, this, &VerificationCard::askToRepair);
    connect(m_export, &QPushButton::clicked, this, &VerificationCard::askWhereToSave);
    needRights(m_client, {{m_stop, "stopVerification"}, {m_repair, "repair"}});
    retranslate();
    updateButtons();
}

QWidget* VerificationCard::buildDifferences()
{
    m_shown.setSourceModel(&m_model);
    setUpTable(*m_differences, m_shown);
    m_differences->setItemDelegate(new RowDelegate(-1, m_differences));
    m_differences->setItemDelegateForColumn(DifferenceModel::Kind,
                                            new BadgeDelegate(DifferenceModel::KindRole, &kindLook, m_differences));
    setColumnWidths(*m_differences,
                    {{DifferenceModel::Kind, 15}, {DifferenceModel::Table, 20}, {DifferenceModel::Key, 24}});
    m_differences->horizontalHeader()->setSectionResizeMode(DifferenceModel::Columns, QHeaderView::Stretch);
    connect(m_differences->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &VerificationCard::showCells);
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

    auto* tools = new QWidget(this);
    auto* row = new QHBoxLayout(tools);
    row->setContentsMargins(8, 4, 8, 4);
    for (std::size_t i = 0; i < std::size(kAllKinds); ++i) {
        auto* button = new QToolButton(tools);
        button->setCheckable(true);
        button->setChecked(true);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        connect(button, &QToolButton::toggled, this, &VerificationCard::filter);
        m_kinds.push_back(button);
        row->addWidget(button);
    }
    row->addStretch(1);
    m_search->setClearButtonEnabled(true);
    m_search->setFixedWidth(fontMetrics().horizontalAdvance(u'0') * kSearchCharacters);
    connect(m_search, &QLineEdit::textChanged, this, &VerificationCard::filter);
    row->addWidget(m_search);

    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(m_differences);
    splitter->addWidget(m_cells);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setChildrenCollapsible(false);
    auto* all = new QWidget(this);
    auto* layout = new QVBoxLayout(all);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(tools);
    layout->addWidget(splitter, 1);
    return all;
}

void VerificationCard::showVerification(const VerificationSnapshot& verification)
{
    const bool isAnother = verification.id != m_verification.id;
    const bool hasOthers = isAnother || verification.differences.size() != m_verification.differences.size();
    m_verification = verification;
    m_tableModel.setRows(verification.tables);
    if (hasOthers) {
        m_model.setRows(verification.differences);
        filter();
    }
    m_stack->setCurrentIndex(verification.differences.empty() ? 1 : 0);
    if (isAnother)
        m_notice->hide();
    if (verification.state == QStringLiteral("failed")) {
        Error error;
        error.event = verification.error;
        error.args = verification.errorArgs;
        m_notice->showText(errorText(error), errorReport(error), Tone::Bad);
    }
    showNote();
    updateButtons();
}

void VerificationCard::filter()
{
    std::set<Kinds> kinds;
    for (std::size_t i = 0; i < m_kinds.size(); ++i) {
        m_kinds[i]->setText(DifferenceModel::kindText(kAllKinds[i]) + u' ' +
                            Words::count(quint64(m_model.count(kAllKinds[i]))));
        if (m_kinds[i]->isChecked())
            kinds.insert(kAllKinds[i]);
    }
    m_shown.setWanted(std::move(kinds), m_search->text());
    if (m_shown.rowCount() > 0)
        m_differences->setCurrentIndex(m_shown.index(0, 0));
    showCells();
}

void VerificationCard::showCells()
{
    const QModelIndex index = m_shown.mapToSource(m_differences->currentIndex());
    m_cellModel.setRows(index.isValid() ? m_model.row(index.row()).cells : std::vector<DifferenceCell>());
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
    if (m_verification.differenceCount > m_verification.differences.size() && !m_verification.differences.empty())
        parts.append(tr("the first %1 are shown").arg(Words::count(m_verification.differences.size())));
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
    question->setInformativeText(
        tr("Missing in the target: %1\nExtra in the target: %2\nDifferent: %3\n\nThe source sends these rows again as "
           "they are now, in order with its changes; extra rows are removed from the target. Reconcile once more "
           "afterwards.")
            .arg(Words::count(quint64(m_model.count(Kinds::Missing))),
                 Words::count(quint64(m_model.count(Kinds::Extra))),
                 Words::count(quint64(m_model.count(Kinds::Different)))));
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
        m_notice->showText(errorText(*error), errorReport(*error), Tone::Bad);
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

void VerificationCard::saveCsv(const QString& path)
{
    m_export->setEnabled(false);
    const auto done = [this](const std::optional<Error>& error) {
        QMetaObject::invokeMethod(this, [this, error] {
            m_export->setEnabled(true);
            onDone(error);
        });
    };
    // A share on the network may take its time: the window does not wait for it.
    m_saver = std::make_unique<WorkerThread>(
        QStringLiteral("export"),
        [path, done, csv = differencesAsCsv(m_verification)](const std::stop_token&) {
            QSaveFile file(path);
            if (file.open(QIODevice::WriteOnly) && file.write(csv) == csv.size() && file.commit())
                return done(std::nullopt);
            done(makeEvent(ErrorCode::Storage, events::DSK_ERROR, {path, file.errorString()}, file.errorString()));
        },
        done);
}

void VerificationCard::retranslate()
{
    setTitle(tr("Result"));
    m_empty->setTexts(tr("No differences"), tr("What differs between source and target appears here, field by field."));
    m_stop->setText(tr("Stop"));
    m_repair->setText(tr("Repair…"));
    m_export->setText(tr("Export…"));
    m_search->setPlaceholderText(tr("Search"));
    m_search->setAccessibleName(tr("Search"));
    m_tables->setAccessibleName(tr("Tables"));
    m_differences->setAccessibleName(tr("Rows that differ"));
    m_cells->setAccessibleName(tr("Fields of the row"));
    m_tableModel.retranslate();
    m_model.retranslate();
    m_cellModel.retranslate();
    showNote();
    filter();
}

} // namespace busheng
