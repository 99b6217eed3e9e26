// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QSqlDatabase>

namespace busheng {

/// A write transaction that is rolled back unless it is committed. The database must outlive it.
class SqlTransaction {
public:
    /// Takes the write lock at once, so that what is read inside is what is changed.
    static Result<SqlTransaction> begin(const QSqlDatabase& database, const QString& path);
    SqlTransaction(SqlTransaction&& other) noexcept;
    SqlTransaction& operator=(SqlTransaction&&) = delete;
    ~SqlTransaction();

    /// When it fails, the transaction is rolled back: nothing happened.
    Result<> commit();

private:
    SqlTransaction(const QSqlDatabase& database, const QString& path) : m_database(database), m_path(path) {}

    QSqlDatabase m_database;
    QString m_path;
    bool m_open = true;
};

/// Runs one statement that gives no rows and takes no values.
Result<> executeSql(const QSqlDatabase& database, const QString& path, const QString& text);

} // namespace busheng
