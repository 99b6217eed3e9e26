// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace busheng::demo {

/// Trees of this machine that are there anyway and that the demo may read: what the province reports, and what the
/// ministry issues.
QString treeToReport();
QString treeToIssue();

/// At least so many files lie beneath it.
bool hasFiles(const QString& tree, int least);
/// Somebody would see a window.
bool hasDisplay();

} // namespace busheng::demo
