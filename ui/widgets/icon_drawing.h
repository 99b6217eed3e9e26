// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QColor;
class QPainter;
class QRectF;

namespace busheng {

/// Draws an icon of resources/icons, what is black in it in `color`. Nothing for a name that is none. By Qt Svg, or, in
/// a build without it, from the picture of 256 pixels that the build made of it.
void drawIcon(QPainter& painter, const QRectF& rect, const QString& name, const QColor& color);

} // namespace busheng
