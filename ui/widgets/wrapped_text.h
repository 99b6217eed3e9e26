// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QRect>
#include <QString>

class QPainter;

namespace busheng {

/// Plain text in lines of at most `width`: broken between words, and inside a word only when it is longer than a line
/// (paths, digests, Chinese next to Latin). Kept apart from QPainter::drawText, which can do one or the other.
int wrappedHeight(const QString& text, const QFont& font, int width);
void paintWrapped(QPainter& painter, const QRect& rect, const QString& text, const QFont& font);

} // namespace busheng
