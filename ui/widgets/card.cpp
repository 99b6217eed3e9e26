// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/card.h"

#include "ui/widgets/elided_label.h"
#include "ui/widgets/theme_colors.h"

#include <QPainter>

namespace busheng {
namespace {

constexpr int kRadius = 8;
constexpr int kHeadHeight = 38;
constexpr int kMargin = 14;

} // namespace

Card::Card(QWidget* parent)
    : QWidget(parent), m_layout(new QVBoxLayout(this)), m_head(new QHBoxLayout), m_title(new QLabel(this)),
      m_note(new ElidedLabel(this))
{
    m_title->setTextFormat(Qt::PlainText);
    QFont font = m_title->font();
    font.setWeight(QFont::DemiBold);
    m_title->setFont(font);
    m_title->setMinimumHeight(kHeadHeight - 10);
    m_note->setMuted(true);
    m_head->setContentsMargins(kMargin, 4, 8, 2);
    m_head->setSpacing(10);
    m_head->addWidget(m_title);
    m_head->addWidget(m_note, 1);
    m_layout->setContentsMargins(1, 1, 1, 1);
    m_layout->setSpacing(0);
    m_layout->addLayout(m_head);
}

void Card::setTitle(const QString& title)
{
    m_title->setText(title);
    setAccessibleName(title);
}

void Card::setNote(const QString& note)
{
    m_note->setText(note);
}

void Card::addHeadWidget(QWidget* widget)
{
    m_head->addWidget(widget);
}

void Card::setContent(QWidget* content, int margin)
{
    auto* inset = new QVBoxLayout;
    inset->setContentsMargins(margin, 0, margin, qMax(margin, 6));
    inset->addWidget(content);
    m_layout->addLayout(inset, 1);
}

void Card::paintEvent(QPaintEvent*)
{
    const ThemeColors colors = themeColors(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(colors.card);
    painter.setPen(QPen(colors.border, 1));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
}

} // namespace busheng
