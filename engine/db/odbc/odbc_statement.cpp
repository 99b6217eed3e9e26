// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/odbc/odbc_statement.h"

namespace busheng {
namespace {

constexpr std::uintptr_t kMostSeconds = 3600; ///< of one statement; a part of a table takes seconds

SQLPOINTER asPointer(std::uintptr_t value)
{
    return reinterpret_cast<SQLPOINTER>(value); // NOLINT(performance-no-int-to-ptr): so the interface wants it
}

} // namespace

Result<std::unique_ptr<OdbcStatement>> OdbcStatement::open(OdbcConnection& connection)
{
    if (connection.m_stop.stop_requested())
        return fail(ErrorCode::Cancelled, QStringLiteral("%1: stopped").arg(connection.name()));
    SQLHSTMT handle = SQL_NULL_HSTMT;
    if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_STMT, connection.m_connection, &handle)))
        return fail(connection.errorOf(SQL_HANDLE_DBC, connection.m_connection, QStringLiteral("using")));
    std::unique_ptr<OdbcStatement> statement(new OdbcStatement(connection, handle));
    // What a driver has not of these only means that it waits, or reads braces, as it does by itself.
    SQLSetStmtAttr(handle, SQL_ATTR_QUERY_TIMEOUT, asPointer(kMostSeconds), 0);
    SQLSetStmtAttr(handle, SQL_ATTR_NOSCAN, asPointer(SQL_NOSCAN_ON), 0);
    connection.setRunning(handle);
    return statement;
}

OdbcStatement::~OdbcStatement()
{
    m_connection.setRunning(nullptr);
    SQLFreeHandle(SQL_HANDLE_STMT, m_handle);
}

bool OdbcStatement::setBlock(std::size_t rows, SQLULEN* fetched, SQLUSMALLINT* states)
{
    SQLSetStmtAttr(m_handle, SQL_ATTR_ROW_BIND_TYPE, asPointer(SQL_BIND_BY_COLUMN), 0);
    const bool isTaken = SQL_SUCCEEDED(SQLSetStmtAttr(m_handle, SQL_ATTR_ROWS_FETCHED_PTR, fetched, 0)) &&
                         SQL_SUCCEEDED(SQLSetStmtAttr(m_handle, SQL_ATTR_ROW_STATUS_PTR, states, 0)) &&
                         SQL_SUCCEEDED(SQLSetStmtAttr(m_handle, SQL_ATTR_ROW_ARRAY_SIZE, asPointer(rows), 0));
    if (!isTaken) { // none of it, or the driver writes beyond what is bound for one row
        SQLSetStmtAttr(m_handle, SQL_ATTR_ROW_ARRAY_SIZE, asPointer(1), 0);
        SQLSetStmtAttr(m_handle, SQL_ATTR_ROWS_FETCHED_PTR, nullptr, 0);
        SQLSetStmtAttr(m_handle, SQL_ATTR_ROW_STATUS_PTR, nullptr, 0);
    }
    return isTaken;
}

Result<> OdbcStatement::check(SQLRETURN result, const QString& doing)
{
    if (SQL_SUCCEEDED(result) || result == SQL_NO_DATA)
        return {};
    if (m_connection.m_stop.stop_requested())
        return fail(ErrorCode::Cancelled, QStringLiteral("%1: stopped").arg(name()));
    return fail(m_connection.errorOf(SQL_HANDLE_STMT, m_handle, doing));
}

Result<> OdbcStatement::execute(const QString& sql)
{
    return check(odbcExecute(m_handle, sql, isWide()), QStringLiteral("asking"));
}

Result<bool> OdbcStatement::fetch()
{
    const SQLRETURN result = SQLFetch(m_handle);
    ENGINE_TRY(check(result, QStringLiteral("reading")));
    if (m_connection.m_stop.stop_requested())
        return fail(ErrorCode::Cancelled, QStringLiteral("%1: stopped").arg(name()));
    return result != SQL_NO_DATA;
}

} // namespace busheng
