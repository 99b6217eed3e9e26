// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/step_list.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/theme_colors.h"

#include <QPainter>

namespace busheng {
namespace {

constexpr int kWidth = 212;
constexpr int kMargin = 18;
constexpr int kLogoSize = 34;
constexpr int kRaised = 3; ///< so that both lines stand beside the logo
constexpr int kFirstStep = 92;
constexpr int kStepHeight = 44;
constexpr int kCircle = 24;
constexpr int kTick = 14;

} // namespace

StepList::StepList(QWidget* parent) : QWidget(parent)
{
    setFixedWidth(kWidth);
}

void StepList::setHead(const QString& product, const QString& tagline)
{
    m_product = product;
    m_tagline = tagline;
    update();
}

void StepList::setSteps(const QStringList& titles)
{
    m_titles = titles;
    setCurrent(m_current);
}

void StepList::setCurrent(int step)
{
    m_current = step;
    setAccessibleName(QStringLiteral("%1/%2 %3").arg(step + 1).arg(m_titles.size()).arg(m_titles.value(step)));
    update();
}

QSize StepList::sizeHint() const
{
    return {kWidth, kFirstStep + int(m_titles.size()) * kStepHeight + kMargin};
}

void StepList::paintEvent(QPaintEvent*)
{
    const ThemeColors colors = themeColors(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), colors.navigation);
    painter.fillRect(QRect(width() - 1, 0, 1, height()), colors.border);
    paintIcon(painter, QRect(kMargin, kMargin, kLogoSize, kLogoSize), QStringLiteral("busheng"), Qt::black);
    const int left = kMargin + kLogoSize + 10;
    QFont bold = font();
    bold.setPointSizeF(bold.pointSizeF() * 1.25);
    bold.setWeight(QFont::Bold);
    painter.setFont(bold);
    painter.setPen(colors.text);
    const QFontMetrics large(bold);
    painter.drawText(QPoint(left, kMargin + large.ascent() - kRaised), m_product);
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.85);
    painter.setFont(small);
    painter.setPen(colors.muted);
    painter.drawText(QPoint(left, kMargin + kLogoSize - 1), m_tagline);
    for (int i = 0; i < m_titles.size(); ++i) {
        const int top = kFirstStep + i * kStepHeight;
        const bool isNow = i == m_current;
        const bool isDone = i < m_current;
        const QRect circle(kMargin, top + (kStepHeight - kCircle) / 2, kCircle, kCircle);
        painter.setPen(isNow || isDone ? Qt::NoPen : QPen(colors.border, 1.2));
        painter.setBrush(isNow ? colors.accent : isDone ? colors.toneSoft(Tone::Good) : colors.card);
        painter.drawEllipse(QRectF(circle).adjusted(0.5, 0.5, -0.5, -0.5));
        if (isDone) {
            const int inset = (kCircle - kTick) / 2;
            paintIcon(painter, circle.adjusted(inset, inset, -inset, -inset), QStringLiteral("ok"),
                      colors.tone(Tone::Good));
        } else {
            painter.setFont(font());
            painter.setPen(isNow ? (colors.isDark ? colors.window : QColor(Qt::white)) : colors.muted);
            painter.drawText(circle, Qt::AlignCenter, QString::number(i + 1));
        }
        QFont title = font();
        title.setWeight(isNow ? QFont::DemiBold : QFont::Normal);
        painter.setFont(title);
        painter.setPen(isNow || isDone ? colors.text : colors.muted);
        const QRect text(circle.right() + 12, top, width() - circle.right() - 18, kStepHeight);
        painter.drawText(text, Qt::AlignVCenter,
                         QFontMetrics(title).elidedText(m_titles.at(i), Qt::ElideRight, text.width()));
    }
}

} // namespace busheng
