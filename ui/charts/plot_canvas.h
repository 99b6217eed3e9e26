// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QList>
#include <QPointF>
#include <QRectF>
#include <QWidget>

namespace busheng {

/// The line and the area of a TimeChart with the lines behind them, without labels. Transparent beside them, and the
/// mouse passes through.
class PlotCanvas : public QWidget {
public:
    struct Colors {
        QColor line;
        QColor top;    ///< of the area, at its highest point
        QColor bottom; ///< of the area, at zero
        QColor grid;
    };

    /// x: seconds, -`seconds` to 0; y: 0 to the maximum.
    virtual void setPoints(const QList<QPointF>& points) = 0;
    /// Where x and y run, in this widget's coordinates.
    virtual void setPlotArea(const QRectF& area) = 0;
    /// `steps`: lines behind the plot, beside that at zero.
    virtual void setMaximum(double maximum, int steps) = 0;
    virtual void setColors(const Colors& colors) = 0;

protected:
    using QWidget::QWidget;
};

/// By Qt Charts where this build has it, else as makePaintedCanvas(). `parent` owns it.
PlotCanvas* makePlotCanvas(double seconds, QWidget* parent);
/// Drawn by a widget of ours.
PlotCanvas* makePaintedCanvas(double seconds, QWidget* parent);

} // namespace busheng
