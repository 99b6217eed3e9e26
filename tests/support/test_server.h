// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QString>

namespace busheng::test {

/// A database server that a test has started, of whatever kind.
class TestServer {
public:
    virtual ~TestServer() = default;
    virtual QString driver() const = 0; ///< DatabaseConfig::driver
    /// What it is, however it is reached: "sqlite", "postgres" or "mariadb".
    virtual QString kind() const { return driver(); }
    /// DatabaseConfig::location of a database there, as its administrator.
    virtual QString location(const QString& database) const = 0;
    /// Runs SQL as the administrator, and gives the first column of the first row of the last statement.
    virtual Result<QString> run(const QString& sql, const QString& database) const = 0;
    /// Number and hash of all rows of "schema.table", duplicates counted, as one text.
    virtual QString fingerprintSql(const QString& table) const = 0;
    /// "1" where "schema.table" is there, else "0".
    virtual QString hasTableSql(const QString& table) const = 0;
    virtual bool isRunning() const = 0;
};

} // namespace busheng::test
