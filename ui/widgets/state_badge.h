// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme_colors.h"

#include <QString>
#include <QWidget>

namespace busheng {

/// Draws a badge (icon and word on a soft pill) at the left of `rect`, vertically centred; the word is elided to fit.
void paintBadge(QPainter& painter, const QRect& rect, const QString& icon, const QString& text, Tone tone,
                const ThemeColors& colors);
QSize badgeSize(const QFontMetrics& metrics, const QString& text);

/// A state as a widget: icon, word and tone together.
class StateBadge : public QWidget {
    Q_OBJECT
public:
    explicit StateBadge(QWidget* parent = nullptr);

    void setState(const QString& icon, const QString& text, Tone tone);
    QString text() const { return m_text; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_icon;
    QString m_text;
    Tone m_tone = Tone::Neutral;
};

} // namespace busheng
