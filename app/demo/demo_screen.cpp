// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/demo_screen.h"

#include "app/cli/report.h"
#include "app/cli/terminal.h"

#include <algorithm>
#include <cstdio>

namespace busheng::demo {

DemoScreen::DemoScreen() : m_isTerminal(cli::writesToTerminal()) {}

void DemoScreen::step(const QString& title)
{
    endProgress();
    cli::print(QStringLiteral("\n%1. %2").arg(++m_step).arg(title));
}

void DemoScreen::line(const QString& text)
{
    endProgress();
    cli::print(QStringLiteral("   ") + text);
}

void DemoScreen::checked(const QString& text)
{
    endProgress();
    cli::print(QStringLiteral("   \u2714 ") + text);
}

void DemoScreen::progress(const QString& what, quint64 done, quint64 of)
{
    if (!m_isTerminal)
        return;
    constexpr int kWidth = 40;
    const int filled = of == 0 ? 0 : static_cast<int>(std::min<quint64>(kWidth, done * kWidth / of));
    const QString bar = QString(filled, QChar(0x2588)) + QString(kWidth - filled, QChar(0x2591));
    std::fprintf(stdout, "\r\033[K   %s %s %llu / %llu", qUtf8Printable(what), qUtf8Printable(bar),
                 static_cast<unsigned long long>(done), static_cast<unsigned long long>(of));
    std::fflush(stdout);
    m_barShown = true;
}

void DemoScreen::endProgress()
{
    if (!m_barShown)
        return;
    std::fprintf(stdout, "\n");
    m_barShown = false;
}

} // namespace busheng::demo
