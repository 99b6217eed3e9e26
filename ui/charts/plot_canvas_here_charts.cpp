// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plot_canvas.h"

#include <QGraphicsLayout>
#include <QLinearGradient>
#include <QVBoxLayout>
#include <QtCharts/QAreaSeries>
#include <QtCharts/QChart>
#include <QtCharts/QChartView>
#include <QtCharts/QLineSeries>
#include <QtCharts/QValueAxis>

namespace busheng {
namespace {

class ChartsCanvas final : public PlotCanvas {
public:
    ChartsCanvas(double seconds, QWidget* parent)
        : PlotCanvas(parent), m_view(new QChartView(this)), m_edge(new QLineSeries(this)), m_line(new QLineSeries),
          m_area(new QAreaSeries(m_edge)), m_time(new QValueAxis), m_value(new QValueAxis)
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        auto* layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(m_view);
        QChart* chart = m_view->chart();
        chart->legend()->hide();
        chart->setBackgroundVisible(false);
        chart->setMargins(QMargins(0, 0, 0, 0));
        chart->layout()->setContentsMargins(0, 0, 0, 0);
        chart->addAxis(m_time, Qt::AlignBottom);
        chart->addAxis(m_value, Qt::AlignLeft);
        for (QAbstractSeries* series : {static_cast<QAbstractSeries*>(m_area), static_cast<QAbstractSeries*>(m_line)}) {
            chart->addSeries(series);
            series->attachAxis(m_time);
            series->attachAxis(m_value);
        }
        for (QValueAxis* axis : {m_time, m_value}) {
            axis->setLabelsVisible(false);
            axis->setLineVisible(false);
        }
        m_time->setRange(-seconds, 0);
        m_time->setGridLineVisible(false);
        m_view->setRenderHint(QPainter::Antialiasing);
        m_view->setFrameShape(QFrame::NoFrame);
        m_view->setBackgroundBrush(Qt::NoBrush);
        m_view->viewport()->setAutoFillBackground(false);
        m_view->setInteractive(false);
        m_view->setFocusPolicy(Qt::NoFocus);
    }

    void setPoints(const QList<QPointF>& points) override
    {
        m_edge->replace(points);
        m_line->replace(points);
    }
    void setPlotArea(const QRectF& area) override { m_view->chart()->setPlotArea(area); }
    void setMaximum(double maximum, int steps) override
    {
        m_value->setRange(0, maximum);
        m_value->setTickCount(steps + 1);
    }
    void setColors(const Colors& colors) override
    {
        QLinearGradient fill(0, 0, 0, 1);
        fill.setCoordinateMode(QGradient::ObjectMode);
        fill.setColorAt(0, colors.top);
        fill.setColorAt(1, colors.bottom);
        m_area->setBrush(fill);
        m_area->setPen(Qt::NoPen);
        m_line->setPen(QPen(colors.line, kLineWidth));
        m_value->setGridLinePen(QPen(colors.grid, 1));
    }

private:
    static constexpr double kLineWidth = 1.6;

    QChartView* m_view;
    QLineSeries* m_edge; ///< upper edge of the area: an area drawn with a pen would be framed
    QLineSeries* m_line;
    QAreaSeries* m_area;
    QValueAxis* m_time;
    QValueAxis* m_value;
};

} // namespace

PlotCanvas* makePlotCanvas(double seconds, QWidget* parent)
{
    return std::make_unique<ChartsCanvas>(seconds, parent).release();
}

} // namespace busheng
