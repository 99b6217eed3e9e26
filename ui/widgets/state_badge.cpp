// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/state_badge.h"

#include "ui/widgets/icons.h"

#include <QPainter>

namespace busheng {
namespace {

constexpr int kIconSize = 14;
constexpr int kPadding = 8;
constexpr int kGap = 5;

int badgeHeight(const QFontMetrics& metrics)
{
    return metrics.ascent() + metrics.descent() + 4;
}

} // namespace

QSize badgeSize(const QFontMetrics& metrics, const QString& text)
{
    return {2 * kPadding + kIconSize + kGap + metrics.horizontalAdvance(text) + 1, badgeHeight(metrics)};
}

void paintBadge(QPainter& painter, const QRect& rect, const QString& icon, const QString& text, Tone tone,
                const ThemeColors& colors)
{
    const QFontMetrics metrics = painter.fontMetrics();
    QRect pill(QPoint(0, 0), badgeSize(metrics, text).boundedTo(rect.size()));
    pill.moveCenter(rect.center());
    pill.moveLeft(rect.left());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    // The outline keeps the pill visible where the row behind it is selected.
    QColor outline = colors.tone(tone);
    outline.setAlphaF(0.22f);
    painter.setPen(QPen(outline, 1));
    painter.setBrush(colors.toneSoft(tone));
    const QRectF shape = QRectF(pill).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.drawRoundedRect(shape, shape.height() / 2, shape.height() / 2);
    const QRect iconRect(pill.left() + kPadding, pill.center().y() - kIconSize / 2, kIconSize, kIconSize);
    paintIcon(painter, iconRect, icon, colors.tone(tone));
    const QRect textRect = pill.adjusted(kPadding + kIconSize + kGap, 0, -kPadding + 1, 0);
    painter.setPen(colors.tone(tone));
    painter.drawText(textRect, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                     metrics.elidedText(text, Qt::ElideRight, textRect.width() + 1));
    painter.restore();
}

StateBadge::StateBadge(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
}

void StateBadge::setState(const QString& icon, const QString& text, Tone tone)
{
    if (icon == m_icon && text == m_text && tone == m_tone)
        return;
    m_icon = icon;
    m_text = text;
    m_tone = tone;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize StateBadge::sizeHint() const
{
    return badgeSize(fontMetrics(), m_text);
}

QSize StateBadge::minimumSizeHint() const
{
    return {badgeHeight(fontMetrics()) * 2, badgeHeight(fontMetrics())};
}

void StateBadge::paintEvent(QPaintEvent*)
{
    if (m_text.isEmpty())
        return;
    QPainter painter(this);
    paintBadge(painter, rect(), m_icon, m_text, m_tone, themeColors(palette()));
}

} // namespace busheng
