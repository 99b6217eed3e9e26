// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPointF>
#include <QRectF>
#include <QWidget>

#include <functional>
#include <vector>

namespace busheng {

class EmptyState;
class PlotCanvas;

/// One quantity over the last ten minutes, or another time, newest at the right. Cheap to update each second: the
/// points are replaced, the axis only when its range changes. With fewer than two points it says that there is nothing
/// yet.
///
/// The plot is a PlotCanvas; the axis labels are drawn here: Qt Charts cuts them to dots in low charts, and takes them
/// for HTML.
class TimeChart : public QWidget {
    Q_OBJECT
public:
    enum class Look { Accent, Calm };

    /// `format` writes a value at the y axis; `smallestMaximum` keeps a quiet line from filling the chart.
    TimeChart(Look look, double smallestMaximum, std::function<QString(double)> format, QWidget* parent = nullptr);

    /// The time that is shown: whole minutes. What was drawn goes.
    void setWindow(double seconds);
    /// x: seconds, as many before 0 as the window has; y: 0 or more.
    void setPoints(const QList<QPointF>& points);
    void setEmptyTexts(const QString& title, const QString& hint);
    bool showsEmptyState() const;
    double maximum() const { return m_maximum; }
    /// What stands at the axes, and where.
    struct Label {
        QRectF place;
        QString text;
    };
    std::vector<Label> labels() const;
    /// After a change of language: the axes read differently.
    void retranslate();

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void applyColors();
    void setMaximum(double maximum);
    void layOutPlot();
    QFont labelFont() const;
    int valueSteps() const;
    QString valueLabel(int step) const;
    int timeSteps() const; ///< for which the labels stand beside each other
    QString timeLabel(int step, int steps) const;

    Look m_look;
    double m_smallestMaximum;
    std::function<QString(double)> m_format;
    double m_maximum = 0;
    double m_seconds; ///< of the window
    QRectF m_plot;
    PlotCanvas* m_canvas;
    EmptyState* m_empty;
};

/// The next of 1, 2, 4, 6, 8, 10, 20 ... that is at least `value`.
double niceMaximum(double value);

} // namespace busheng
