// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace busheng {

/// What a CSV file begins with, so that spreadsheet programs take it for UTF-8.
inline constexpr char kCsvMark[] = "\xef\xbb\xbf";

/// One line by RFC 4180, with its line end: cells with commas, quotes or line ends are quoted. A text that a
/// spreadsheet would take for a formula (it begins with = + - @ or a tabulator) gets an apostrophe before it; a plain
/// number does not.
QByteArray csvLine(const QStringList& cells);

} // namespace busheng
