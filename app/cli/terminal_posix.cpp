// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal.h"

#include <QFile>

#include <termios.h>
#include <unistd.h>

#include <cstdio>

namespace busheng::cli {

void prepareTerminal() {}

bool writesToTerminal()
{
    return ::isatty(STDOUT_FILENO) == 1;
}

QByteArray readHiddenLine(const QString& question)
{
    constexpr qint64 kLongest = 16 << 10;
    const bool asks = isatty(STDIN_FILENO) != 0;
    termios shown{};
    if (asks) {
        fputs(qPrintable(question), stderr);
        tcgetattr(STDIN_FILENO, &shown);
        termios hidden = shown;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    }
    QFile input;
    QByteArray line = input.open(stdin, QIODevice::ReadOnly) ? input.readLine(kLongest) : QByteArray();
    if (asks) {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
        fputs("\n", stderr);
    }
    while (line.endsWith('\n') || line.endsWith('\r'))
        line.chop(1);
    return line;
}

} // namespace busheng::cli
