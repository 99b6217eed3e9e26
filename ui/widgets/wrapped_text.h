// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QLabel>
#include <QRect>
#include <QString>

class QPainter;

namespace busheng {

/// Plain text in lines of at most `width`: broken between words, and inside a word only when it is longer than a line
/// (paths, digests, Chinese next to Latin). Kept apart from QPainter::drawText, which can do one or the other.
int wrappedHeight(const QString& text, const QFont& font, int width);
void paintWrapped(QPainter& painter, const QRect& rect, const QString& text, const QFont& font);

/// Plain words of one or more lines, with the room that they need. It asks for it by its least height and not by a
/// height for a width: a tab does not know of that, and Qt 6.4's QFormLayout writes past its own memory when it has
/// hidden rows and one of that kind.
class WrappedLabel final : public QLabel {
public:
    explicit WrappedLabel(QWidget* parent = nullptr);

    void setWords(const QString& words);
    bool hasHeightForWidth() const override { return false; }

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void makeRoom();
};

} // namespace busheng
