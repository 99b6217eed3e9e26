// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/my_fault_sql.h"

#include "engine/db/mariadb/my_quoting.h"

namespace busheng {

QString MyFaultSql::own(const QString& table) const
{
    return myQuoted(m_database) + u'.' + myQuoted(table);
}

QString MyFaultSql::literal(const QString& text) const
{
    return myLiteral(text);
}

QString MyFaultSql::now() const
{
    return QStringLiteral("CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)");
}

QString MyFaultSql::serial() const
{
    return QStringLiteral("bigint NOT NULL AUTO_INCREMENT PRIMARY KEY");
}

Result<bool> MyFaultSql::hasTable(const QString& table)
{
    ENGINE_TRY_AS(
        const std::int64_t tables,
        m_connection.queryInteger(QStringLiteral("SELECT count(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = "
                                                 "%1 AND TABLE_NAME = %2")
                                      .arg(myLiteral(m_database), myLiteral(table))));
    return tables != 0;
}

Result<> MyFaultSql::createTable(const QString& table, const QString& columns)
{
    // Asked first: CREATE ... IF NOT EXISTS wants the right to create even when there is nothing to do.
    ENGINE_TRY_AS(const bool isThere, hasTable(table));
    if (isThere)
        return {};
    return m_connection.execute(
        QStringLiteral("CREATE TABLE IF NOT EXISTS %1 (%2) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 "
                       "COLLATE utf8mb4_bin")
            .arg(own(table), columns));
}

Result<> MyFaultSql::execute(const QString& sql)
{
    return m_connection.execute(sql);
}

/// Not as literals: these would take twice their bytes of max_allowed_packet.
Result<> MyFaultSql::run(const QString& sql, const std::vector<Cell>& values)
{
    if (!m_bulk || m_prepared != sql) {
        std::vector<MyKind> kinds;
        for (const Cell& cell : values)
            kinds.push_back(cell.kind == CellKind::Integer ? MyKind::Integer
                            : cell.kind == CellKind::Text  ? MyKind::Text
                                                           : MyKind::Binary);
        m_bulk.reset();
        ENGINE_TRY_AS(MyBulk bulk,
                      MyBulk::prepare(m_connection, sql, QString(), kinds, std::vector<bool>(values.size(), false)));
        m_bulk.emplace(std::move(bulk));
        m_prepared = sql;
    }
    m_bulk->clear();
    for (const Cell& cell : values) {
        if (!m_bulk->add(cell))
            return fail(ErrorCode::Internal, QStringLiteral("a value of our own tables cannot be written"));
    }
    m_bulk->endRow();
    ENGINE_TRY(m_bulk->runOne(0));
    m_bulk->clear();
    return {};
}

Result<FaultRows> MyFaultSql::query(const QString& sql)
{
    FaultRows rows;
    ENGINE_TRY(m_connection.stream(sql, [&rows](const MyRow& row) -> Result<bool> {
        std::vector<std::optional<Bytes>> values;
        for (const BytesView value : row)
            values.push_back(value.data() == nullptr ? std::nullopt : std::optional(Bytes(value)));
        rows.add(std::move(values));
        return true;
    }));
    return rows;
}

} // namespace busheng
