// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>

namespace busheng {

/// What a colour is used for. State is never shown by colour alone: each tone comes with an icon and a word.
enum class Tone { Neutral, Busy, Good, Warning, Bad };

/// The colours of the window beyond QPalette's roles, one set for light and one for dark.
struct ThemeColors {
    QColor window;
    QColor card;
    QColor border;
    QColor text;
    QColor muted; ///< secondary text, at least 4.5:1 on card and window
    QColor navigation;
    QColor accent;
    QColor accentSoft; ///< selection
    QColor grid;       ///< lines in charts
    QColor hover;

    QColor tone(Tone tone) const;     ///< text and icons
    QColor toneSoft(Tone tone) const; ///< behind them

    bool isDark = false;
};

ThemeColors lightColors();
ThemeColors darkColors();

/// The set that belongs to `palette`: a widget passes its own, so that there is no global theme to ask.
ThemeColors themeColors(const QPalette& palette);

QPalette themePalette(const ThemeColors& colors);

} // namespace busheng
