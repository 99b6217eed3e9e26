// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "ui/models/throughput_series.h"

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
    QCOMPARE(series.newestRate(m_key), 5.0);
    QCOMPARE(series.newestRate(QStringLiteral("other")), -1.0);
}

void TstThroughputSeries::forgetsFlowsThatAreGone()
{
    ThroughputSeries series;
    series.add(m_key, {0, 1, 1});
    series.add(QStringLiteral("new"), {ThroughputSeries::kWindowMs + 1, 1, 1});
    series.prune(ThroughputSeries::kWindowMs + 1);
    QCOMPARE(series.flows(), 1);
}

BUSHENG_TEST(TstThroughputSeries)
#include "tst_throughput_series.moc"
