// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/flow_history.h"
#include "ui/models/subscription_row.h"

#include <QComboBox>
#include <QWidget>

namespace busheng {

class Card;
class TimeChart;

/// Throughput and lag of the selected flow over ten minutes, an hour, a day or a week.
class FlowCharts : public QWidget {
    Q_OBJECT
public:
    explicit FlowCharts(QWidget* parent = nullptr);

    /// `row` null: nothing is selected.
    void showFlow(const FlowHistory& history, const SubscriptionRow* row, qint64 nowMs);
    void retranslate();
    const TimeChart& throughput() const { return *m_throughput; }
    const TimeChart& lag() const { return *m_lag; }
    QComboBox* spans() const { return m_spans; }

Q_SIGNALS:
    void spanChanged(); ///< show the flow again

private:
    Card* m_throughputCard;
    Card* m_lagCard;
    TimeChart* m_throughput;
    TimeChart* m_lag;
    QComboBox* m_spans;
};

} // namespace busheng
