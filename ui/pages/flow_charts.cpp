// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/flow_charts.h"

#include "ui/charts/time_chart.h"
#include "ui/text/display_text.h"
#include "ui/widgets/card.h"

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

FlowCharts::FlowCharts(QWidget* parent)
    : QWidget(parent), m_throughputCard(new Card(this)), m_lagCard(new Card(this)),
      m_throughput(new TimeChart(TimeChart::Look::Accent, kSmallestRate, &Words::compactCount, m_throughputCard)),
      m_lag(new TimeChart(TimeChart::Look::Calm, kSmallestLagSeconds, &lagLabel, m_lagCard)),
      m_spans(new QComboBox(m_throughputCard))
{
    for (const FlowHistory::Span span : FlowHistory::kSpans)
        m_spans->addItem(QString(), int(span));
    m_throughputCard->addHeadWidget(m_spans);
    connect(m_spans, &QComboBox::currentIndexChanged, this, [this] {
        const double seconds = double(FlowHistory::windowMs(FlowHistory::Span(m_spans->currentIndex()))) / 1000;
        m_throughput->setWindow(seconds);
        m_lag->setWindow(seconds);
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

void FlowCharts::showFlow(const FlowHistory& history, const SubscriptionRow* row, qint64 nowMs)
{
    const ThroughputSeries& series = history.series(FlowHistory::Span(m_spans->currentIndex()));
    if (!row) {
        m_throughput->setPoints({});
        m_lag->setPoints({});
        m_throughputCard->setNote({});
        m_lagCard->setNote({});
        return;
    }
    const QList<QPointF> rates = series.throughput(row->key, nowMs);
    m_throughput->setPoints(rates);
    m_lag->setPoints(series.lag(row->key, nowMs));
    m_throughputCard->setNote(rates.isEmpty() ? QString() : Words::rowsPerSecond(rates.last().y()));
    m_lagCard->setNote(row->lagMs < 0 ? QString() : Words::duration(row->lagMs));
}

void FlowCharts::retranslate()
{
    m_throughputCard->setTitle(tr("Throughput"));
    m_lagCard->setTitle(tr("Lag"));
    const QStringList spans{tr("10 minutes"), tr("an hour"), tr("a day"), tr("a week")};
    for (int i = 0; i < m_spans->count(); ++i)
        m_spans->setItemText(i, spans.at(i));
    m_spans->setAccessibleName(tr("Time that is shown"));
    m_spans->setToolTip(tr("Of both charts; as long as this console runs"));
    m_throughput->setEmptyTexts(tr("No throughput yet"), tr("It is drawn as soon as rows flow."));
    m_lag->setEmptyTexts(tr("Lag not known yet"), tr("It is measured with the first change that is applied."));
    m_throughput->retranslate();
    m_lag->retranslate();
}

} // namespace busheng
