// SPDX-License-Identifier: GPL-3.0-or-later
// Of a build without Qt Charts.
#include "ui/charts/plot_canvas.h"

namespace busheng {

PlotCanvas* makePlotCanvas(double seconds, QWidget* parent)
{
    return makePaintedCanvas(seconds, parent);
}

} // namespace busheng
