// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/sql_transaction.h"

#include "engine/journal/sql_error.h"

#include <QSqlQuery>

#include <utility>

namespace busheng {

Result<> executeSql(const QSqlDatabase& database, const QString& path, const QString& text)
{
    QSqlQuery query(database);
    if (!query.exec(text))
        return fail(sqlError(query.lastError(), path, text));
    return {};
}

Result<SqlTransaction> SqlTransaction::begin(const QSqlDatabase& database, const QString& path)
{
    ENGINE_TRY(executeSql(database, path, QStringLiteral("BEGIN IMMEDIATE")));
    return SqlTransaction(database, path);
}

SqlTransaction::SqlTransaction(SqlTransaction&& other) noexcept
    : m_database(other.m_database), m_path(other.m_path), m_open(std::exchange(other.m_open, false))
{
}

SqlTransaction::~SqlTransaction()
{
    // Fails only when SQLite has rolled back by itself already (full disk), which is as good.
    if (m_open)
        QSqlQuery(m_database).exec(QStringLiteral("ROLLBACK"));
}

Result<> SqlTransaction::commit()
{
    ENGINE_TRY(executeSql(m_database, m_path, QStringLiteral("COMMIT")));
    m_open = false;
    return {};
}

} // namespace busheng
