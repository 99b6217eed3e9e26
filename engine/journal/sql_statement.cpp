// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/sql_statement.h"

#include "engine/journal/sql_error.h"

namespace busheng {

SqlStatement::SqlStatement(const QSqlDatabase& database, const QString& path, const QString& text)
    : m_query(database), m_path(path), m_text(text)
{
    m_query.setForwardOnly(true);
    m_prepared = m_query.prepare(m_text);
}

SqlStatement& SqlStatement::bind(const QString& value)
{
    // A null QString would be stored as NULL; to us it is the empty text.
    m_query.bindValue(m_bound++, value.isNull() ? QStringLiteral("") : value);
    return *this;
}

SqlStatement& SqlStatement::bind(qint64 value)
{
    m_query.bindValue(m_bound++, value);
    return *this;
}

SqlStatement& SqlStatement::bind(double value)
{
    m_query.bindValue(m_bound++, value);
    return *this;
}

SqlStatement& SqlStatement::bind(const QByteArray& value)
{
    m_query.bindValue(m_bound++, value.isNull() ? QByteArray("") : value);
    return *this;
}

Result<> SqlStatement::run()
{
    m_bound = 0;
    if (!m_prepared || !m_query.exec())
        return fail(sqlError(m_query.lastError(), m_path, m_text));
    return {};
}

Result<bool> SqlStatement::next()
{
    if (m_query.next())
        return true;
    if (m_query.lastError().isValid())
        return fail(sqlError(m_query.lastError(), m_path, m_text));
    return false;
}

} // namespace busheng
