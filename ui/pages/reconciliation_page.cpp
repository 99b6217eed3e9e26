// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/reconciliation_page.h"

#include "ui/client/engine_client.h"
#include "ui/dialogs/right_guard.h"
#include "ui/pages/certificate_actions.h"
#include "ui/pages/file_reconciliations_panel.h"
#include "ui/pages/outcome_look.h"
#include "ui/pages/page_layout.h"
#include "ui/pages/verification_card.h"
#include "ui/widgets/card.h"
#include "ui/widgets/cell_delegates.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/table_setup.h"

#include <QEvent>
#include <QHeaderView>
#include <QSplitter>

namespace busheng {
namespace {

constexpr int kSpacing = 10;
constexpr int kMargin = 16;
constexpr int kTickMs = 1'000;
constexpr int kListed = 200;
constexpr int kRowsAlwaysShown = 4;
constexpr int kComboCharacters = 20;

using Outcome = VerificationModel::Outcome;

} // namespace

ReconciliationPage::ReconciliationPage(EngineClient& client, QWidget* parent)
    : QWidget(parent), m_client(client),
      m_asked(client, this, [this](const Result<std::vector<VerificationSnapshot>>& list) { takeList(list); }),
      m_tabs(new QTabBar(this)), m_kinds(new QStackedWidget(this)), m_files(new FileReconciliationsPanel(client, this)),
      m_notice(new NoticeBar(this)), m_card(new Card(this)), m_subscriptions(new QComboBox(m_card)),
      m_levels(new QComboBox(m_card)), m_gentle(new QCheckBox(m_card)), m_verify(new QPushButton(m_card)),
      m_stack(new QStackedWidget(m_card)), m_table(new QTableView(m_stack)),
      m_empty(new EmptyState(QStringLiteral("checking"), m_stack)), m_result(new VerificationCard(client, this))
{
    build();
    retranslate();
    connect(&m_client, &EngineClient::snapshotChanged, this, &ReconciliationPage::onSnapshot);
    connect(&m_client, &EngineClient::lost, this, &ReconciliationPage::updateButton);
    connect(&m_tick, &QTimer::timeout, this, &ReconciliationPage::onTick);
    connect(m_verify, &QPushButton::clicked, this, &ReconciliationPage::begin);
    needRights(m_client, {{m_verify, "verify"}});
    connect(m_result, &VerificationCard::changed, this, [this] {
        refreshList();
        refreshSelected();
    });
    m_tick.start(kTickMs);
    onSnapshot();
}

QWidget* ReconciliationPage::buildRows()
{
    m_sorted.setSourceModel(&m_model);
    m_sorted.setSortRole(VerificationModel::SortRole);
    setUpTable(*m_table, m_sorted);
    m_table->sortByColumn(VerificationModel::Begun, Qt::DescendingOrder);
    m_table->setItemDelegate(new RowDelegate(-1, m_table));
    m_table->setItemDelegateForColumn(VerificationModel::State,
                                      new BadgeDelegate(VerificationModel::StateRole, &outcomeLook, m_table));
    m_table->setItemDelegateForColumn(VerificationModel::Progress,
                                      new ProgressDelegate(VerificationModel::FractionRole, m_table));
    setColumnWidths(*m_table, {{VerificationModel::Begun, 34},
                               {VerificationModel::Level, 16},
                               {VerificationModel::State, 20},
                               {VerificationModel::Progress, 24},
                               {VerificationModel::Differences, 14}});
    m_table->horizontalHeader()->setSectionResizeMode(VerificationModel::Subscription, QHeaderView::Stretch);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &ReconciliationPage::refreshSelected);
    const int rows = kRowsAlwaysShown * m_table->verticalHeader()->defaultSectionSize();
    m_table->setMinimumHeight(m_table->horizontalHeader()->sizeHint().height() + rows + 2);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    m_card->setContent(m_stack);
    m_subscriptions->setMinimumWidth(fontMetrics().horizontalAdvance(u'0') * kComboCharacters);
    m_levels->addItem(QString(), QStringLiteral("field"));
    m_levels->addItem(QString(), QStringLiteral("table"));
    for (QWidget* widget : {static_cast<QWidget*>(m_subscriptions), static_cast<QWidget*>(m_levels),
                            static_cast<QWidget*>(m_gentle), static_cast<QWidget*>(m_verify)})
        m_card->addHeadWidget(widget);
    CertificateActions& certificates = m_result->certificates();
    m_card->addHeadWidget(certificates.checkButton());
    connect(&certificates, &CertificateActions::failed, this, &ReconciliationPage::onFailed);
    connect(&certificates, &CertificateActions::saved, m_notice, &NoticeBar::hide);
    setFocusProxy(m_table);
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(m_card);
    splitter->addWidget(m_result);
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 5);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(kSpacing);
    auto* all = new QWidget(this);
    auto* layout = new QVBoxLayout(all);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kSpacing);
    layout->addWidget(m_notice);
    layout->addWidget(splitter, 1);
    m_notice->hide();
    m_result->hide();
    return all;
}

void ReconciliationPage::build()
{
    m_tabs->addTab(QString());
    m_tabs->addTab(QString());
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_kinds->addWidget(buildRows());
    m_kinds->addWidget(m_files);
    connect(m_tabs, &QTabBar::currentChanged, m_kinds, &QStackedWidget::setCurrentIndex);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, 8, kMargin, 12);
    layout->setSpacing(6);
    layout->addWidget(m_tabs, 0, Qt::AlignLeft);
    layout->addWidget(m_kinds, 1);
}

void ReconciliationPage::showFiles()
{
    m_tabs->setCurrentIndex(m_kinds->indexOf(m_files));
}

void ReconciliationPage::showEvent(QShowEvent* event)
{
    refreshList();
    QWidget::showEvent(event);
}

void ReconciliationPage::onSnapshot()
{
    QStringList names;
    for (const SubscriptionSnapshot& subscription : m_client.latest().subscriptions)
        names.append(subscription.config.name);
    offerNames(*m_subscriptions, names);
    updateButton();
}

/// A reconciliation moves without the snapshot saying so.
void ReconciliationPage::onTick()
{
    if (!isVisible() || m_client.isLost())
        return;
    refreshList();
    const int row = m_model.indexOf(QString::number(selectedId()));
    if (row < 0)
        return;
    const Outcome outcome = VerificationModel::outcomeOf(m_model.row(row).state);
    if (outcome == Outcome::Running || outcome == Outcome::Waiting)
        refreshSelected();
}

void ReconciliationPage::refreshList()
{
    m_asked.ask([](EngineApi& engine, Reply<std::vector<VerificationSnapshot>> reply) {
        engine.flow().verifications({}, kListed, std::move(reply));
    });
}

void ReconciliationPage::takeList(const Result<std::vector<VerificationSnapshot>>& list)
{
    if (!list)
        return onFailed(list.error());
    const qint64 selected = selectedId();
    const int before = m_model.indexOf(QString::number(selected));
    const QString stateBefore = before < 0 ? QString() : m_model.row(before).state;
    m_model.update(*list);
    m_stack->setCurrentWidget(m_model.rowCount() == 0 ? static_cast<QWidget*>(m_empty) : m_table);
    m_result->setVisible(m_model.rowCount() > 0);
    const int wanted = m_model.indexOf(QString::number(m_wanted));
    if (wanted >= 0) {
        m_wanted = 0;
        m_table->setCurrentIndex(m_sorted.mapFromSource(m_model.index(wanted, 0)));
    } else if (m_model.rowCount() > 0 && !m_table->currentIndex().isValid()) {
        m_table->setCurrentIndex(m_sorted.index(0, 0));
    }
    const int now = m_model.indexOf(QString::number(selected));
    if (now >= 0 && m_model.row(now).state != stateBefore)
        refreshSelected();
}

qint64 ReconciliationPage::selectedId() const
{
    const QModelIndex index = m_sorted.mapToSource(m_table->currentIndex());
    return index.isValid() ? m_model.row(index.row()).id : 0;
}

void ReconciliationPage::refreshSelected()
{
    const qint64 id = selectedId();
    if (id == 0 || std::exchange(m_isSelectedAsked, true))
        return;
    m_client.request<VerificationSnapshot>(
        this,
        [id](EngineApi& engine, Reply<VerificationSnapshot> reply) {
            engine.flow().verification(id, std::move(reply));
        },
        [this, id](const Result<VerificationSnapshot>& found) {
            m_isSelectedAsked = false;
            if (id != selectedId())
                return refreshSelected(); // another one was selected meanwhile
            if (!found)
                return onFailed(found.error());
            m_result->showVerification(*found);
        });
}

void ReconciliationPage::begin()
{
    if (m_isBeginning)
        return;
    m_isBeginning = true;
    updateButton();
    m_client.request<qint64>(
        this,
        [name = m_subscriptions->currentData().toString(), level = m_levels->currentData().toString(),
         gentle = m_gentle->isChecked()](EngineApi& engine, Reply<qint64> reply) {
            engine.flow().verify(name, level, gentle, std::move(reply));
        },
        [this](const Result<qint64>& id) {
            m_isBeginning = false;
            updateButton();
            if (!id)
                return onFailed(id.error());
            m_notice->hide();
            m_wanted = *id;
            refreshList();
        });
}

void ReconciliationPage::updateButton()
{
    m_verify->setEnabled(!m_isBeginning && !m_client.isLost() && m_subscriptions->currentIndex() >= 0);
}

void ReconciliationPage::onFailed(const Error& error)
{
    m_notice->showError(error);
}

void ReconciliationPage::retranslate()
{
    m_tabs->setTabText(0, tr("Rows of databases"));
    m_tabs->setTabText(1, tr("Files"));
    m_tabs->setAccessibleName(tr("What is reconciled"));
    m_card->setTitle(tr("Reconciliations"));
    m_subscriptions->setAccessibleName(tr("Subscription"));
    m_levels->setAccessibleName(tr("Compares"));
    m_levels->setItemText(0, tr("every field"));
    m_levels->setItemText(1, tr("row counts only"));
    m_levels->setToolTip(tr("Equal counts do not prove that the rows are equal"));
    m_gentle->setText(tr("gently"));
    m_gentle->setToolTip(tr("Leaves half of the time to other work; takes longer"));
    m_verify->setText(tr("Reconcile"));
    m_empty->setTexts(tr("Nothing was reconciled yet"),
                      tr("A reconciliation compares source and target at one moment while both go on working."));
    m_table->setAccessibleName(tr("Reconciliations"));
    m_model.retranslate();
    m_result->retranslate();
    m_files->retranslate();
}

void ReconciliationPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace busheng
