// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"
#include "ui/models/subscription_row.h"

#include <QWidget>

namespace busheng {

class MetricTile;

/// The five figures at the top of the overview, over all flows of this node.
class OverviewMetrics : public QWidget {
    Q_OBJECT
public:
    explicit OverviewMetrics(QWidget* parent = nullptr);
    void update(const NodeSnapshot& node, const std::vector<SubscriptionRow>& rows);
    void retranslate();
    using QWidget::update;

private:
    void updateFlows(const std::vector<SubscriptionRow>& rows);

    MetricTile* m_throughput;
    MetricTile* m_lag;
    MetricTile* m_waiting;
    MetricTile* m_links;
    MetricTile* m_alarms;
};

} // namespace busheng
