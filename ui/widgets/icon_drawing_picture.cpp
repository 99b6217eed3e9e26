// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/icon_drawing.h"

#include <QColor>
#include <QImage>
#include <QPainter>

// At file scope: Q_INIT_RESOURCE does not work inside a namespace.
static void initIconResource()
{
    Q_INIT_RESOURCE(busheng_icons);
}

namespace busheng {
namespace {

/// All are of one colour but the product's own, which has no black.
const QString kColoured = QStringLiteral("busheng");

} // namespace

void drawIcon(QPainter& painter, const QRectF& rect, const QString& name, const QColor& color)
{
    initIconResource();
    QImage picture(QStringLiteral(":/busheng/icons/%1.png").arg(name));
    if (picture.isNull())
        return;
    // Halved step by step: one smooth step from 256 to 16 pixels would skip most of them.
    const int wanted = static_cast<int>(rect.width() * painter.device()->devicePixelRatioF());
    while (picture.width() >= 2 * wanted && wanted > 0)
        picture = picture.scaled(picture.size() / 2, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    if (name != kColoured) {
        picture = picture.convertToFormat(QImage::Format_ARGB32_Premultiplied);
        QPainter tint(&picture);
        tint.setCompositionMode(QPainter::CompositionMode_SourceIn);
        tint.fillRect(picture.rect(), color);
    }
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(rect, picture);
}

} // namespace busheng
