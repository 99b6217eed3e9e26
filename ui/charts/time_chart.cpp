// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/time_chart.h"

#include "ui/charts/plot_canvas.h"
#include "ui/models/throughput_series.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/theme_colors.h"

#include <QEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace busheng {
namespace {

constexpr double kWindowSeconds = double(ThroughputSeries::kWindowMs) / 1000;
constexpr int kTimeSteps[] = {5, 2, 1};  ///< the first for which the labels have room
constexpr int kValueSteps[] = {4, 2, 1}; ///< the same
constexpr double kLineRoom = 1.9;        ///< of a value's label, in heights of its line
constexpr int kGap = 6;
constexpr double kHeadroom = 1.05;

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
    : QWidget(parent), m_look(look), m_smallestMaximum(smallestMaximum), m_format(std::move(format)),
      m_seconds(kWindowSeconds), m_canvas(makePlotCanvas(kWindowSeconds, this)),
      m_empty(new EmptyState(QStringLiteral("live"), this))
{
    setFocusPolicy(Qt::NoFocus);
    setMinimumSize(200, 96);
    setMaximum(m_smallestMaximum);
    applyColors();
    setPoints({});
}

QFont TimeChart::labelFont() const
{
    QFont labels = font();
    labels.setPointSizeF(labels.pointSizeF() * 0.88);
    return labels;
}

int TimeChart::valueSteps() const
{
    const QFontMetricsF metrics(labelFont());
    const double lineHeight = metrics.ascent() + metrics.descent();
    for (const int steps : kValueSteps) {
        if ((height() - 2 * lineHeight) / steps >= kLineRoom * lineHeight)
            return steps;
    }
    return 1;
}

int TimeChart::timeSteps() const
{
    const QFontMetricsF metrics(labelFont());
    // The first label begins at its place, the others stand in the middle of theirs.
    for (const int steps : kTimeSteps) {
        double widest = 0;
        for (int step = 0; step <= steps; ++step)
            widest = std::max(widest, metrics.horizontalAdvance(timeLabel(step, steps)));
        if (m_plot.width() / steps >= 1.5 * widest + kGap)
            return steps;
    }
    return 1;
}

QString TimeChart::valueLabel(int step) const
{
    return m_format(m_maximum * step / valueSteps());
}

QString TimeChart::timeLabel(int step, int steps) const
{
    constexpr double kHour = 60;
    constexpr double kDay = 24 * kHour;
    const double minutes = m_seconds / 60 * (steps - step) / steps;
    if (minutes < 0.5)
        return tr("now");
    if (m_seconds / 60 > kDay)
        return tr("-%1 d").arg(QString::number(minutes / kDay, 'f', 1));
    if (m_seconds / 60 > kHour)
        return tr("-%1 h").arg(QString::number(minutes / kHour, 'f', 1));
    return tr("-%1 min").arg(qRound(minutes));
}

void TimeChart::setWindow(double seconds)
{
    m_seconds = seconds;
    setPoints({});
    layOutPlot();
}

void TimeChart::layOutPlot()
{
    const QFontMetrics metrics(labelFont());
    int widest = 0;
    for (int step = 0; step <= valueSteps(); ++step)
        widest = std::max(widest, metrics.horizontalAdvance(valueLabel(step)));
    const int lineHeight = metrics.ascent() + metrics.descent();
    const double left = widest + 2 * kGap;
    const double right = metrics.horizontalAdvance(timeLabel(1, 1)) / 2.0 + kGap;
    const double top = lineHeight / 2.0 + 1;
    const double bottom = lineHeight + kGap;
    m_plot = {left, top, std::max(1.0, width() - left - right), std::max(1.0, height() - top - bottom)};
    m_canvas->setMaximum(m_maximum, valueSteps());
    m_canvas->setPlotArea(m_plot);
    update();
}

std::vector<TimeChart::Label> TimeChart::labels() const
{
    std::vector<Label> all;
    const QFontMetricsF metrics(labelFont());
    const double lineHeight = metrics.ascent() + metrics.descent();
    for (int step = 0; step <= valueSteps(); ++step) {
        const QString text = valueLabel(step);
        const double width = metrics.horizontalAdvance(text);
        const double y = m_plot.bottom() - m_plot.height() * step / valueSteps();
        all.push_back({QRectF(m_plot.left() - kGap - width, y - lineHeight / 2, width, lineHeight), text});
    }
    const int steps = timeSteps();
    for (int step = 0; step <= steps; ++step) {
        const QString text = timeLabel(step, steps);
        const double width = metrics.horizontalAdvance(text);
        const double x = m_plot.left() + m_plot.width() * step / steps - (step == 0 ? 0 : width / 2);
        all.push_back({QRectF(x, m_plot.bottom() + kGap - 1, width, lineHeight), text});
    }
    return all;
}

void TimeChart::paintEvent(QPaintEvent*)
{
    if (showsEmptyState())
        return;
    QPainter painter(this);
    painter.setFont(labelFont());
    painter.setPen(themeColors(palette()).muted);
    for (const Label& label : labels())
        painter.drawText(label.place, int(Qt::AlignCenter) | int(Qt::TextDontClip), label.text);
}

void TimeChart::retranslate()
{
    layOutPlot();
}

void TimeChart::setMaximum(double maximum)
{
    if (maximum <= 0 || maximum == m_maximum)
        return;
    m_maximum = maximum;
    layOutPlot();
}

void TimeChart::setPoints(const QList<QPointF>& points)
{
    const bool isEmpty = points.size() < 2;
    m_empty->setVisible(isEmpty);
    m_canvas->setVisible(!isEmpty);
    double highest = 0;
    for (const QPointF& point : points)
        highest = std::max(highest, point.y());
    setMaximum(std::max(m_smallestMaximum, niceMaximum(highest * kHeadroom)));
    // The canvas is always of ten minutes.
    QList<QPointF> drawn = points;
    for (QPointF& point : drawn)
        point.rx() *= kWindowSeconds / m_seconds;
    m_canvas->setPoints(drawn);
    update();
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
    PlotCanvas::Colors plot;
    plot.line = m_look == Look::Accent ? colors.accent : colors.tone(Tone::Good);
    plot.top = plot.line;
    plot.top.setAlphaF(colors.isDark ? 0.35f : 0.25f);
    plot.bottom = plot.line;
    plot.bottom.setAlphaF(0.02f);
    plot.grid = colors.grid;
    m_canvas->setColors(plot);
}

void TimeChart::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        applyColors();
    QWidget::changeEvent(event);
}

void TimeChart::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_canvas->setGeometry(rect());
    m_empty->setGeometry(rect());
    layOutPlot();
}

} // namespace busheng
