// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/empty_state.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/theme_colors.h"

#include <QPainter>

namespace busheng {
namespace {

constexpr int kIconSize = 28;
constexpr int kGap = 6;
constexpr int kMaxWidth = 420;
constexpr int kMargin = 12;
constexpr int kWrap = int(Qt::AlignHCenter) | int(Qt::AlignTop) | int(Qt::TextWordWrap);

} // namespace

EmptyState::EmptyState(const QString& icon, QWidget* parent) : QWidget(parent), m_icon(icon) {}

void EmptyState::setTexts(const QString& title, const QString& hint)
{
    m_title = title;
    m_hint = hint;
    setAccessibleName(title + u' ' + hint);
    update();
}

QSize EmptyState::sizeHint() const
{
    return {280, kIconSize + 4 * fontMetrics().height() + 2 * kGap};
}

QSize EmptyState::minimumSizeHint() const
{
    return {160, kIconSize + 2 * fontMetrics().height()};
}

void EmptyState::paintEvent(QPaintEvent*)
{
    const ThemeColors colors = themeColors(palette());
    QPainter painter(this);
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    const int width = qMin(kMaxWidth, this->width() - 2 * kMargin);
    const QRect room(0, 0, width, height());
    const int titleHeight = QFontMetrics(bold).boundingRect(room, kWrap, m_title).height();
    const int hintHeight = m_hint.isEmpty() ? 0 : fontMetrics().boundingRect(room, kWrap, m_hint).height();
    const int left = (this->width() - width) / 2;
    int top = qMax(0, (height() - kIconSize - titleHeight - hintHeight - 2 * kGap) / 2);
    paintIcon(painter, QRect((this->width() - kIconSize) / 2, top, kIconSize, kIconSize), m_icon, colors.muted);
    top += kIconSize + kGap;
    painter.setFont(bold);
    painter.setPen(colors.text);
    painter.drawText(QRect(left, top, width, titleHeight), kWrap, m_title);
    top += titleHeight + kGap / 2;
    painter.setFont(font());
    painter.setPen(colors.muted);
    painter.drawText(QRect(left, top, width, hintHeight), kWrap, m_hint);
}

} // namespace busheng
