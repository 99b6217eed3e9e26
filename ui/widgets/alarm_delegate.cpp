// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/alarm_delegate.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/theme_colors.h"
#include "ui/widgets/wrapped_text.h"

#include <QApplication>
#include <QListView>
#include <QPainter>

namespace busheng {
namespace {

constexpr int kPadding = 10;
constexpr int kIconSize = 18;
constexpr int kGap = 3;

struct Block {
    QString text;
    QFont font;
    QColor color;
    int spaceBefore = 0;
};

QFont smaller(QFont font)
{
    font.setPointSizeF(font.pointSizeF() * 0.9);
    return font;
}

QList<Block> blocksOf(const QModelIndex& index, const AlarmDelegate::Roles& roles, const QStyleOptionViewItem& option)
{
    const ThemeColors colors = themeColors(option.palette);
    QFont bold = option.font;
    bold.setWeight(QFont::DemiBold);
    QList<Block> blocks{{index.data().toString(), bold, colors.text, 0},
                        {index.data(roles.meta).toString(), smaller(option.font), colors.muted, 0},
                        {index.data(roles.cause).toString(), option.font, colors.text, kGap},
                        {index.data(roles.remedy).toString(), option.font, colors.tone(Tone::Busy), kGap}};
    blocks.removeIf([](const Block& block) { return block.text.isEmpty(); });
    return blocks;
}

int heightOf(const Block& block, int width)
{
    return wrappedHeight(block.text, block.font, width);
}

int textWidth(const QStyleOptionViewItem& option)
{
    int width = option.rect.width();
    if (const auto* view = qobject_cast<const QListView*>(option.widget))
        width = view->viewport()->width();
    return qMax(60, width - 3 * kPadding - kIconSize);
}

} // namespace

AlarmDelegate::AlarmDelegate(const Roles& roles, QObject* parent) : QStyledItemDelegate(parent), m_roles(roles) {}

QSize AlarmDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const int width = textWidth(option);
    int height = 2 * kPadding;
    for (const Block& block : blocksOf(index, m_roles, option))
        height += block.spaceBefore + heightOf(block, width);
    return {width, height};
}

void AlarmDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    painter->save();
    const ThemeColors colors = themeColors(option.palette);
    const QStyle* style = option.widget ? option.widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, painter, option.widget);
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), colors.grid);

    const QRect iconRect(option.rect.left() + kPadding, option.rect.top() + kPadding + 1, kIconSize, kIconSize);
    const QString severity = m_roles.severity < 0 ? QString() : index.data(m_roles.severity).toString();
    const bool isGood = severity == QStringLiteral("ok");
    const Tone tone = severity == QStringLiteral("warning") ? Tone::Warning : isGood ? Tone::Good : Tone::Bad;
    paintIcon(*painter, iconRect, isGood ? QStringLiteral("ok") : QStringLiteral("alarm"), colors.tone(tone));

    const int left = iconRect.right() + kPadding;
    const int width = option.rect.right() - kPadding - left + 1;
    int top = option.rect.top() + kPadding;
    for (const Block& block : blocksOf(index, m_roles, option)) {
        top += block.spaceBefore;
        const int height = heightOf(block, width);
        painter->setPen(block.color);
        paintWrapped(*painter, QRect(left, top, width, height), block.text, block.font);
        top += height;
    }
    painter->restore();
}

} // namespace busheng
