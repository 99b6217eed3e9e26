// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/mariadb/my_connection.h"
#include "engine/pipeline/apply/fault_sql.h"
#include "engine/pipeline/apply/my_bulk.h"

namespace busheng {

/// The tables of a MariaDB target, in the database that its location names.
class MyFaultSql final : public FaultSql {
public:
    MyFaultSql(MyConnection& connection, QString database) : m_connection(connection), m_database(std::move(database))
    {
    }

    QString own(const QString& table) const override;
    QString literal(const QString& text) const override;
    QString now() const override;
    QString serial() const override;
    Result<bool> hasTable(const QString& table) override;
    Result<> createTable(const QString& table, const QString& columns) override;
    Result<> execute(const QString& sql) override;
    Result<> run(const QString& sql, const std::vector<Cell>& values) override;
    Result<FaultRows> query(const QString& sql) override;
    std::int64_t changed() const override { return m_connection.affectedRows(); }

private:
    MyConnection& m_connection;
    QString m_database;
    QString m_prepared; ///< the statement of m_bulk: rows are set aside many behind the other
    std::optional<MyBulk> m_bulk;
};

} // namespace busheng
