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
    if (sql.startsWith(QStringLiteral("SELECT")))
        return opened->queryText(sql);
    ENGINE_TRY(opened->execute(sql));
    return QString();
}

QString MiniSqlite::fingerprintSql(const QString& table) const
{
    return QStringLiteral("SELECT count(*) FROM ") + sqliteQuoted(table);
}

} // namespace busheng::test
