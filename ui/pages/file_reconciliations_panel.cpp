// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/file_reconciliations_panel.h"

#include "ui/client/engine_client.h"
#include "ui/client/operator_name.h"
#include "ui/dialogs/right_guard.h"
#include "ui/models/verification_model.h"
#include "ui/pages/file_differences_card.h"
#include "ui/pages/outcome_look.h"
#include "ui/pages/page_layout.h"
#include "ui/widgets/card.h"
#include "ui/widgets/cell_delegates.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/table_setup.h"

#include <QDateTime>
#include <QHeaderView>
#include <QSplitter>

#include <algorithm>

namespace busheng {
namespace {

constexpr int kSpacing = 10;
constexpr int kTickMs = 1'000;
constexpr int kPage = 100;
constexpr int kRowsAlwaysShown = 4;
constexpr int kComboCharacters = 18;
constexpr int kMostLateMinutes = 7 * 24 * 60;
constexpr qint64 kMsPerMinute = 60'000;
constexpr qint64 kMsPerDay = 24 * 60 * kMsPerMinute;

} // namespace

FileReconciliationsPanel::FileReconciliationsPanel(EngineClient& client, QWidget* parent)
    : QWidget(parent), m_client(client), m_notice(new NoticeBar(this)), m_card(new Card(this)),
      m_tasks(new QComboBox(m_card)), m_periods(new QComboBox(m_card)), m_lateAfter(new QSpinBox(m_card)),
      m_reconcile(new QPushButton(m_card)), m_stop(new QPushButton(m_card)), m_stack(new QStackedWidget(m_card)),
      m_table(new QTableView(m_stack)), m_empty(new EmptyState(QStringLiteral("files"), m_stack)),
      m_result(new FileDifferencesCard(client, this))
{
    build();
    connect(&m_client, &EngineClient::snapshotChanged, this, &FileReconciliationsPanel::onSnapshot);
    connect(&m_client, &EngineClient::lost, this, &FileReconciliationsPanel::updateButtons);
    connect(&m_tick, &QTimer::timeout, this, &FileReconciliationsPanel::onTick);
    connect(m_reconcile, &QPushButton::clicked, this, &FileReconciliationsPanel::begin);
    connect(m_stop, &QPushButton::clicked, this, &FileReconciliationsPanel::stop);
    needRights(m_client, {{m_reconcile, "beginFileReconciliation"}, {m_stop, "stopFileReconciliation"}});
    m_tick.start(kTickMs);
    onSnapshot();
}

void FileReconciliationsPanel::build()
{
    m_model.setSource([this](qint64 beforeId) { askOlder(beforeId); });
    m_sorted.setSourceModel(&m_model);
    m_sorted.setSortRole(FileReconciliationModel::SortRole);
    setUpTable(*m_table, m_sorted);
    m_table->sortByColumn(FileReconciliationModel::Begun, Qt::DescendingOrder);
    m_table->setItemDelegate(new RowDelegate(-1, m_table));
    m_table->setItemDelegateForColumn(FileReconciliationModel::State,
                                      new BadgeDelegate(FileReconciliationModel::StateRole, &outcomeLook, m_table));
    m_table->setItemDelegateForColumn(FileReconciliationModel::Compared,
                                      new ProgressDelegate(FileReconciliationModel::FractionRole, m_table));
    setColumnWidths(*m_table, {{FileReconciliationModel::Begun, 20},
                               {FileReconciliationModel::Task, 24},
                               {FileReconciliationModel::State, 16},
                               {FileReconciliationModel::Compared, 18},
                               {FileReconciliationModel::Missing, 16},
                               {FileReconciliationModel::Extra, 12},
                               {FileReconciliationModel::Different, 11},
                               {FileReconciliationModel::Late, 8},
                               {FileReconciliationModel::Period, 44},
                               {FileReconciliationModel::By, 16}});
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &FileReconciliationsPanel::showSelected);
    m_table->setMinimumHeight(m_table->horizontalHeader()->sizeHint().height() +
                              kRowsAlwaysShown * m_table->verticalHeader()->defaultSectionSize() + 2);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    m_card->setContent(m_stack);
    const int unit = fontMetrics().horizontalAdvance(u'0');
    m_tasks->setMinimumWidth(unit * kComboCharacters);
    m_tasks->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    for (const int days : {1, 7, 31, 366, 0})
        m_periods->addItem(QString(), days);
    m_periods->setCurrentIndex(1);
    m_lateAfter->setRange(0, kMostLateMinutes);
    for (QWidget* widget :
         {static_cast<QWidget*>(m_tasks), static_cast<QWidget*>(m_periods), static_cast<QWidget*>(m_lateAfter),
          static_cast<QWidget*>(m_stop), static_cast<QWidget*>(m_reconcile)})
        m_card->addHeadWidget(widget);
    setFocusProxy(m_table);
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(m_card);
    splitter->addWidget(m_result);
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 5);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(kSpacing);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kSpacing);
    layout->addWidget(m_notice);
    layout->addWidget(splitter, 1);
    m_notice->hide();
    m_result->hide();
    m_stop->hide();
}

void FileReconciliationsPanel::showEvent(QShowEvent* event)
{
    refresh();
    QWidget::showEvent(event);
}

void FileReconciliationsPanel::onSnapshot()
{
    QStringList names;
    for (const FileTaskSnapshot& task : m_client.latest().fileTasks)
        names.append(task.config.name);
    offerNames(*m_tasks, names);
    updateButtons();
}

/// One that runs moves without the snapshot saying so.
void FileReconciliationsPanel::onTick()
{
    if (!isVisible() || m_client.isLost())
        return;
    const auto& rows = m_model.rows();
    if (m_wanted != 0 || std::ranges::any_of(rows, [](const FileReconciliationItem& row) {
            return row.found.state == QStringLiteral("running");
        }))
        refresh();
}

void FileReconciliationsPanel::refresh()
{
    if (std::exchange(m_isListAsked, true)) {
        m_isAskedAgain = true;
        return;
    }
    using List = std::vector<FileReconciliation>;
    m_client.request<List>(
        this,
        [](EngineApi& engine, Reply<List> reply) {
            engine.comparisons().fileReconciliations({}, 0, kPage, std::move(reply));
        },
        [this](const Result<List>& list) {
            m_isListAsked = false;
            if (std::exchange(m_isAskedAgain, false))
                refresh();
            if (!list)
                return onFailed(list.error());
            takeNewest(*list);
        });
}

void FileReconciliationsPanel::askOlder(qint64 beforeId)
{
    using List = std::vector<FileReconciliation>;
    m_client.request<List>(
        this,
        [beforeId](EngineApi& engine, Reply<List> reply) {
            engine.comparisons().fileReconciliations({}, beforeId, kPage, std::move(reply));
        },
        [this](const Result<List>& list) {
            if (list)
                return m_model.takeOlder(FileReconciliationModel::itemsOf(*list), list->size() < std::size_t(kPage));
            m_model.giveUp();
            onFailed(list.error());
        });
}

void FileReconciliationsPanel::takeNewest(const std::vector<FileReconciliation>& page)
{
    m_model.takeNewest(FileReconciliationModel::itemsOf(page), page.size() < std::size_t(kPage));
    m_stack->setCurrentWidget(m_model.rowCount() == 0 ? static_cast<QWidget*>(m_empty) : m_table);
    const int wanted = m_model.indexOf(QString::number(m_wanted));
    if (wanted >= 0) {
        m_wanted = 0;
        m_table->setCurrentIndex(m_sorted.mapFromSource(m_model.index(wanted, 0)));
    } else if (m_model.rowCount() > 0 && !m_table->currentIndex().isValid()) {
        m_table->setCurrentIndex(m_sorted.index(0, 0));
    }
    showSelected();
}

const FileReconciliation* FileReconciliationsPanel::selected() const
{
    const QModelIndex index = m_sorted.mapToSource(m_table->currentIndex());
    return index.isValid() ? &m_model.row(index.row()).found : nullptr;
}

void FileReconciliationsPanel::showSelected()
{
    const FileReconciliation* found = selected();
    m_result->setVisible(found != nullptr);
    if (found != nullptr)
        m_result->showReconciliation(*found);
    updateButtons();
}

void FileReconciliationsPanel::begin()
{
    if (m_isAsking)
        return; // a double click begins one
    m_isAsking = true;
    updateButtons();
    const qint64 now = QDateTime::currentMSecsSinceEpoch() + 1;
    const qint64 days = m_periods->currentData().toLongLong();
    m_client.request<qint64>(
        this,
        [task = m_tasks->currentData().toString(), from = days == 0 ? 0 : now - days * kMsPerDay, now,
         late = m_lateAfter->value() * kMsPerMinute](EngineApi& engine, Reply<qint64> reply) {
            engine.comparisons().beginFiles(task, from, now, late, operatorName(), std::move(reply));
        },
        [this](const Result<qint64>& id) {
            m_isAsking = false;
            updateButtons();
            if (!id)
                return onFailed(id.error());
            m_notice->hide();
            m_wanted = *id;
            refresh();
        });
}

void FileReconciliationsPanel::stop()
{
    const FileReconciliation* found = selected();
    if (found == nullptr || m_isAsking)
        return;
    m_isAsking = true;
    updateButtons();
    m_client.request<void>(
        this,
        [id = found->id](EngineApi& engine, Reply<> reply) { engine.comparisons().stopFiles(id, std::move(reply)); },
        [this](const Result<>& result) {
            m_isAsking = false;
            updateButtons();
            if (!result)
                return onFailed(result.error());
            refresh();
        });
}

void FileReconciliationsPanel::updateButtons()
{
    const FileReconciliation* found = selected();
    const bool isFree = !m_isAsking && !m_client.isLost();
    m_reconcile->setEnabled(isFree && m_tasks->currentIndex() >= 0);
    m_stop->setVisible(found != nullptr && found->state == QStringLiteral("running"));
    m_stop->setEnabled(isFree);
}

void FileReconciliationsPanel::onFailed(const Error& error)
{
    m_notice->showError(error);
}

void FileReconciliationsPanel::retranslate()
{
    m_card->setTitle(tr("Reconciliations of files"));
    m_tasks->setAccessibleName(tr("Task"));
    m_periods->setAccessibleName(tr("Period"));
    m_periods->setItemText(0, tr("the last day"));
    m_periods->setItemText(1, tr("the last 7 days"));
    m_periods->setItemText(2, tr("the last 31 days"));
    m_periods->setItemText(3, tr("the last 366 days"));
    m_periods->setItemText(4, tr("everything"));
    m_lateAfter->setAccessibleName(tr("Late after"));
    m_lateAfter->setSpecialValueText(tr("nothing is late"));
    const QString late = tr("late after %1 min");
    m_lateAfter->setPrefix(late.section(QStringLiteral("%1"), 0, 0));
    m_lateAfter->setSuffix(late.section(QStringLiteral("%1"), 1, 1));
    m_lateAfter->setToolTip(
        tr("What arrived later than this after its first try is named; choose it above what two clocks may differ"));
    m_reconcile->setText(tr("Reconcile"));
    m_stop->setText(tr("Stop"));
    m_table->setAccessibleName(tr("Reconciliations of files"));
    m_empty->setTexts(tr("No files were reconciled yet"),
                      tr("Both nodes' records of a task are compared file by file: size, SM3 and time."));
    m_model.retranslate();
    m_result->retranslate();
    updateButtons();
}

} // namespace busheng
