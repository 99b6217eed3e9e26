// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/demo_trees.h"

#include <QCoreApplication>

namespace busheng::demo {

/// The installed product itself: programs, libraries and documents.
QString treeToReport()
{
    return QCoreApplication::applicationDirPath();
}

/// The descriptions of devices that every Windows has, or the tree that the province reports.
QString treeToIssue()
{
    constexpr int kSome = 100;
    const QString devices =
        qEnvironmentVariable("WINDIR", QStringLiteral("C:/Windows")).replace(u'\\', u'/') + QStringLiteral("/INF");
    return hasFiles(devices, kSome) ? devices : treeToReport();
}

bool hasDisplay()
{
    return true;
}

} // namespace busheng::demo
