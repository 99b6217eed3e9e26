// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/subscription_row.h"
#include "ui/models/throughput_series.h"

#include <QWidget>

namespace busheng {

class Card;
class TimeChart;

/// Throughput and lag of the selected flow over the last ten minutes.
class FlowCharts : public QWidget {
    Q_OBJECT
public:
    explicit FlowCharts(QWidget* parent = nullptr);

    /// `row` null: nothing is selected.
    void showFlow(const ThroughputSeries& series, const SubscriptionRow* row, qint64 nowMs);
    void retranslate();
    const TimeChart& throughput() const { return *m_throughput; }
    const TimeChart& lag() const { return *m_lag; }

private:
    Card* m_throughputCard;
    Card* m_lagCard;
    TimeChart* m_throughput;
    TimeChart* m_lag;
};

} // namespace busheng
