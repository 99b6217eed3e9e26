// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/odbc/odbc_api.h"
#include "engine/db/odbc/odbc_connection.h"

namespace busheng {

/// A statement of a connection, which it must not outlive; cancelled by the connection's stop request. Private to this
/// folder.
class OdbcStatement {
public:
    static Result<std::unique_ptr<OdbcStatement>> open(OdbcConnection& connection);
    ~OdbcStatement();
    OdbcStatement(const OdbcStatement&) = delete;
    OdbcStatement& operator=(const OdbcStatement&) = delete;

    /// Before execute(): rows fetched at a time. False: the driver has one at a time only.
    bool setBlock(std::size_t rows, SQLULEN* fetched, SQLUSMALLINT* states);
    Result<> execute(const QString& sql);
    Result<bool> fetch(); ///< false: there are no more
    Result<> check(SQLRETURN result, const QString& doing);

    SQLHSTMT handle() const { return m_handle; }
    bool isWide() const { return m_connection.dialect().isWide; }
    const QString& name() const { return m_connection.name(); }

private:
    OdbcStatement(OdbcConnection& connection, SQLHSTMT handle) : m_connection(connection), m_handle(handle) {}

    OdbcConnection& m_connection;
    SQLHSTMT m_handle;
};

} // namespace busheng
