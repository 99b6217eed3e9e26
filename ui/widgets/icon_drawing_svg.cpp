// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/icon_drawing.h"

#include <QColor>
#include <QFile>
#include <QPainter>
#include <QSvgRenderer>

// At file scope: Q_INIT_RESOURCE does not work inside a namespace.
static void initIconResource()
{
    Q_INIT_RESOURCE(busheng_icons);
}

namespace busheng {
namespace {

QByteArray svgOf(const QString& name, const QColor& color)
{
    initIconResource();
    QFile file(QStringLiteral(":/busheng/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray quoted = QByteArray(1, '"') + color.name().toLatin1() + '"';
    return file.readAll().replace(QByteArrayLiteral("\"#000\""), quoted);
}

} // namespace

void drawIcon(QPainter& painter, const QRectF& rect, const QString& name, const QColor& color)
{
    QSvgRenderer renderer(svgOf(name, color));
    if (renderer.isValid())
        renderer.render(&painter, rect);
}

} // namespace busheng
