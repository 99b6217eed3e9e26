// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/sqlite/sqlite_database.h"

namespace busheng {

/// A transaction that rolls back unless it was committed. Must not outlive its database.
/// Read: pins what is committed now. Write: takes the database's write lock at once, so that it cannot fail half-way
/// because another writer was first.
class SqliteTransaction {
public:
    static Result<std::unique_ptr<SqliteTransaction>> begin(SqliteDatabase& database, bool write)
    {
        ENGINE_TRY(database.execute(write ? QStringLiteral("BEGIN IMMEDIATE") : QStringLiteral("BEGIN")));
        std::unique_ptr<SqliteTransaction> transaction(new SqliteTransaction(database));
        if (!write) // BEGIN alone pins nothing, the first read does
            ENGINE_TRY(database.queryInteger(QStringLiteral("SELECT count(*) FROM sqlite_master")));
        return transaction;
    }

    ~SqliteTransaction()
    {
        // Some errors (disk full) have rolled back already.
        if (m_open && m_database.inTransaction())
            static_cast<void>(m_database.execute(QStringLiteral("ROLLBACK")));
    }
    SqliteTransaction(const SqliteTransaction&) = delete;
    SqliteTransaction& operator=(const SqliteTransaction&) = delete;

    Result<> commit()
    {
        ENGINE_TRY(m_database.execute(QStringLiteral("COMMIT")));
        m_open = false;
        return {};
    }

private:
    explicit SqliteTransaction(SqliteDatabase& database) : m_database(database) {}
    SqliteDatabase& m_database;
    bool m_open = true;
};

} // namespace busheng
