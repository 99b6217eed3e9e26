// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/demo_trees.h"

namespace busheng::demo {

QString treeToReport()
{
    return QStringLiteral("/usr/share/doc");
}

/// A machine without a compiler has no headers, and then its time zones serve, or the tree that the province reports.
QString treeToIssue()
{
    constexpr int kMany = 1000;
    constexpr int kSome = 100;
    if (hasFiles(QStringLiteral("/usr/include"), kMany))
        return QStringLiteral("/usr/include");
    const QString zones = QStringLiteral("/usr/share/zoneinfo");
    return hasFiles(zones, kSome) ? zones : treeToReport();
}

bool hasDisplay()
{
    return qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY");
}

} // namespace busheng::demo
