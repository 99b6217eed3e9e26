// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/mini_sqlite.h"

#include "engine/db/sqlite/sqlite_database.h"

namespace busheng::test {

QString MiniSqlite::location(const QString& database) const
{
    return m_directory.filePath(database + QStringLiteral(".db"));
}

Result<QString> MiniSqlite::run(const QString& sql, const QString& database) const
{
    ENGINE_TRY_AS(const auto opened,
                  SqliteDatabase::open(location(database), SqliteDatabase::OpenMode::ReadWriteCreate, database));
    const QStringList statements = sql.split(QStringLiteral(";\n"), Qt::SkipEmptyParts);
    for (const QString& statement : statements) {
        if (statement.startsWith(QStringLiteral("SELECT")))
            return opened->queryText(statement);
        ENGINE_TRY(opened->execute(statement));
    }
    return QString();
}

QString MiniSqlite::fingerprintSql(const QString& table) const
{
    if (m_columns.isEmpty())
        return QStringLiteral("SELECT count(*) FROM ") + sqliteQuoted(table);
    return QStringLiteral("SELECT count(*) || '/' || coalesce(group_concat(row, ';'), '') FROM (SELECT %1 AS row "
                          "FROM %2 ORDER BY 1)")
        .arg(m_columns, sqliteQuoted(table));
}

QString MiniSqlite::hasTableSql(const QString& table) const
{
    QString literal = table;
    return QStringLiteral("SELECT count(*) FROM sqlite_master WHERE name = '%1'")
        .arg(literal.replace(u'\'', QStringLiteral("''")));
}

} // namespace busheng::test
