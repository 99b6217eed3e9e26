// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "ui/models/flow_history.h"

#include <QObject>

using namespace busheng;

class TstThroughputSeries : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void pointsAreInOrderAndRelativeToNow();
    void keepsTenMinutesAndNoMore();
    void leavesOutWhatIsNotKnown();
    void countsRatesFromACounter();
    void forgetsFlowsThatAreGone();
    void keepsAnHourADayAndAWeekMoreCoarsely();

private:
    const QString m_key = QStringLiteral("k");
};

void TstThroughputSeries::pointsAreInOrderAndRelativeToNow()
{
    ThroughputSeries series;
    series.add(m_key, {1000, 5, 100});
    series.add(m_key, {2000, 7, 200});
    QCOMPARE(series.throughput(m_key, 2000), (QList<QPointF>{{-1, 5}, {0, 7}}));
    QCOMPARE(series.lag(m_key, 2000), (QList<QPointF>{{-1, 0.1}, {0, 0.2}}));
    QVERIFY(series.throughput(QStringLiteral("other"), 2000).isEmpty());
}

void TstThroughputSeries::keepsTenMinutesAndNoMore()
{
    ThroughputSeries series;
    constexpr int kSeconds = 5000;
    for (int i = 0; i < kSeconds; ++i)
        series.add(m_key, {qint64(i) * 1000, double(i), i});
    const QList<QPointF> points = series.throughput(m_key, (kSeconds - 1) * 1000);
    QCOMPARE(points.size(), 601);
    QCOMPARE(points.first(), QPointF(-600, kSeconds - 601));
    QCOMPARE(points.last(), QPointF(0, kSeconds - 1));
    QVERIFY(std::is_sorted(points.begin(), points.end(), [](QPointF a, QPointF b) { return a.x() < b.x(); }));
}

void TstThroughputSeries::leavesOutWhatIsNotKnown()
{
    ThroughputSeries series;
    series.add(m_key, {0, 5, -1});
    series.add(m_key, {1000, -1, 100});
    QCOMPARE(series.throughput(m_key, 1000).size(), 1);
    QCOMPARE(series.lag(m_key, 1000).size(), 1);
}

void TstThroughputSeries::countsRatesFromACounter()
{
    ThroughputSeries series;
    series.addCounter(m_key, -2000, 100, 1); // a clock may start anywhere
    series.addCounter(m_key, 0, 300, 1);
    series.addCounter(m_key, 1000, 10, 1); // the engine was restarted
    series.addCounter(m_key, 2000, 15, 1);
    QCOMPARE(series.throughput(m_key, 2000), (QList<QPointF>{{-2, 100}, {0, 5}}));
}

void TstThroughputSeries::forgetsFlowsThatAreGone()
{
    ThroughputSeries series;
    series.add(m_key, {0, 1, 1});
    series.add(QStringLiteral("new"), {ThroughputSeries::kWindowMs + 1, 1, 1});
    series.prune(ThroughputSeries::kWindowMs + 1);
    QCOMPARE(series.flows(), 1);
}

void TstThroughputSeries::keepsAnHourADayAndAWeekMoreCoarsely()
{
    using Span = FlowHistory::Span;
    FlowHistory history;
    constexpr qint64 kHours = 30;
    constexpr qint64 kEnd = kHours * 3'600'000;
    for (qint64 at = 0; at <= kEnd; at += 1000) // ten rows a second, and one second of a large lag in each hour
        history.add(m_key, {at, at % 2000 == 0 ? 20.0 : 0.0, at % 3'600'000 == 0 ? 9'000 : 100});
    QCOMPARE(history.series(Span::TenMinutes).throughput(m_key, kEnd).size(), 601);
    const auto hour = history.series(Span::Hour).throughput(m_key, kEnd);
    QVERIFY2(hour.size() >= 599 && hour.size() <= 601, qPrintable(QString::number(hour.size())));
    QVERIFY(hour.first().x() >= -3600 && hour.first().x() < -3590);
    for (const QPointF& point : hour)
        QVERIFY(point.y() >= 6 && point.y() <= 14); // the mean
    QVERIFY(history.series(Span::Day).throughput(m_key, kEnd).size() >= 570);
    const auto week = history.series(Span::Week).lag(m_key, kEnd);
    QVERIFY(week.size() >= 100);                                                             // of thirty hours
    QVERIFY(std::ranges::any_of(week, [](const QPointF& point) { return point.y() == 9; })); // the largest is kept
    history.prune(kEnd + FlowHistory::windowMs(Span::Week) + 1);
    QCOMPARE(history.series(Span::Week).flows(), 0);
}

BUSHENG_TEST(TstThroughputSeries)
#include "tst_throughput_series.moc"
