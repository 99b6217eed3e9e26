// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/time_chart.h"

#include "ui/models/throughput_series.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/theme_colors.h"

#include <QEvent>
#include <QGraphicsLayout>
#include <QLinearGradient>
#include <QtCharts/QAreaSeries>
#include <QtCharts/QCategoryAxis>
#include <QtCharts/QChart>
#include <QtCharts/QLineSeries>

#include <cmath>

namespace busheng {
namespace {

constexpr double kWindowSeconds = double(ThroughputSeries::kWindowMs) / 1000;
constexpr int kTimeSteps = 5;
constexpr int kValueSteps = 4;
constexpr double kHeadroom = 1.05;

void clearLabels(QCategoryAxis& axis)
{
    const QStringList labels = axis.categoriesLabels();
    for (const QString& label : labels)
        axis.remove(label);
}

} // namespace

double niceMaximum(double value)
{
    if (!(value > 0))
        return 1;
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double step : {1.0, 2.0, 4.0, 6.0, 8.0}) {
        if (value <= step * power * (1 + 1e-9))
            return step * power;
    }
    return 10 * power;
}

TimeChart::TimeChart(Look look, double smallestMaximum, std::function<QString(double)> format, QWidget* parent)
    : QChartView(parent), m_look(look), m_smallestMaximum(smallestMaximum), m_format(std::move(format)),
      m_edge(new QLineSeries(this)), m_line(new QLineSeries), m_area(new QAreaSeries(m_edge)),
      m_time(new QCategoryAxis), m_value(new QCategoryAxis), m_empty(new EmptyState(QStringLiteral("live"), this))
{
    QChart* view = chart();
    view->legend()->hide();
    view->setBackgroundVisible(false);
    view->setMargins(QMargins(0, 0, 0, 0));
    view->layout()->setContentsMargins(0, 0, 0, 0);
    view->addSeries(m_area);
    view->addSeries(m_line);
    view->addAxis(m_time, Qt::AlignBottom);
    view->addAxis(m_value, Qt::AlignLeft);
    for (QAbstractSeries* series : {static_cast<QAbstractSeries*>(m_area), static_cast<QAbstractSeries*>(m_line)}) {
        series->attachAxis(m_time);
        series->attachAxis(m_value);
    }
    setRenderHint(QPainter::Antialiasing);
    setFrameShape(QFrame::NoFrame);
    setBackgroundBrush(Qt::NoBrush);
    viewport()->setAutoFillBackground(false);
    setInteractive(false);
    setFocusPolicy(Qt::NoFocus);
    setMinimumSize(200, 110);
    buildAxes();
    setMaximum(m_smallestMaximum);
    applyColors();
    setPoints({});
}

void TimeChart::buildAxes()
{
    m_time->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    m_time->setStartValue(-kWindowSeconds - 1);
    m_time->setRange(-kWindowSeconds, 0);
    m_time->setLineVisible(false);
    m_value->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    m_value->setStartValue(-1e-9);
    m_value->setLineVisible(false);
    retranslate();
}

void TimeChart::retranslate()
{
    clearLabels(*m_time);
    for (int i = 0; i <= kTimeSteps; ++i) {
        const int minutes = int(kWindowSeconds / 60) * (kTimeSteps - i) / kTimeSteps;
        m_time->append(minutes == 0 ? tr("now") : tr("-%1 min").arg(minutes), -60.0 * minutes);
    }
    setMaximum(std::exchange(m_maximum, 0));
}

void TimeChart::setMaximum(double maximum)
{
    if (maximum <= 0 || maximum == m_maximum)
        return;
    m_maximum = maximum;
    clearLabels(*m_value);
    m_value->setRange(0, maximum);
    for (int i = 0; i <= kValueSteps; ++i) {
        const double value = maximum * i / kValueSteps;
        m_value->append(m_format(value), value);
    }
}

void TimeChart::setPoints(const QList<QPointF>& points)
{
    const bool isEmpty = points.size() < 2;
    m_empty->setVisible(isEmpty);
    chart()->setVisible(!isEmpty);
    double highest = 0;
    for (const QPointF& point : points)
        highest = std::max(highest, point.y());
    setMaximum(std::max(m_smallestMaximum, niceMaximum(highest * kHeadroom)));
    m_edge->replace(points);
    m_line->replace(points);
}

void TimeChart::setEmptyTexts(const QString& title, const QString& hint)
{
    m_empty->setTexts(title, hint);
}

bool TimeChart::showsEmptyState() const
{
    return m_empty->isVisibleTo(this);
}

void TimeChart::applyColors()
{
    const ThemeColors colors = themeColors(palette());
    const QColor line = m_look == Look::Accent ? colors.accent : colors.tone(Tone::Good);
    QLinearGradient fill(0, 0, 0, 1);
    fill.setCoordinateMode(QGradient::ObjectMode);
    QColor top = line;
    top.setAlphaF(colors.isDark ? 0.35f : 0.25f);
    QColor bottom = line;
    bottom.setAlphaF(0.02f);
    fill.setColorAt(0, top);
    fill.setColorAt(1, bottom);
    m_area->setBrush(fill);
    m_area->setPen(Qt::NoPen);
    m_line->setPen(QPen(line, 1.6));
    QFont labels = font();
    labels.setPointSizeF(labels.pointSizeF() * 0.88);
    for (QCategoryAxis* axis : {m_time, m_value}) {
        axis->setLabelsBrush(colors.muted);
        axis->setLabelsFont(labels);
        axis->setGridLinePen(QPen(colors.grid, 1));
    }
    m_time->setGridLineVisible(false);
}

void TimeChart::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        applyColors();
    QChartView::changeEvent(event);
}

void TimeChart::resizeEvent(QResizeEvent* event)
{
    QChartView::resizeEvent(event);
    m_empty->setGeometry(rect());
}

} // namespace busheng
