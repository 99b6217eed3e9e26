// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QString>

class QPainter;
class QRectF;

namespace busheng {

/// The icons of resources/icons: one set, line drawings on 24 x 24, in any colour. An unknown name draws nothing.
/// Thread: GUI.

/// `name` in `color` into `rect`, sharp at the painter's device pixel ratio.
void paintIcon(QPainter& painter, const QRectF& rect, const QString& name, const QColor& color);

QPixmap iconPixmap(const QString& name, const QColor& color, int size, qreal devicePixelRatio);

/// Follows the application's palette, for menus, actions and buttons.
QIcon themedIcon(const QString& name);

QIcon applicationIcon();

} // namespace busheng
