// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/refresher.h"
#include "ui/models/flow_figure_points.h"
#include "ui/models/subscription_row.h"
#include "ui/models/throughput_series.h"

#include <QComboBox>
#include <QWidget>

namespace busheng {

class Card;
class TimeChart;

/// Throughput and lag of the selected flow: over ten minutes as this console saw them, over an hour, a day or a week
/// as the node has kept them, which is asked for when a flow or a time is chosen, and then once a minute.
class FlowCharts : public QWidget {
    Q_OBJECT
public:
    explicit FlowCharts(EngineClient& client, QWidget* parent = nullptr);

    /// `row` null: nothing is selected. `nowMs`: by the clock of `live`.
    void showFlow(const ThroughputSeries& live, const SubscriptionRow* row, qint64 nowMs);
    void retranslate();
    const TimeChart& throughput() const { return *m_throughput; }
    const TimeChart& lag() const { return *m_lag; }
    QComboBox* spans() const { return m_spans; }

Q_SIGNALS:
    void spanChanged(); ///< show the flow again
    void failed(const busheng::Error& error);

private:
    using Figures = std::vector<FlowFigure>;
    ChartSpan span() const;
    void askFigures(const QString& flow, qint64 nowMs);
    void drawFigures();

    Card* m_throughputCard;
    Card* m_lagCard;
    TimeChart* m_throughput;
    TimeChart* m_lag;
    QComboBox* m_spans;
    Refresher<Figures> m_asked;
    Figures m_figures;
    QString m_flow;       ///< that m_figures are of, or will be
    qint64 m_askedMs = 0; ///< when
};

} // namespace busheng
