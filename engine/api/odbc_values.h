// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace busheng {

/// A dialect file of the node (docs/odbc.md).
struct OdbcDialectRow {
    QString name;
    QString title;   ///< empty: it cannot be used
    QString tried;   ///< with what it was run; empty: never against a real server
    QString problem; ///< why it cannot be used
};

/// What the node's machine has for databases behind ODBC.
struct OdbcOffer {
    QStringList drivers;     ///< as a location's Driver names them
    QStringList dataSources; ///< as its DSN does
    std::vector<OdbcDialectRow> dialects;
};

} // namespace busheng
