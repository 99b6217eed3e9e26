// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/test_server.h"

#include <QTemporaryDir>

namespace busheng::test {

/// SQLite databases in a temporary directory, where a test wants any kind of database: nothing runs.
class MiniSqlite final : public TestServer {
public:
    QString driver() const override { return QStringLiteral("sqlite"); }
    QString location(const QString& database) const override;
    /// Makes the database where there is none.
    Result<QString> run(const QString& sql, const QString& database) const override;
    QString fingerprintSql(const QString& table) const override;
    bool isRunning() const override { return true; }

private:
    QTemporaryDir m_directory;
};

} // namespace busheng::test
