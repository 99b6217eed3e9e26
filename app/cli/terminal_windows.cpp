// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal.h"

#include <QFile>

#include <windows.h>

#include <cstdio>

namespace busheng::cli {
namespace {

bool isConsole(DWORD which)
{
    DWORD mode = 0;
    return ::GetConsoleMode(::GetStdHandle(which), &mode) != 0;
}

QByteArray withoutLineEnd(QByteArray line)
{
    while (line.endsWith('\n') || line.endsWith('\r'))
        line.chop(1);
    return line;
}

/// A console gives UTF-16, whatever its code page is.
QByteArray consoleLine(DWORD longest)
{
    QString line(static_cast<qsizetype>(longest), QChar());
    DWORD got = 0;
    ::ReadConsoleW(::GetStdHandle(STD_INPUT_HANDLE), line.data(), longest, &got, nullptr);
    const QByteArray utf8 = QStringView(line).left(got).toUtf8();
    line.fill(QChar());
    return utf8;
}

} // namespace

void prepareTerminal()
{
    ::SetConsoleOutputCP(CP_UTF8);
    // Else Qt writes to the debugger's output as soon as standard error is a file or a pipe.
    qputenv("QT_FORCE_STDERR_LOGGING", "1");
    const HANDLE output = ::GetStdHandle(STD_OUTPUT_HANDLE);
    DWORD mode = 0;
    if (::GetConsoleMode(output, &mode) != 0)
        ::SetConsoleMode(output, mode | ENABLE_VIRTUAL_TERMINAL_PROCESSING);
}

bool writesToTerminal()
{
    return isConsole(STD_OUTPUT_HANDLE);
}

QByteArray readHiddenLine(const QString& question)
{
    constexpr DWORD kLongest = 16 << 10;
    if (!isConsole(STD_INPUT_HANDLE)) {
        QFile input;
        return withoutLineEnd(input.open(stdin, QIODevice::ReadOnly) ? input.readLine(kLongest) : QByteArray());
    }
    const HANDLE console = ::GetStdHandle(STD_INPUT_HANDLE);
    std::fputs(question.toUtf8().constData(), stderr);
    DWORD shown = 0;
    ::GetConsoleMode(console, &shown);
    ::SetConsoleMode(console, shown & ~DWORD{ENABLE_ECHO_INPUT});
    const QByteArray line = withoutLineEnd(consoleLine(kLongest));
    ::SetConsoleMode(console, shown);
    std::fputs("\n", stderr);
    return line;
}

} // namespace busheng::cli
