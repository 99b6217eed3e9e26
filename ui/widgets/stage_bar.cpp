// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/stage_bar.h"

#include "ui/widgets/icons.h"

#include <QPainter>

namespace busheng {
namespace {

constexpr int kCircle = 36;
constexpr int kIconSize = 18;
constexpr int kGap = 5;
constexpr int kArrow = 5;
constexpr int kTick = 14;

QFont smallFont(QFont font)
{
    font.setPointSizeF(font.pointSizeF() * 0.92);
    return font;
}

int textHeight(const QFontMetrics& metrics)
{
    return metrics.ascent() + metrics.descent();
}

} // namespace

StageBar::StageBar(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void StageBar::setItems(const std::vector<Item>& items)
{
    if (items == m_items)
        return;
    m_items = items;
    QStringList spoken;
    for (const Item& item : m_items) {
        if (!item.waiting.isEmpty())
            spoken.append(item.waiting);
        spoken.append(item.name + u' ' + item.position);
    }
    setAccessibleDescription(spoken.join(QStringLiteral(", ")));
    update();
}

int StageBar::circleCenter() const
{
    return kCircle / 2 + kGap;
}

QSize StageBar::sizeHint() const
{
    return {700, kCircle + 3 * kGap + textHeight(fontMetrics()) + textHeight(QFontMetrics(smallFont(font())))};
}

QSize StageBar::minimumSizeHint() const
{
    return {480, sizeHint().height()};
}

void StageBar::paintStretch(QPainter& painter, const Item& item, int from, int to, const ThemeColors& colors) const
{
    const int y = circleCenter();
    const Tone tone =
        item.before == Stretch::Waiting ? Tone::Warning : (item.before == Stretch::Even ? Tone::Good : Tone::Neutral);
    const QColor color = colors.tone(tone);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(color, item.before == Stretch::Even ? 1.6 : 1.4, Qt::SolidLine, Qt::FlatCap);
    if (item.before == Stretch::Waiting)
        pen.setDashPattern({5, 3});
    if (item.before == Stretch::Unknown)
        pen.setDashPattern({1.5, 3});
    painter.setPen(pen);
    painter.drawLine(QPointF(from, y + 0.5), QPointF(to - 1, y + 0.5));
    painter.setPen(QPen(color, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(QPolygonF(
        {{double(to - kArrow), y + 0.5 - kArrow}, {double(to), y + 0.5}, {double(to - kArrow), y + 0.5 + kArrow}}));

    const QFont font = smallFont(this->font());
    const QFontMetrics metrics(font);
    if (item.before == Stretch::Even) {
        const QRect tick((from + to - kTick) / 2, y - kTick - 4, kTick, kTick);
        paintIcon(painter, tick, QStringLiteral("ok"), color);
        return;
    }
    painter.setFont(font);
    const QRect label(from, y - textHeight(metrics) - 3, to - from, textHeight(metrics));
    painter.drawText(label, Qt::AlignCenter | Qt::TextSingleLine,
                     metrics.elidedText(item.waiting, Qt::ElideRight, label.width()));
}

void StageBar::paintItem(QPainter& painter, const Item& item, const QRect& cell, const ThemeColors& colors) const
{
    QRect circle(0, kGap, kCircle, kCircle);
    circle.moveLeft(cell.center().x() - kCircle / 2);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.accentSoft);
    painter.drawEllipse(circle);
    const int inset = (kCircle - kIconSize) / 2;
    paintIcon(painter, circle.adjusted(inset, inset, -inset, -inset), item.icon, colors.accent);

    const QFontMetrics metrics = fontMetrics();
    int top = circle.bottom() + kGap;
    painter.setFont(font());
    painter.setPen(colors.text);
    painter.drawText(QRect(cell.left(), top, cell.width(), textHeight(metrics)), Qt::AlignCenter | Qt::TextSingleLine,
                     metrics.elidedText(item.name, Qt::ElideRight, cell.width()));
    top += textHeight(metrics);
    const QFont small = smallFont(font());
    const QFontMetrics smallMetrics(small);
    painter.setFont(small);
    painter.setPen(colors.muted);
    painter.drawText(QRect(cell.left(), top, cell.width(), textHeight(smallMetrics)),
                     Qt::AlignCenter | Qt::TextSingleLine,
                     smallMetrics.elidedText(item.position, Qt::ElideMiddle, cell.width()));
}

void StageBar::paintEvent(QPaintEvent*)
{
    if (m_items.empty())
        return;
    const ThemeColors colors = themeColors(palette());
    QPainter painter(this);
    const int count = int(m_items.size());
    const int cellWidth = width() / count;
    for (int i = 0; i < count; ++i) {
        const QRect cell(i * cellWidth + 2, 0, cellWidth - 4, height());
        paintItem(painter, m_items[std::size_t(i)], cell, colors);
        if (i == 0)
            continue;
        const int half = kCircle / 2 + kGap;
        const int center = cell.center().x();
        paintStretch(painter, m_items[std::size_t(i)], center - cellWidth + half, center - half, colors);
    }
}

} // namespace busheng
