// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/wrapped_text.h"

#include <QPainter>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace busheng {
namespace {

constexpr int kMaxLines = 40;

/// Returns the height.
int layOut(QTextLayout& layout, int width)
{
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    qreal height = 0;
    layout.beginLayout();
    for (int i = 0; i < kMaxLines; ++i) {
        QTextLine line = layout.createLine();
        if (!line.isValid())
            break;
        line.setLineWidth(width);
        line.setPosition(QPointF(0, height));
        height += line.ascent() + line.descent();
    }
    layout.endLayout();
    return int(std::ceil(height));
}

} // namespace

int wrappedHeight(const QString& text, const QFont& font, int width)
{
    QTextLayout layout(text, font);
    return layOut(layout, width);
}

void paintWrapped(QPainter& painter, const QRect& rect, const QString& text, const QFont& font)
{
    QTextLayout layout(text, font, painter.device());
    layOut(layout, rect.width());
    layout.draw(&painter, rect.topLeft());
}

WrappedLabel::WrappedLabel(QWidget* parent) : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    setAlignment(Qt::AlignLeft | Qt::AlignTop);
}

void WrappedLabel::setWords(const QString& words)
{
    setText(words);
    if (isVisible()) // before, it has no width yet
        makeRoom();
}

void WrappedLabel::resizeEvent(QResizeEvent* event)
{
    QLabel::resizeEvent(event);
    makeRoom();
}

void WrappedLabel::showEvent(QShowEvent* event)
{
    QLabel::showEvent(event);
    makeRoom();
}

void WrappedLabel::makeRoom()
{
    setMinimumHeight(std::max(0, heightForWidth(width()))); // without words there is no height
}

} // namespace busheng
