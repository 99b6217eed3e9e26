// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/flow_figure.h"

#include <QList>
#include <QPointF>

#include <array>
#include <vector>

namespace busheng {

/// How much time a chart of a flow shows. The last ten minutes are what this console has seen; the others are what the
/// node has kept, whether a console ran or not.
enum class ChartSpan { TenMinutes, Hour, Day, Week };
inline constexpr std::array kChartSpans{ChartSpan::TenMinutes, ChartSpan::Hour, ChartSpan::Day, ChartSpan::Week};

qint64 windowMs(ChartSpan span);
/// Of the figures that it is drawn from, in seconds.
qint64 stepSeconds(ChartSpan span);

/// The points of both charts. x: seconds before `nowUtcMs`, as many as the span has at most; y: rows/s, and seconds of
/// lag. While the node was not running nothing flowed: the throughput goes down to 0 there, and the lag is not known.
struct FlowFigurePoints {
    QList<QPointF> throughput;
    QList<QPointF> lag;
};
FlowFigurePoints flowFigurePoints(const std::vector<FlowFigure>& figures, ChartSpan span, qint64 nowUtcMs);

} // namespace busheng
