// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/node_tile.h"

#include "ui/text/display_text.h"
#include "ui/widgets/icons.h"

#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace busheng {
namespace {

constexpr int kPadding = 9;
constexpr int kIconSize = 15;
constexpr int kGap = 6;
constexpr int kRadius = 7;
constexpr int kUsualCharacters = 20;
constexpr int kFewCharacters = 9;
constexpr int kMostAlarms = 99;

int lineHeight(const QFontMetrics& metrics)
{
    return metrics.ascent() + metrics.descent();
}

QFont bold(QFont font)
{
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont small(QFont font)
{
    font.setPointSizeF(font.pointSizeF() * 0.9);
    return font;
}

} // namespace

NodeTile::NodeTile(QWidget* parent) : QAbstractButton(parent)
{
    setFocusPolicy(Qt::ClickFocus);
    setCursor(Qt::PointingHandCursor);
}

void NodeTile::setContent(const Content& content)
{
    if (content == m_content)
        return;
    m_content = content;
    setAccessibleName(content.whole);
    setToolTip(plainToolTip(content.whole));
    update();
}

QSize NodeTile::sizeHint() const
{
    const int height = lineHeight(QFontMetrics(bold(font()))) + lineHeight(QFontMetrics(small(font())));
    return {fontMetrics().horizontalAdvance(u'0') * kUsualCharacters + kIconSize, height + 2 * kPadding - 4};
}

int NodeTile::narrowest() const
{
    return fontMetrics().horizontalAdvance(u'0') * kFewCharacters + kIconSize + kGap;
}

int NodeTile::paintAlarms(QPainter& painter, const ThemeColors& colors) const
{
    if (m_content.alarms <= 0)
        return 0;
    const QString text = m_content.alarms > kMostAlarms ? QStringLiteral("99+") : QString::number(m_content.alarms);
    painter.setFont(bold(small(font())));
    const QFontMetrics metrics = painter.fontMetrics();
    const int size = lineHeight(metrics) + 2;
    const int width = std::max(size, metrics.horizontalAdvance(text) + size / 2 + 2);
    const QRectF badge(this->width() - kPadding - width, kPadding - 3, width, size);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.tone(Tone::Bad));
    painter.drawRoundedRect(badge, size / 2.0, size / 2.0);
    painter.setPen(colors.card);
    painter.drawText(badge, Qt::AlignCenter | Qt::TextSingleLine, text);
    return width + kGap;
}

QString NodeTile::shownWords() const
{
    const QString between = QStringLiteral(" · ");
    const QFontMetrics metrics(small(font()));
    const int room = width() - 2 * kPadding - kIconSize - kGap;
    QStringList parts{m_content.word};
    parts += m_content.more.split(between, Qt::SkipEmptyParts);
    const auto fitted = [&] { return metrics.elidedText(parts.join(between), Qt::ElideRight, room); };
    while (parts.size() > 1 && fitted() != parts.join(between))
        parts.removeLast();
    return fitted();
}

void NodeTile::paintEvent(QPaintEvent*)
{
    const ThemeColors colors = themeColors(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isMarked = hasFocus();
    painter.setBrush(m_content.isOwn ? colors.accentSoft : underMouse() || isDown() ? colors.hover : colors.card);
    painter.setPen(QPen(isMarked || m_content.isOwn ? colors.accent : colors.border, isMarked ? 2 : 1));
    const double inset = isMarked ? 1 : 0.5;
    painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), kRadius, kRadius);
    const int badge = paintAlarms(painter, colors);

    const QFontMetrics nameMetrics(bold(font()));
    const int nameHeight = lineHeight(nameMetrics);
    const int wordHeight = lineHeight(QFontMetrics(small(font())));
    const int top = (height() - nameHeight - wordHeight) / 2;
    const int left = kPadding + kIconSize + kGap;
    paintIcon(painter, QRectF(kPadding, top + (nameHeight - kIconSize) / 2.0, kIconSize, kIconSize), m_content.icon,
              colors.tone(m_content.tone));
    painter.setFont(bold(font()));
    painter.setPen(colors.text);
    const int nameWidth = width() - left - kPadding - badge;
    painter.drawText(QRect(left, top, nameWidth, nameHeight), Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                     nameMetrics.elidedText(m_content.name, Qt::ElideRight, nameWidth));
    painter.setFont(small(font()));
    painter.setPen(m_content.tone == Tone::Neutral ? colors.muted : colors.tone(m_content.tone));
    painter.drawText(QRect(left, top + nameHeight, width() - left - kPadding, wordHeight),
                     Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, shownWords());
}

void NodeTile::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
        Q_EMIT stepWanted(Qt::Key(event->key()));
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        click();
        return;
    default:
        QAbstractButton::keyPressEvent(event);
    }
}

void NodeTile::enterEvent(QEnterEvent* event)
{
    update();
    QAbstractButton::enterEvent(event);
}

void NodeTile::leaveEvent(QEvent* event)
{
    update();
    QAbstractButton::leaveEvent(event);
}

} // namespace busheng
