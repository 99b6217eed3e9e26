// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/metric_tile.h"

#include "ui/text/display_text.h"
#include "ui/widgets/icons.h"

#include <QPainter>

namespace busheng {
namespace {

constexpr int kRadius = 8;
constexpr int kPadding = 12;
constexpr int kPlate = 34;
constexpr int kIconSize = 20;
constexpr int kHeight = 56;

} // namespace

MetricTile::MetricTile(const QString& icon, QWidget* parent) : QWidget(parent), m_icon(icon)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QFont MetricTile::valueFont() const
{
    QFont value = font();
    value.setPointSizeF(value.pointSizeF() * 1.4);
    value.setWeight(QFont::DemiBold);
    return value;
}

QFont MetricTile::captionFont() const
{
    QFont caption = font();
    caption.setPointSizeF(caption.pointSizeF() * 0.92);
    return caption;
}

void MetricTile::describe()
{
    const QString whole = m_caption + u' ' + m_value;
    setAccessibleName(whole);
    setToolTip(plainToolTip(whole));
}

void MetricTile::setCaption(const QString& caption)
{
    m_caption = caption;
    describe();
    update();
}

void MetricTile::setIcon(const QString& icon)
{
    m_icon = icon;
    update();
}

void MetricTile::setValue(const QString& value, Tone tone)
{
    if (value == m_value && tone == m_tone)
        return;
    m_value = value;
    m_tone = tone;
    describe();
    update();
}

QSize MetricTile::sizeHint() const
{
    const int lines = QFontMetrics(valueFont()).height() + QFontMetrics(captionFont()).height();
    return {200, qMax(kHeight, lines + kPadding)};
}

QSize MetricTile::minimumSizeHint() const
{
    return {140, sizeHint().height()};
}

void MetricTile::paintEvent(QPaintEvent*)
{
    const ThemeColors colors = themeColors(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(colors.card);
    painter.setPen(QPen(colors.border, 1));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);

    const QRect plate(kPadding, (height() - kPlate) / 2, kPlate, kPlate);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.toneSoft(m_tone));
    painter.drawRoundedRect(plate, kRadius, kRadius);
    const int inset = (kPlate - kIconSize) / 2;
    paintIcon(painter, plate.adjusted(inset, inset, -inset, -inset), m_icon, colors.tone(m_tone));

    const int left = plate.right() + kPadding;
    const int width = this->width() - left - kPadding;
    const QFontMetrics captionMetrics(captionFont());
    const QFontMetrics valueMetrics(valueFont());
    const int captionHeight = captionMetrics.ascent() + captionMetrics.descent();
    const int valueHeight = valueMetrics.ascent() + valueMetrics.descent();
    int top = (height() - captionHeight - valueHeight) / 2;

    painter.setFont(captionFont());
    painter.setPen(colors.muted);
    painter.drawText(QRect(left, top, width, captionHeight), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     captionMetrics.elidedText(m_caption, Qt::ElideRight, width));
    top += captionHeight;
    painter.setFont(valueFont());
    painter.setPen(colors.text);
    const QString value = valueMetrics.elidedText(m_value, Qt::ElideRight, width);
    painter.drawText(QRect(left, top, width, valueHeight), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     value);
}

} // namespace busheng
