// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/theme_colors.h"

namespace busheng {

QColor ThemeColors::tone(Tone tone) const
{
    switch (tone) {
    case Tone::Neutral:
        return muted;
    case Tone::Busy:
        return accent;
    case Tone::Good:
        return isDark ? QColor(0x62, 0xC7, 0x93) : QColor(0x1A, 0x74, 0x48);
    case Tone::Warning:
        return isDark ? QColor(0xE6, 0xB5, 0x4A) : QColor(0x86, 0x57, 0x00);
    case Tone::Bad:
        return isDark ? QColor(0xF5, 0x90, 0x88) : QColor(0xB4, 0x26, 0x1E);
    }
    return muted;
}

QColor ThemeColors::toneSoft(Tone tone) const
{
    switch (tone) {
    case Tone::Neutral:
        return isDark ? QColor(0x2A, 0x31, 0x3A) : QColor(0xEB, 0xEE, 0xF2);
    case Tone::Busy:
        return accentSoft;
    case Tone::Good:
        return isDark ? QColor(0x18, 0x35, 0x28) : QColor(0xE1, 0xF3, 0xE9);
    case Tone::Warning:
        return isDark ? QColor(0x3A, 0x2F, 0x15) : QColor(0xFB, 0xF0, 0xD8);
    case Tone::Bad:
        return isDark ? QColor(0x42, 0x22, 0x21) : QColor(0xFB, 0xE6, 0xE4);
    }
    return accentSoft;
}

ThemeColors lightColors()
{
    ThemeColors colors;
    colors.window = QColor(0xF3, 0xF5, 0xF8);
    colors.card = QColor(0xFF, 0xFF, 0xFF);
    colors.border = QColor(0xDD, 0xE3, 0xEA);
    colors.text = QColor(0x1B, 0x25, 0x31);
    colors.muted = QColor(0x58, 0x65, 0x74);
    colors.navigation = QColor(0xFA, 0xFB, 0xFC);
    colors.accent = QColor(0x1B, 0x62, 0xAE);
    colors.accentSoft = QColor(0xE2, 0xED, 0xF9);
    colors.grid = QColor(0xE4, 0xE9, 0xEF);
    colors.hover = QColor(0xEF, 0xF2, 0xF6);
    return colors;
}

ThemeColors darkColors()
{
    ThemeColors colors;
    colors.window = QColor(0x14, 0x18, 0x1D);
    colors.card = QColor(0x1D, 0x22, 0x29);
    colors.border = QColor(0x30, 0x38, 0x42);
    colors.text = QColor(0xE2, 0xE7, 0xED);
    colors.muted = QColor(0x9A, 0xA6, 0xB3);
    colors.navigation = QColor(0x19, 0x1E, 0x24);
    colors.accent = QColor(0x6C, 0xB0, 0xF4);
    colors.accentSoft = QColor(0x1F, 0x37, 0x52);
    colors.grid = QColor(0x2A, 0x31, 0x3A);
    colors.hover = QColor(0x25, 0x2B, 0x33);
    colors.isDark = true;
    return colors;
}

ThemeColors themeColors(const QPalette& palette)
{
    return palette.color(QPalette::Active, QPalette::Window).lightness() < 128 ? darkColors() : lightColors();
}

QPalette themePalette(const ThemeColors& colors)
{
    QPalette palette;
    palette.setColor(QPalette::Window, colors.window);
    palette.setColor(QPalette::WindowText, colors.text);
    palette.setColor(QPalette::Base, colors.card);
    palette.setColor(QPalette::AlternateBase, colors.hover);
    palette.setColor(QPalette::Text, colors.text);
    palette.setColor(QPalette::PlaceholderText, colors.muted);
    palette.setColor(QPalette::Button, colors.card);
    palette.setColor(QPalette::ButtonText, colors.text);
    palette.setColor(QPalette::BrightText, colors.tone(Tone::Bad));
    palette.setColor(QPalette::ToolTipBase, colors.isDark ? QColor(0x2A, 0x31, 0x3A) : QColor(0x26, 0x2F, 0x3A));
    palette.setColor(QPalette::ToolTipText, QColor(0xF2, 0xF5, 0xF8));
    palette.setColor(QPalette::Highlight, colors.accent);
    palette.setColor(QPalette::HighlightedText, colors.isDark ? QColor(0x0C, 0x14, 0x1D) : QColor(Qt::white));
    palette.setColor(QPalette::Link, colors.accent);
    palette.setColor(QPalette::LinkVisited, colors.accent);
    palette.setColor(QPalette::Light, colors.isDark ? colors.hover : QColor(Qt::white));
    palette.setColor(QPalette::Midlight, colors.hover);
    palette.setColor(QPalette::Mid, colors.border);
    palette.setColor(QPalette::Dark, colors.border.darker(120));
    palette.setColor(QPalette::Shadow, colors.isDark ? QColor(Qt::black) : colors.border.darker(150));
    const QColor disabled = colors.isDark ? QColor(0x66, 0x71, 0x7D) : QColor(0x9A, 0xA5, 0xB1);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, disabled);
    return palette;
}

} // namespace busheng
