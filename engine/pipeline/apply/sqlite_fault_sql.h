// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/sqlite/sqlite_database.h"
#include "engine/pipeline/apply/fault_sql.h"

namespace busheng {

/// The tables of a SQLite target.
class SqliteFaultSql final : public FaultSql {
public:
    explicit SqliteFaultSql(SqliteDatabase& database) : m_database(database) {}

    QString own(const QString& table) const override { return sqliteQuoted(table); }
    QString literal(const QString& text) const override;
    QString now() const override;
    QString serial() const override { return QStringLiteral("INTEGER PRIMARY KEY AUTOINCREMENT"); }
    Result<bool> hasTable(const QString& table) override;
    Result<> createTable(const QString& table, const QString& columns) override;
    Result<> execute(const QString& sql) override { return m_database.execute(sql); }
    Result<> run(const QString& sql, const std::vector<Cell>& values) override;
    Result<FaultRows> query(const QString& sql) override;
    std::int64_t changed() const override { return m_database.changes(); }

private:
    SqliteDatabase& m_database;
};

} // namespace busheng
