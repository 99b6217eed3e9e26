// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/sqlite/sqlite_database.h"
#include "engine/pipeline/apply/row_settler.h"

#include <map>

namespace busheng {

/// Of a SQLite target.
class SqliteRowSettler final : public RowSettler {
public:
    SqliteRowSettler(SqliteDatabase& database, FaultSql& sql, const FaultPolicy& policy, ExceptionStore& store)
        : RowSettler(sql, policy, store), m_database(database)
    {
    }

    Result<Bytes> currentRow(const TableSchema& table, BytesView key) override;
    /// Other tables may have their names from now on.
    void forgetTables() { m_selects.clear(); }

private:
    bool isDuplicate(const Error& why) const override;
    Result<int> compare(const TableSchema& table, std::size_t column, const Cell& one, const Cell& other) override;
    std::pair<QString, QString> numberAndText(const QString& native) const override { return {{}, native}; }

    SqliteDatabase& m_database;
    std::map<QString, SqliteStatement> m_selects; ///< of one row, by table
};

} // namespace busheng
