// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/cell_delegates.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/state_badge.h"

#include <QApplication>
#include <QPainter>

namespace busheng {
namespace {

constexpr int kPadding = 8;
constexpr int kIconSize = 16;
constexpr int kRowPadding = 12;
constexpr int kBarHeight = 6;

} // namespace

RowDelegate::RowDelegate(int iconRole, QObject* parent) : QStyledItemDelegate(parent), m_iconRole(iconRole) {}

QRect RowDelegate::paintBackground(QPainter& painter, const QStyleOptionViewItem& option)
{
    const QStyle* style = option.widget ? option.widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, &painter, option.widget);
    painter.fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                     themeColors(option.palette).grid);
    return option.rect.adjusted(kPadding, 0, -kPadding, -1);
}

void RowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    painter->save();
    QRect content = paintBackground(*painter, option);
    const ThemeColors colors = themeColors(option.palette);
    if (const QString icon = index.data(m_iconRole).toString(); m_iconRole >= 0 && !icon.isEmpty()) {
        const QRect iconRect(content.left(), content.center().y() - kIconSize / 2, kIconSize, kIconSize);
        paintIcon(*painter, iconRect, icon, colors.muted);
        content.setLeft(content.left() + kIconSize + kPadding);
    }
    const auto alignment = Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt());
    painter->setFont(option.font);
    painter->setPen(colors.text);
    painter->drawText(content, int(alignment) | Qt::TextSingleLine,
                      option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, content.width()));
    painter->restore();
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const bool hasIcon = m_iconRole >= 0 && !index.data(m_iconRole).toString().isEmpty();
    const int width =
        option.fontMetrics.horizontalAdvance(index.data().toString()) + (hasIcon ? kIconSize + kPadding : 0);
    return {width + 2 * kPadding + 2, option.fontMetrics.ascent() + option.fontMetrics.descent() + kRowPadding};
}

BadgeDelegate::BadgeDelegate(int role, std::function<Look(int)> look, QObject* parent)
    : RowDelegate(-1, parent), m_role(role), m_look(std::move(look))
{
}

void BadgeDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    if (index.data().toString().isEmpty()) // no state, no badge
        return RowDelegate::paint(painter, option, index);
    painter->save();
    const QRect content = paintBackground(*painter, option);
    const Look look = m_look(index.data(m_role).toInt());
    painter->setFont(option.font);
    paintBadge(*painter, content, look.icon, index.data().toString(), look.tone, themeColors(option.palette));
    painter->restore();
}

QSize BadgeDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const QSize badge = badgeSize(option.fontMetrics, index.data().toString());
    return {badge.width() + 2 * kPadding, qMax(badge.height() + 6, RowDelegate::sizeHint(option, index).height())};
}

ChangedTextDelegate::ChangedTextDelegate(int fromRole, int lengthRole, QObject* parent)
    : RowDelegate(-1, parent), m_fromRole(fromRole), m_lengthRole(lengthRole)
{
}

void ChangedTextDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const int from = index.data(m_fromRole).toInt();
    if (from < 0) {
        RowDelegate::paint(painter, option, index);
        return;
    }
    painter->save();
    const QRect content = paintBackground(*painter, option);
    const ThemeColors colors = themeColors(option.palette);
    painter->setClipRect(content);
    painter->setFont(option.font);
    const QString text = index.data().toString();
    const int length = index.data(m_lengthRole).toInt();
    const QString before = text.left(from);
    const QString changed = text.mid(from, length);
    int left = content.left();
    const int top = content.center().y() - option.fontMetrics.height() / 2;
    const auto draw = [&](const QString& part, bool isChanged) {
        const QRect rect(left, top, option.fontMetrics.horizontalAdvance(part), option.fontMetrics.height());
        if (isChanged) {
            // Where nothing stands in place of what the other end has, a bar shows the place.
            const QRect ground(rect.left(), rect.top(), qMax(rect.width(), 3), rect.height());
            painter->fillRect(ground, colors.toneSoft(Tone::Warning));
            painter->fillRect(QRect(ground.left(), ground.bottom() - 1, ground.width(), 2), colors.tone(Tone::Warning));
        }
        painter->setPen(colors.text);
        painter->drawText(rect, int(Qt::AlignVCenter | Qt::AlignLeft) | Qt::TextSingleLine | Qt::TextDontClip, part);
        left += rect.width();
    };
    draw(before, false);
    draw(changed, true);
    draw(text.mid(from + length), false);
    painter->restore();
}

ProgressDelegate::ProgressDelegate(int role, QObject* parent) : RowDelegate(-1, parent), m_role(role) {}

void ProgressDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const double fraction = index.data(m_role).toDouble();
    if (fraction < 0) {
        RowDelegate::paint(painter, option, index);
        return;
    }
    painter->save();
    const QRect content = paintBackground(*painter, option);
    const ThemeColors colors = themeColors(option.palette);
    const QString text = index.data().toString();
    const int textWidth = option.fontMetrics.horizontalAdvance(QStringLiteral("100%"));
    painter->setFont(option.font);
    painter->setPen(colors.text);
    painter->drawText(content, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, text);
    QRectF bar(content.left(), content.center().y() - kBarHeight / 2.0 + 0.5, content.width() - textWidth - kPadding,
               kBarHeight);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(colors.toneSoft(Tone::Neutral));
    painter->drawRoundedRect(bar, kBarHeight / 2.0, kBarHeight / 2.0);
    bar.setWidth(qMax(double(kBarHeight), bar.width() * qMin(1.0, fraction)));
    painter->setBrush(colors.accent);
    painter->drawRoundedRect(bar, kBarHeight / 2.0, kBarHeight / 2.0);
    painter->restore();
}

} // namespace busheng
