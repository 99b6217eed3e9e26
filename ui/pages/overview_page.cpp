// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/overview_page.h"

#include "ui/client/engine_client.h"
#include "ui/dialogs/right_guard.h"
#include "ui/pages/agenda_card.h"
#include "ui/pages/alarms_card.h"
#include "ui/pages/flow_charts.h"
#include "ui/pages/flow_details_card.h"
#include "ui/pages/flow_stages_card.h"
#include "ui/pages/node_map_card.h"
#include "ui/pages/offline_actions.h"
#include "ui/pages/overview_metrics.h"
#include "ui/pages/subscriptions_card.h"
#include "ui/text/display_text.h"
#include "ui/text/reason_text.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/notice_bar.h"

#include <QDateTime>
#include <QEvent>
#include <QGridLayout>
#include <QMessageBox>
#include <QPushButton>

namespace busheng {
namespace {

constexpr int kSpacing = 10;
constexpr int kMargin = 16;
constexpr int kSideWidth = 316;

} // namespace

OverviewPage::OverviewPage(EngineClient& client, QWidget* parent)
    : QWidget(parent), m_client(client), m_offline(new OfflineActions(client, this)), m_notice(new NoticeBar(this)),
      m_metrics(new OverviewMetrics(this)), m_main(new QStackedWidget(this)), m_map(new NodeMapCard(this)),
      m_showMap(new QPushButton(this)), m_subscriptions(new SubscriptionsCard(client, m_model, this)),
      m_stagesCard(new FlowStagesCard(this)), m_charts(new FlowCharts(client, this)),
      m_details(new FlowDetailsCard(this)), m_alarmsCard(new AlarmsCard(m_alarms, this)), m_agenda(new AgendaCard(this))
{
    m_clock.start();
    setFocusProxy(m_subscriptions->table());
    build();
    retranslate();
    connect(&m_client, &EngineClient::snapshotChanged, this, &OverviewPage::onSnapshot);
    connect(&m_client, &EngineClient::lost, m_subscriptions, &SubscriptionsCard::refresh);
    connect(m_subscriptions, &SubscriptionsCard::selectionChanged, this, &OverviewPage::showSelected);
    connect(m_subscriptions, &SubscriptionsCard::requestFailed, this, &OverviewPage::onRequestFailed);
    connect(m_details, &FlowDetailsCard::acceptRequested, this, &OverviewPage::askToAccept);
    connect(m_details, &FlowDetailsCard::offlineRequested, this, [this] {
        if (const SubscriptionRow* row = selected())
            m_offline->act(*row);
    });
    connect(m_charts, &FlowCharts::spanChanged, this, &OverviewPage::showSelected);
    connect(m_charts, &FlowCharts::failed, this, &OverviewPage::onRequestFailed);
    connect(m_map, &NodeMapCard::linkWanted, this, &OverviewPage::linkWanted);
    const auto choose = [this](bool shows) {
        setShowsMap(shows);
        if (shows)
            m_map->takeFocus();
        else
            m_subscriptions->table()->setFocus();
        Q_EMIT showsMapChanged(shows);
    };
    connect(m_showMap, &QPushButton::clicked, this, [choose] { choose(true); });
    connect(m_map, &NodeMapCard::flowsWanted, this, [choose] { choose(false); });
    connect(m_offline, &OfflineActions::failed, this, &OverviewPage::onRequestFailed);
    connect(&m_tick, &QTimer::timeout, this, &OverviewPage::onTick);
    m_tick.start(int(ThroughputSeries::kSampleMs));
    if (m_client.hasSnapshot())
        onSnapshot(m_client.latest());
}

void OverviewPage::build()
{
    auto* flows = new QWidget(m_main);
    auto* main = new QVBoxLayout(flows);
    main->setContentsMargins(0, 0, 0, 0);
    main->setSpacing(kSpacing);
    m_main->addWidget(flows);
    m_main->addWidget(m_map);
    m_showMap->setIcon(themedIcon(QStringLiteral("links")));
    m_subscriptions->addHeadWidget(m_showMap);
    main->addWidget(m_subscriptions, 3);
    main->addWidget(m_stagesCard);
    main->addWidget(m_charts, 3);
    auto* side = new QVBoxLayout;
    side->setSpacing(kSpacing);
    side->addWidget(m_details);
    side->addWidget(m_agenda);
    side->addWidget(m_alarmsCard, 1);
    for (QWidget* card :
         {static_cast<QWidget*>(m_details), static_cast<QWidget*>(m_agenda), static_cast<QWidget*>(m_alarmsCard)}) {
        card->setMinimumWidth(kSideWidth);
        card->setMaximumWidth(kSideWidth * 3 / 2);
    }
    auto* columns = new QHBoxLayout;
    columns->setSpacing(kSpacing);
    columns->addWidget(m_main, 5);
    columns->addLayout(side, 2);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, 12, kMargin, 12);
    layout->setSpacing(kSpacing);
    layout->addWidget(m_notice);
    layout->addWidget(m_metrics);
    layout->addLayout(columns, 1);
    needRight(m_client, *m_details->acceptButton(), QStringLiteral("acceptFindings"));
}

void OverviewPage::retranslate()
{
    m_metrics->retranslate();
    m_subscriptions->retranslate();
    m_charts->retranslate();
    m_details->retranslate();
    m_alarmsCard->retranslate();
    m_agenda->retranslate();
    m_stagesCard->retranslate();
    m_map->retranslate();
    m_showMap->setText(tr("Map"));
    m_showMap->setToolTip(tr("This node and its peers, with the links between them"));
    m_metrics->update(m_client.latest(), m_model.rows());
    showSelected();
    showMap();
}

void OverviewPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

const SubscriptionRow* OverviewPage::selected() const
{
    const int index = m_model.indexOf(m_subscriptions->selectedKey());
    return index < 0 ? nullptr : &m_model.row(index);
}

void OverviewPage::onSnapshot(const NodeSnapshot& node)
{
    m_model.setRows(subscriptionRows(node));
    m_alarms.update(node);
    m_subscriptions->refresh();
    m_alarmsCard->refresh();
    m_agenda->showNode(node, QDateTime::currentMSecsSinceEpoch());
    m_metrics->update(node, m_model.rows());
    showSelected();
    showMap();
}

bool OverviewPage::showsMap() const
{
    return m_main->currentWidget() == m_map;
}

void OverviewPage::setShowsMap(bool shows)
{
    m_main->setCurrentIndex(shows ? 1 : 0);
    showMap();
    showSelected();
}

/// Drawn only while it is looked at.
void OverviewPage::showMap()
{
    if (!showsMap())
        return;
    const NodeSnapshot& node = m_client.latest();
    m_map->showNodes(node.name, node.code, mapNodes(node, m_model.rows(), [this](const SubscriptionRow& row) {
                         return m_series.newestRate(row.key);
                     }));
}

void OverviewPage::showSelected()
{
    const SubscriptionRow* row = selected();
    if (row) {
        m_details->showRow(*row);
        needRight(m_client, *m_details->offlineButton(), OfflineActions::method(*row));
        m_stagesCard->showRow(*row);
    } else {
        m_details->clear();
    }
    m_details->setVisible(row != nullptr && !showsMap());
    m_stagesCard->setVisible(row != nullptr);
    m_charts->showFlow(m_series, row, monotonicMs());
}

void OverviewPage::record(qint64 nowMs, const std::vector<SubscriptionRow>& rows)
{
    for (const SubscriptionRow& row : rows) {
        if (row.rowsPerSecond >= 0)
            m_series.add(row.key, {nowMs, row.rowsPerSecond, row.lagMs});
        else
            m_series.addCounter(row.key, nowMs, row.changes, row.lagMs);
    }
    m_series.prune(nowMs);
}

void OverviewPage::onTick()
{
    if (m_client.isLost() || !m_client.hasSnapshot())
        return;
    const qint64 now = monotonicMs();
    record(now, m_model.rows());
    if (isVisible())
        m_charts->showFlow(m_series, selected(), now);
}

void OverviewPage::askToAccept()
{
    const SubscriptionRow* row = selected();
    if (row == nullptr)
        return;
    QStringList findings;
    for (const QString& finding : row->qualityFindings)
        findings.append(displayText(reasonText(finding)));
    auto* question = new QMessageBox(this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setIcon(QMessageBox::Warning);
    question->setTextFormat(Qt::PlainText);
    question->setWindowTitle(tr("Accept rows"));
    question->setText(tr("Go on with \"%1\" although its quality check failed?").arg(displayText(row->name)));
    question->setInformativeText(
        (findings.isEmpty() ? QString() : findings.join(u'\n') + QStringLiteral("\n\n")) +
        tr("The rows stay as they are. Changes are applied from here on; verify and repair the tables afterwards."));
    QPushButton* yes = question->addButton(tr("Accept"), QMessageBox::AcceptRole);
    question->setDefaultButton(question->addButton(tr("Cancel"), QMessageBox::RejectRole));
    connect(yes, &QPushButton::clicked, this, [this, name = row->name] { accept(name); });
    question->open();
}

void OverviewPage::accept(const QString& subscription)
{
    m_client.request<void>(
        this,
        [subscription](EngineApi& engine, Reply<> reply) {
            engine.flow().acceptFindings(subscription, std::move(reply));
        },
        [this](const Result<>& result) {
            if (!result)
                onRequestFailed(result.error());
        });
}

void OverviewPage::onRequestFailed(const Error& error)
{
    m_notice->showError(error);
}

} // namespace busheng
