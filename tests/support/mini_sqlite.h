// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/sqlite/sqlite_catalog.h"
#include "tests/support/test_server.h"

#include <QTemporaryDir>

namespace busheng::test {

/// SQLite as if it were a server: a database is a file in a temporary directory, made when it is first used.
class MiniSqlite final : public TestServer {
public:
    QString driver() const override { return QStringLiteral("sqlite"); }
    QString location(const QString& database) const override
    {
        return m_directory.filePath(database + QStringLiteral(".db"));
    }
    bool isRunning() const override { return m_directory.isValid(); }

    Result<QString> run(const QString& sql, const QString& database) const override
    {
        ENGINE_TRY_AS(const auto file, open(database));
        const QStringList statements = sql.split(QStringLiteral(";\n"), Qt::SkipEmptyParts);
        for (qsizetype i = 0; i + 1 < statements.size(); ++i)
            ENGINE_TRY(file->execute(statements.at(i)));
        return file->queryText(statements.constLast());
    }

    QString fingerprintSql(const QString& table) const override
    {
        return QStringLiteral("SELECT count(*) || '/' || coalesce(group_concat(row, ';'), '') FROM (SELECT %1 AS row "
                              "FROM %2 ORDER BY 1)")
            .arg(m_columns, sqliteQuoted(table));
    }

    /// What fingerprintSql() reads of every table: SQL over its columns.
    void setFingerprint(const QString& columns) { m_columns = columns; }

private:
    Result<std::unique_ptr<SqliteDatabase>> open(const QString& database) const
    {
        return SqliteDatabase::open(location(database), SqliteDatabase::OpenMode::ReadWriteCreate, database);
    }

    QTemporaryDir m_directory{QStringLiteral("/tmp/busheng-lite-XXXXXX")};
    QString m_columns = QStringLiteral("id");
};

} // namespace busheng::test
