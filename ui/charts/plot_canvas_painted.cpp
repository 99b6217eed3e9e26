// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plot_canvas.h"

#include <QLinearGradient>
#include <QPainter>

#include <algorithm>

namespace busheng {
namespace {

class PaintedCanvas final : public PlotCanvas {
public:
    PaintedCanvas(double seconds, QWidget* parent) : PlotCanvas(parent), m_seconds(seconds)
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
    }

    void setPoints(const QList<QPointF>& points) override
    {
        m_points = points;
        update();
    }
    void setPlotArea(const QRectF& area) override
    {
        m_area = area;
        update();
    }
    void setMaximum(double maximum, int steps) override
    {
        m_maximum = maximum;
        m_steps = steps;
        update();
    }
    void setColors(const Colors& colors) override
    {
        m_colors = colors;
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setPen(QPen(m_colors.grid, 1));
        for (int step = 0; step <= m_steps; ++step) {
            const double y = m_area.bottom() - m_area.height() * step / m_steps;
            painter.drawLine(QPointF(m_area.left(), y), QPointF(m_area.right(), y));
        }
        if (m_points.size() < 2)
            return;
        QPolygonF line;
        double highest = m_area.bottom();
        for (const QPointF& point : m_points) {
            line.append(placeOf(point));
            highest = std::min(highest, line.last().y());
        }
        QPolygonF area = line;
        area.append(QPointF(line.last().x(), m_area.bottom()));
        area.append(QPointF(line.first().x(), m_area.bottom()));
        QLinearGradient fill(0, highest, 0, m_area.bottom());
        fill.setColorAt(0, m_colors.top);
        fill.setColorAt(1, m_colors.bottom);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setClipRect(m_area.adjusted(-1, -1, 1, 1));
        painter.setPen(Qt::NoPen);
        painter.setBrush(fill);
        painter.drawPolygon(area);
        painter.setPen(QPen(m_colors.line, kLineWidth));
        painter.drawPolyline(line);
    }

private:
    static constexpr double kLineWidth = 1.6;

    QPointF placeOf(const QPointF& point) const
    {
        return {m_area.right() + point.x() / m_seconds * m_area.width(),
                m_area.bottom() - point.y() / m_maximum * m_area.height()};
    }

    double m_seconds;
    QList<QPointF> m_points;
    QRectF m_area;
    double m_maximum = 1;
    int m_steps = 1;
    Colors m_colors;
};

} // namespace

PlotCanvas* makePaintedCanvas(double seconds, QWidget* parent)
{
    return std::make_unique<PaintedCanvas>(seconds, parent).release();
}

} // namespace busheng
