// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace busheng {

/// Text that others chose (names, paths, errors of databases), made safe to look at: control characters, line breaks,
/// bidirectional overrides, invisible characters and broken surrogates become visible as \u202E. It stays plain text;
/// where a widget might guess rich text use plainToolTip(). Thread: any.
QString displayText(const QString& untrusted);

/// The same, cut to `maxLength` with an ellipsis in the middle, for names that may be very long.
QString displayText(const QString& untrusted, qsizetype maxLength);

/// A tool tip that shows exactly `text`: Qt takes tool tips that look like HTML for HTML.
QString plainToolTip(const QString& text);

} // namespace busheng
