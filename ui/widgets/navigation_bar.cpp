// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/navigation_bar.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/theme_colors.h"

#include <QFocusEvent>
#include <QPainter>

namespace busheng {
namespace {

constexpr int kWidth = 184;
constexpr int kHeadHeight = 68;
constexpr int kButtonHeight = 38;
constexpr int kMargin = 10;
constexpr int kIconSize = 18;
constexpr int kLogoSize = 34;
constexpr int kRadius = 7;

} // namespace

NavigationButton::NavigationButton(const QString& icon, QWidget* parent) : QAbstractButton(parent), m_icon(icon)
{
    setCheckable(true);
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void NavigationButton::setBadge(int count)
{
    if (count == m_badge)
        return;
    m_badge = count;
    update();
}

QSize NavigationButton::sizeHint() const
{
    return {kWidth - 2 * kMargin, kButtonHeight};
}

void NavigationButton::paintEvent(QPaintEvent*)
{
    const ThemeColors colors = themeColors(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (!isEnabled())
        painter.setOpacity(0.5);
    if (isChecked() || (underMouse() && isEnabled())) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(isChecked() ? colors.accentSoft : colors.hover);
        painter.drawRoundedRect(rect(), kRadius, kRadius);
    }
    if (isChecked()) {
        painter.setBrush(colors.accent);
        painter.drawRoundedRect(QRectF(0, height() / 2.0 - 8, 3, 16), 1.5, 1.5);
    }
    if (hasFocus() && m_showsFocus) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colors.accent, 1));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
    }
    const QColor color = !isEnabled() ? colors.muted : isChecked() ? colors.accent : colors.text;
    paintIcon(painter, QRect(12, (height() - kIconSize) / 2, kIconSize, kIconSize), m_icon,
              isChecked() ? colors.accent : colors.muted);
    QFont font = this->font();
    font.setWeight(isChecked() ? QFont::DemiBold : QFont::Normal);
    painter.setFont(font);
    painter.setPen(color);
    const QRect text = rect().adjusted(12 + kIconSize + 10, 0, m_badge > 0 ? -40 : -8, 0);
    painter.drawText(text, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                     QFontMetrics(font).elidedText(this->text(), Qt::ElideRight, text.width()));
    if (m_badge <= 0)
        return;
    const QString number = m_badge > 99 ? QStringLiteral("99+") : QString::number(m_badge);
    const QRect badge(width() - 38, height() / 2 - 9, 28, 18);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.toneSoft(Tone::Bad));
    painter.drawRoundedRect(badge, 9, 9);
    painter.setPen(colors.tone(Tone::Bad));
    painter.drawText(badge, Qt::AlignCenter, number);
}

void NavigationButton::focusInEvent(QFocusEvent* event)
{
    m_showsFocus = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    QAbstractButton::focusInEvent(event);
}

NavigationBar::NavigationBar(QWidget* parent) : QWidget(parent), m_layout(new QVBoxLayout(this))
{
    setFixedWidth(kWidth);
    m_layout->setContentsMargins(kMargin, kHeadHeight, kMargin, kMargin);
    m_layout->setSpacing(3);
    m_layout->addStretch(1);
    connect(&m_buttons, &QButtonGroup::idClicked, this, &NavigationBar::currentChanged);
}

int NavigationBar::addPage(const QString& icon)
{
    const int index = int(m_buttons.buttons().size());
    auto* button = new NavigationButton(icon, this);
    m_buttons.addButton(button, index);
    m_layout->insertWidget(index, button);
    return index;
}

void NavigationBar::setPageText(int index, const QString& text)
{
    m_buttons.button(index)->setText(text);
}

void NavigationBar::setPageBadge(int index, int count)
{
    if (auto* button = qobject_cast<NavigationButton*>(m_buttons.button(index)))
        button->setBadge(count);
}

void NavigationBar::setCurrent(int index)
{
    QAbstractButton* button = m_buttons.button(index);
    if (!button || button->isChecked() || !button->isEnabledTo(this))
        return;
    button->setChecked(true);
    Q_EMIT currentChanged(index);
}

void NavigationBar::setProduct(const QString& name, const QString& tagline)
{
    m_product = name;
    m_tagline = tagline;
    update();
}

void NavigationBar::paintEvent(QPaintEvent*)
{
    const ThemeColors colors = themeColors(palette());
    QPainter painter(this);
    painter.fillRect(rect(), colors.navigation);
    painter.fillRect(QRect(width() - 1, 0, 1, height()), colors.border);
    const QRect logo(kMargin + 4, (kHeadHeight - kLogoSize) / 2, kLogoSize, kLogoSize);
    paintIcon(painter, logo, QStringLiteral("busheng"), Qt::black);
    QFont bold = font();
    bold.setPointSizeF(bold.pointSizeF() * 1.25);
    bold.setWeight(QFont::Bold);
    const QFontMetrics boldMetrics(bold);
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.85);
    const QFontMetrics smallMetrics(small);
    const int nameHeight = boldMetrics.ascent() + boldMetrics.descent();
    const int taglineHeight = smallMetrics.ascent() + smallMetrics.descent();
    const int left = logo.right() + 10;
    int top = (kHeadHeight - nameHeight - taglineHeight) / 2;
    painter.setFont(bold);
    painter.setPen(colors.text);
    painter.drawText(QRect(left, top, width() - left - 6, nameHeight), Qt::AlignLeft | Qt::AlignVCenter, m_product);
    top += nameHeight;
    painter.setFont(small);
    painter.setPen(colors.muted);
    painter.drawText(QRect(left, top, width() - left - 6, taglineHeight), Qt::AlignLeft | Qt::AlignVCenter,
                     smallMetrics.elidedText(m_tagline, Qt::ElideRight, width() - left - 6));
}

} // namespace busheng
