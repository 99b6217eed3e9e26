// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/busheng_style.h"

#include "ui/widgets/theme_colors.h"

#include <QMenu>
#include <QPainter>
#include <QStyleOption>

namespace busheng {
namespace {

constexpr int kRadius = 5;
constexpr int kScrollBarExtent = 12;
constexpr int kFieldPadding = 4;
constexpr int kButtonPadding = 10; ///< at either side of a button's text
constexpr qreal kBoxRadius = 3;
constexpr qreal kTickWidth = 1.8;

void drawRound(QPainter& painter, const QRectF& rect, const QColor& fill, const QColor& line, qreal radius)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    painter.setPen(line.isValid() ? QPen(line, 1) : QPen(Qt::NoPen));
    const qreal inset = line.isValid() ? 0.5 : 0;
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius);
    painter.restore();
}

} // namespace

BushengStyle::BushengStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

void BushengStyle::drawHeaderSection(const QStyleOption& option, QPainter& painter) const
{
    const ThemeColors colors = themeColors(option.palette);
    painter.fillRect(option.rect, colors.card);
    painter.fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), colors.border);
}

void BushengStyle::drawButtonPanel(const QStyleOption& option, QPainter& painter) const
{
    const ThemeColors colors = themeColors(option.palette);
    const bool isEnabled = option.state & State_Enabled;
    const bool isDown = option.state & (State_Sunken | State_On);
    const bool isHovered = isEnabled && (option.state & State_MouseOver);
    const auto* button = qstyleoption_cast<const QStyleOptionButton*>(&option);
    const bool isDefault = button && (button->features & QStyleOptionButton::DefaultButton);
    const QColor line = isEnabled && ((option.state & State_HasFocus) || isDefault) ? colors.accent : colors.border;
    drawRound(painter, option.rect, isDown ? colors.accentSoft : (isHovered ? colors.hover : colors.card), line,
              kRadius);
}

void BushengStyle::drawField(const QStyleOption& option, QPainter& painter) const
{
    const ThemeColors colors = themeColors(option.palette);
    const bool isReadOnly = option.state & State_ReadOnly;
    drawRound(painter, option.rect, isReadOnly ? colors.window : colors.card,
              option.state & State_HasFocus ? colors.accent : colors.border, kRadius);
}

void BushengStyle::drawCheckBox(const QStyleOption& option, QPainter& painter) const
{
    const ThemeColors colors = themeColors(option.palette);
    const bool isEnabled = option.state & State_Enabled;
    const bool isOn = option.state & (State_On | State_NoChange);
    const qreal side = qMin(option.rect.width(), option.rect.height()) - 1;
    QRectF box(0, 0, side, side);
    box.moveCenter(QRectF(option.rect).center());
    painter.save();
    painter.setOpacity(isEnabled ? 1 : 0.5);
    const QColor ground = isOn ? colors.accent : option.state & State_MouseOver ? colors.hover : colors.card;
    drawRound(painter, box, ground, isOn || (option.state & State_HasFocus) ? colors.accent : colors.muted, kBoxRadius);
    if (isOn) {
        const auto at = [&box](qreal x, qreal y) {
            return QPointF(box.left() + x * box.width(), box.top() + y * box.height());
        };
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(colors.card, kTickWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPolyline(option.state & State_NoChange ? QPolygonF{at(0.25, 0.5), at(0.75, 0.5)}
                                                           : QPolygonF{at(0.24, 0.52), at(0.43, 0.71), at(0.77, 0.31)});
    }
    painter.restore();
}

/// What is typed into and has arrows, numbers, dates, a list with an own text: a field as the others.
bool BushengStyle::drawEditor(const QStyleOptionComplex& option, QPainter& painter, const QWidget* widget) const
{
    const auto* list = qstyleoption_cast<const QStyleOptionComboBox*>(&option);
    const auto* number = qstyleoption_cast<const QStyleOptionSpinBox*>(&option);
    if (number == nullptr && (list == nullptr || !list->editable))
        return false;
    drawField(option, painter);
    const auto drawArrow = [&](SubControl part, PrimitiveElement arrow, bool works) {
        QStyleOption at(option);
        at.rect = subControlRect(number != nullptr ? CC_SpinBox : CC_ComboBox, &option, part, widget);
        at.state.setFlag(State_Enabled, works && (option.state & State_Enabled));
        if (works && option.activeSubControls == part)
            drawRound(painter, at.rect.adjusted(0, 1, -1, -1), themeColors(option.palette).hover, QColor(), kRadius);
        proxy()->drawPrimitive(arrow, &at, &painter, widget);
    };
    if (number == nullptr) {
        drawArrow(SC_ComboBoxArrow, PE_IndicatorArrowDown, true);
    } else if (number->buttonSymbols != QAbstractSpinBox::NoButtons) {
        drawArrow(SC_SpinBoxUp, PE_IndicatorArrowUp, number->stepEnabled.testFlag(QAbstractSpinBox::StepUpEnabled));
        drawArrow(SC_SpinBoxDown, PE_IndicatorArrowDown,
                  number->stepEnabled.testFlag(QAbstractSpinBox::StepDownEnabled));
    }
    return true;
}

bool BushengStyle::drawScrollBar(const QStyleOptionComplex& option, QPainter& painter, const QWidget* widget) const
{
    const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(&option);
    if (!slider || slider->minimum == slider->maximum)
        return slider != nullptr;
    const ThemeColors colors = themeColors(option.palette);
    QRectF handle = subControlRect(CC_ScrollBar, &option, SC_ScrollBarSlider, widget);
    handle.adjust(3, 3, -3, -3);
    const bool isActive = option.state & (State_MouseOver | State_Sunken);
    QColor color = colors.muted;
    color.setAlphaF(isActive ? 0.65f : 0.35f);
    drawRound(painter, handle, color, QColor(), qMin(handle.width(), handle.height()) / 2);
    return true;
}

void BushengStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                               const QWidget* widget) const
{
    switch (element) {
    case CE_HeaderSection:
        drawHeaderSection(*option, *painter);
        return;
    case CE_HeaderEmptyArea:
        drawHeaderSection(*option, *painter);
        return;
    case CE_HeaderLabel:
        if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option)) {
            QStyleOptionHeader quiet(*header);
            quiet.palette.setColor(QPalette::ButtonText, themeColors(option->palette).muted);
            quiet.state &= ~State_On; // no bold for the section of the selected column
            QProxyStyle::drawControl(element, &quiet, painter, widget);
            return;
        }
        break;
    case CE_ItemViewItem:
        // A selection is a soft ground here: the text on it stays as it is.
        if (const auto* item = qstyleoption_cast<const QStyleOptionViewItem*>(option)) {
            QStyleOptionViewItem soft(*item);
            soft.palette.setColor(QPalette::HighlightedText, item->palette.color(QPalette::Text));
            QProxyStyle::drawControl(element, &soft, painter, widget);
            return;
        }
        break;
    case CE_MenuBarEmptyArea:
        painter->fillRect(option->rect, themeColors(option->palette).navigation);
        return;
    case CE_MenuBarItem:
        if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option)) {
            const ThemeColors colors = themeColors(option->palette);
            painter->fillRect(item->rect, colors.navigation);
            if ((item->state & State_Selected) && (item->state & State_Enabled))
                drawRound(*painter, item->rect.adjusted(1, 2, -1, -2), colors.accentSoft, QColor(), kRadius);
            const int flags = Qt::AlignCenter | Qt::TextShowMnemonic | Qt::TextDontClip | Qt::TextSingleLine;
            drawItemText(painter, item->rect, flags, item->palette, item->state & State_Enabled, item->text,
                         QPalette::WindowText);
            return;
        }
        break;
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void BushengStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                                 const QWidget* widget) const
{
    switch (element) {
    case PE_PanelButtonCommand:
        drawButtonPanel(*option, *painter);
        return;
    case PE_IndicatorCheckBox:
        drawCheckBox(*option, *painter);
        return;
    case PE_PanelButtonTool:
        if (option->state & (State_MouseOver | State_Sunken | State_On)) {
            const ThemeColors colors = themeColors(option->palette);
            drawRound(*painter, option->rect, (option->state & State_Sunken) ? colors.accentSoft : colors.hover,
                      QColor(), kRadius);
        }
        return;
    case PE_PanelLineEdit:
        // Inside a spin box or a combo box the frame is theirs.
        if (const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option); frame && frame->lineWidth > 0) {
            drawField(*option, *painter);
            return;
        }
        break;
    case PE_FrameFocusRect:
        drawRound(*painter, option->rect.adjusted(1, 1, -1, -1), QColor(), themeColors(option->palette).accent,
                  kRadius);
        return;
    case PE_PanelItemViewRow:
        return;
    case PE_PanelItemViewItem: {
        const ThemeColors colors = themeColors(option->palette);
        if (option->state & State_Selected)
            painter->fillRect(option->rect, colors.accentSoft);
        else if (option->state & State_MouseOver)
            painter->fillRect(option->rect, colors.hover);
        return;
    }
    case PE_FrameStatusBarItem:
        return;
    default:
        break;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void BushengStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                                      const QWidget* widget) const
{
    if (control == CC_ScrollBar && drawScrollBar(*option, *painter, widget))
        return;
    if ((control == CC_SpinBox || control == CC_ComboBox) && drawEditor(*option, *painter, widget))
        return;
    if (const auto* button = qstyleoption_cast<const QStyleOptionToolButton*>(option)) {
        QStyleOptionToolButton plain(*button);
        plain.features &= ~QStyleOptionToolButton::HasMenu; // no arrow over the icon
        QProxyStyle::drawComplexControl(control, &plain, painter, widget);
        return;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QSize BushengStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                                     const QWidget* widget) const
{
    QSize whole = QProxyStyle::sizeFromContents(type, option, size, widget);
    if (type == CT_PushButton)
        whole.setWidth(qMax(whole.width(), size.width() + 2 * kButtonPadding));
    return whole;
}

QRect BushengStyle::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const
{
    const QRect rect = QProxyStyle::subElementRect(element, option, widget);
    const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
    if (element == SE_LineEditContents && frame && frame->lineWidth > 0)
        return rect.adjusted(kFieldPadding, 0, -kFieldPadding, 0);
    return rect;
}

int BushengStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    switch (metric) {
    case PM_ScrollBarExtent:
        return kScrollBarExtent;
    case PM_HeaderMargin:
        return 8;
    case PM_SmallIconSize:
        return 16;
    case PM_MenuBarPanelWidth:
        return 0;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

/// An entry that rests says why.
void BushengStyle::polish(QWidget* widget)
{
    QProxyStyle::polish(widget);
    if (auto* const menu = qobject_cast<QMenu*>(widget))
        menu->setToolTipsVisible(true);
}

int BushengStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                            QStyleHintReturn* result) const
{
    switch (hint) {
    case SH_ScrollBar_Transient:
        return 0;
    case SH_Header_ArrowAlignment:
        return Qt::AlignRight | Qt::AlignVCenter;
    case SH_MessageBox_TextInteractionFlags:
        return int(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    default:
        return QProxyStyle::styleHint(hint, option, widget, result);
    }
}

} // namespace busheng
