// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace busheng::cli {

/// Makes the console show what we write: on Windows UTF-8 and the escapes that move the cursor. Once, at the start.
void prepareTerminal();
/// Standard output is a terminal, not a file or a pipe.
bool writesToTerminal();

/// One line of standard input, at most 16 KiB, without its end. At a terminal it asks first and does not show what is
/// typed. Empty: there was none.
QByteArray readHiddenLine(const QString& question);

} // namespace busheng::cli
