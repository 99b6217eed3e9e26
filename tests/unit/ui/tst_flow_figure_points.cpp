// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "ui/models/flow_figure_points.h"

using namespace busheng;

namespace {

constexpr qint64 kMinuteMs = 60'000;
constexpr qint64 kNow = 1'000'000 * kMinuteMs + 15'000; ///< 15 s into a minute

} // namespace

/// What a chart is drawn from when no console was there to see it.
class TstFlowFigurePoints : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aStepIsDrawnInItsMiddle()
    {
        const qint64 last = kNow - 15'000 - kMinuteMs;
        const auto points = flowFigurePoints({{last - kMinuteMs, 10, 500}, {last, 20, 1500}}, ChartSpan::Hour, kNow);
        QCOMPARE(points.throughput, (QList<QPointF>{{-105, 10}, {-45, 20}}));
        QCOMPARE(points.lag, (QList<QPointF>{{-105, 0.5}, {-45, 1.5}}));
    }

    void whileTheNodeWasOffNothingFlowed()
    {
        const qint64 last = kNow - 15'000 - kMinuteMs;
        const auto points =
            flowFigurePoints({{last - 10 * kMinuteMs, 10, 500}, {last, 20, 1500}}, ChartSpan::Hour, kNow);
        QCOMPARE(points.throughput, (QList<QPointF>{{-645, 10}, {-615, 0}, {-75, 0}, {-45, 20}}));
        QCOMPARE(points.lag.size(), 2);
    }

    void whatIsOlderThanTheChartOrNotKnownIsLeftOut()
    {
        const auto points =
            flowFigurePoints({{kNow - 70 * kMinuteMs, 10, 500}, {kNow - kMinuteMs, -1, -1}}, ChartSpan::Hour, kNow);
        QVERIFY(points.throughput.isEmpty());
        QVERIFY(points.lag.isEmpty());
        // A clock that was set back: nothing is drawn beyond now.
        QVERIFY(flowFigurePoints({{kNow + kMinuteMs, 5, 5}}, ChartSpan::Day, kNow).throughput.isEmpty());
    }

    void aWeekIsDrawnFromQuartersOfAnHour()
    {
        QCOMPARE(stepSeconds(ChartSpan::Week), kQuarterStep);
        QCOMPARE(stepSeconds(ChartSpan::Day), kMinuteStep);
        const auto points =
            flowFigurePoints({{kNow - 30 * kMinuteMs, 4, 5}, {kNow - 15 * kMinuteMs, 6, 5}}, ChartSpan::Week, kNow);
        QCOMPARE(points.throughput, (QList<QPointF>{{-1350, 4}, {-450, 6}}));
    }
};

BUSHENG_TEST(TstFlowFigurePoints)
#include "tst_flow_figure_points.moc"
