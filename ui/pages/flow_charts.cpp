// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/flow_charts.h"

#include "ui/charts/time_chart.h"
#include "ui/text/display_text.h"
#include "ui/widgets/card.h"

#include <QDateTime>
#include <QHBoxLayout>

namespace busheng {
namespace {

constexpr double kSmallestRate = 10;
constexpr double kSmallestLagSeconds = 1;

QString lagLabel(double seconds)
{
    return seconds > 0 ? Words::duration(qint64(seconds * 1000 + 0.5)) : QStringLiteral("0");
}

} // namespace

FlowCharts::FlowCharts(EngineClient& client, QWidget* parent)
    : QWidget(parent), m_throughputCard(new Card(this)), m_lagCard(new Card(this)),
      m_throughput(new TimeChart(TimeChart::Look::Accent, kSmallestRate, &Words::compactCount, m_throughputCard)),
      m_lag(new TimeChart(TimeChart::Look::Calm, kSmallestLagSeconds, &lagLabel, m_lagCard)),
      m_spans(new QComboBox(m_throughputCard)), m_asked(client, this, [this](const Result<Figures>& figures) {
          if (m_flow.isEmpty()) // meanwhile others are shown, which nobody asks the node for
              return;
          if (!figures) {
              Q_EMIT failed(figures.error());
              return;
          }
          m_figures = *figures;
          drawFigures();
      })
{
    for (const ChartSpan one : kChartSpans)
        m_spans->addItem(QString(), int(one));
    m_throughputCard->addHeadWidget(m_spans);
    connect(m_spans, &QComboBox::currentIndexChanged, this, [this] {
        const double seconds = double(windowMs(span())) / 1000;
        m_throughput->setWindow(seconds);
        m_lag->setWindow(seconds);
        m_flow.clear();
        Q_EMIT spanChanged();
    });
    m_throughputCard->setContent(m_throughput, 8);
    m_lagCard->setContent(m_lag, 8);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(m_throughputCard);
    layout->addWidget(m_lagCard);
}

ChartSpan FlowCharts::span() const
{
    return ChartSpan(m_spans->currentData().toInt());
}

void FlowCharts::showFlow(const ThroughputSeries& live, const SubscriptionRow* row, qint64 nowMs)
{
    if (!row) {
        m_flow.clear();
        m_throughput->setPoints({});
        m_lag->setPoints({});
        m_throughputCard->setNote({});
        m_lagCard->setNote({});
        return;
    }
    const double rate = live.newestRate(row->key);
    m_throughputCard->setNote(rate < 0 ? QString() : Words::rowsPerSecond(rate));
    m_lagCard->setNote(row->lagMs < 0 ? QString() : Words::duration(row->lagMs));
    if (span() != ChartSpan::TenMinutes)
        return askFigures(row->flow, nowMs);
    m_throughput->setPoints(live.throughput(row->key, nowMs));
    m_lag->setPoints(live.lag(row->key, nowMs));
}

void FlowCharts::askFigures(const QString& flow, qint64 nowMs)
{
    if (flow != m_flow) { // not another flow's, even for a moment
        m_figures.clear();
        drawFigures();
    } else if (flow.isEmpty() || nowMs - m_askedMs < kMinuteStep * 1000) {
        return;
    }
    m_flow = flow;
    m_askedMs = nowMs;
    if (flow.isEmpty())
        return;
    const qint64 from = QDateTime::currentMSecsSinceEpoch() - windowMs(span());
    m_asked.ask([flow, step = stepSeconds(span()), from](EngineApi& engine, Reply<Figures> reply) {
        engine.figures().flowFigures(flow, step, from, std::move(reply));
    });
}

void FlowCharts::drawFigures()
{
    const FlowFigurePoints points = flowFigurePoints(m_figures, span(), QDateTime::currentMSecsSinceEpoch());
    m_throughput->setPoints(points.throughput);
    m_lag->setPoints(points.lag);
}

void FlowCharts::retranslate()
{
    m_throughputCard->setTitle(tr("Throughput"));
    m_lagCard->setTitle(tr("Lag"));
    const QStringList spans{tr("10 minutes"), tr("an hour"), tr("a day"), tr("a week")};
    for (int i = 0; i < m_spans->count(); ++i)
        m_spans->setItemText(i, spans.at(i));
    m_spans->setAccessibleName(tr("Time that is shown"));
    m_spans->setToolTip(tr("Of both charts. From an hour on: as the node has kept it, also while no console ran"));
    m_throughput->setEmptyTexts(tr("No throughput yet"), tr("It is drawn as soon as rows flow."));
    m_lag->setEmptyTexts(tr("Lag not known yet"), tr("It is measured with the first change that is applied."));
    m_throughput->retranslate();
    m_lag->retranslate();
}

} // namespace busheng
