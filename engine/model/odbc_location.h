// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QList>
#include <QString>

#include <utility>

namespace busheng {

/// Where a database behind ODBC is: a connection string, with the dialect that it speaks as a keyword of ours.
/// "Dialect=dameng;DSN=rsxt;UID=busheng" or "Dialect=dameng;Driver={DM8 ODBC
/// DRIVER};Server=10.1.2.3;TCP_PORT=5236;UID=busheng".
struct OdbcLocation {
    QString dialect;                             ///< name of a dialect file, in lower case
    QList<std::pair<QString, QString>> keywords; ///< all others, as they are written, without braces

    /// As the driver gets it. `extra`: keywords of the same form, used where the location has them not. `password`
    /// empty: none is given.
    QString connectionString(const QString& extra, const QString& password) const;
    /// As a person writes it; parseOdbcLocation() reads it back.
    QString written() const;
};

/// Reads a location; does not connect, and does not ask whether the dialect is there. Values with ; { } or blanks at
/// their ends stand in braces, in which }} is one }. Fails: Config CFG_BAD_VALUE for a syntax error, a repeated
/// keyword, no dialect, neither DSN nor Driver, or a password: it would lie in clear in the journal and in exported
/// configurations.
Result<OdbcLocation> parseOdbcLocation(const QString& location);

} // namespace busheng
