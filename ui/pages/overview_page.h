// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"
#include "ui/models/alarm_model.h"
#include "ui/models/subscription_model.h"
#include "ui/models/throughput_series.h"

#include <QElapsedTimer>
#include <QPushButton>
#include <QStackedWidget>
#include <QTimer>
#include <QWidget>

namespace busheng {

class AgendaCard;
class AlarmsCard;
class EngineClient;
class FlowCharts;
class FlowDetailsCard;
class FlowStagesCard;
class NodeMapCard;
class NoticeBar;
class OfflineActions;
class OverviewMetrics;
class SubscriptionsCard;
struct Error;

/// What an operator looks at all day: the flows, the stages and the history of one of them, or the map of nodes; the
/// alarms.
class OverviewPage : public QWidget {
    Q_OBJECT
public:
    explicit OverviewPage(EngineClient& client, QWidget* parent = nullptr);

    /// One sample of each flow for the charts; the page does so itself each second. `nowMs` as monotonicMs().
    void record(qint64 nowMs, const std::vector<SubscriptionRow>& rows);
    qint64 monotonicMs() const { return m_clock.elapsed(); }

    SubscriptionsCard& subscriptions() { return *m_subscriptions; }
    AlarmsCard& alarms() { return *m_alarmsCard; }
    AgendaCard& agenda() { return *m_agenda; }
    FlowDetailsCard& details() { return *m_details; }
    OfflineActions& offline() { return *m_offline; }
    FlowCharts& charts() { return *m_charts; }
    FlowStagesCard& stagesCard() { return *m_stagesCard; }
    NodeMapCard& map() { return *m_map; }
    QPushButton* mapButton() const { return m_showMap; }
    bool showsMap() const;
    void setShowsMap(bool shows);

Q_SIGNALS:
    void linkWanted(const QString& code);
    void showsMapChanged(bool shows); ///< a person wished it

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    void retranslate();
    void onSnapshot(const NodeSnapshot& node);
    void onTick();
    void showSelected();
    void showMap();
    void onRequestFailed(const Error& error);
    void askToAccept();
    void accept(const QString& subscription);
    const SubscriptionRow* selected() const;

    EngineClient& m_client;
    SubscriptionModel m_model;
    AlarmModel m_alarms;
    ThroughputSeries m_series;
    QTimer m_tick;
    QElapsedTimer m_clock;

    OfflineActions* m_offline;
    NoticeBar* m_notice;
    OverviewMetrics* m_metrics;
    QStackedWidget* m_main; ///< the flows, or the map
    NodeMapCard* m_map;
    QPushButton* m_showMap;
    SubscriptionsCard* m_subscriptions;
    FlowStagesCard* m_stagesCard;
    FlowCharts* m_charts;
    FlowDetailsCard* m_details;
    AlarmsCard* m_alarmsCard;
    AgendaCard* m_agenda;
};

} // namespace busheng
