// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/odbc/odbc_dialect.h"

#include <memory>

namespace busheng {

/// Where an operator's own dialect files are, beside those of the program; one of the same name takes the other's
/// place. Set once by the process that runs a node, before it opens a database; nothing without it. Thread: any.
void setOdbcDialectDirectory(const QString& directory);

/// A dialect file, whether it can be used or not.
struct OdbcDialectFile {
    QString name;  ///< the dialect's, or the file's when it is none
    QString title; ///< empty: it is no dialect
    QString tried;
    std::optional<Error> problem;
};

/// All that there are, by name. Reads files. Thread: any.
std::vector<OdbcDialectFile> odbcDialectFiles();
/// Fails: Config CFG_BAD_VALUE for a name that no file has; what readOdbcDialect() says.
Result<std::shared_ptr<const OdbcDialect>> odbcDialect(const QString& name);

} // namespace busheng
