// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/flow_figure_points.h"

#include "ui/models/throughput_series.h"

namespace busheng {
namespace {

constexpr qint64 kMinuteMs = 60'000;
constexpr double kSecondMs = 1000;

} // namespace

qint64 windowMs(ChartSpan span)
{
    switch (span) {
    case ChartSpan::TenMinutes:
        return ThroughputSeries::kWindowMs;
    case ChartSpan::Hour:
        return 60 * kMinuteMs;
    case ChartSpan::Day:
        return 24 * 60 * kMinuteMs;
    case ChartSpan::Week:
        return 7 * 24 * 60 * kMinuteMs;
    }
    return ThroughputSeries::kWindowMs;
}

qint64 stepSeconds(ChartSpan span)
{
    return span == ChartSpan::Week ? kQuarterStep : kMinuteStep;
}

FlowFigurePoints flowFigurePoints(const std::vector<FlowFigure>& figures, ChartSpan span, qint64 nowUtcMs)
{
    FlowFigurePoints points;
    const qint64 step = stepSeconds(span) * qint64(kSecondMs);
    const qint64 begin = nowUtcMs - windowMs(span);
    const auto x = [nowUtcMs](qint64 utcMs) { return double(utcMs - nowUtcMs) / kSecondMs; };
    qint64 end = -1; ///< of the step before
    for (const FlowFigure& figure : figures) {
        const qint64 middle = std::min(figure.atUtcMs + step / 2, nowUtcMs);
        if (middle < begin || figure.atUtcMs > nowUtcMs)
            continue;
        if (end >= 0 && figure.atUtcMs > end) {
            points.throughput.append({x(end), 0});
            points.throughput.append({x(figure.atUtcMs), 0});
        }
        end = figure.atUtcMs + step;
        if (figure.rowsPerSecond >= 0)
            points.throughput.append({x(middle), figure.rowsPerSecond});
        if (figure.lagMs >= 0)
            points.lag.append({x(middle), double(figure.lagMs) / kSecondMs});
    }
    return points;
}

} // namespace busheng
