// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/test_server.h"

#include <QTemporaryDir>

namespace busheng::test {

/// SQLite as if it were a server: a database is a file in a temporary directory, made when it is first used.
class MiniSqlite final : public TestServer {
public:
    QString driver() const override { return QStringLiteral("sqlite"); }
    QString location(const QString& database) const override;
    /// Statements that end with ";" and a new line; the first field of the last one, when that is a query.
    Result<QString> run(const QString& sql, const QString& database) const override;
    QString fingerprintSql(const QString& table) const override;
    QString hasTableSql(const QString& table) const override;
    bool isRunning() const override { return m_directory.isValid(); }

    /// What fingerprintSql() reads of every table beside the number of rows: SQL over its columns.
    void setFingerprint(const QString& columns) { m_columns = columns; }

private:
    QTemporaryDir m_directory{QStringLiteral("/tmp/busheng-lite-XXXXXX")};
    QString m_columns;
};

} // namespace busheng::test
