// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/sqlite_fault_sql.h"

namespace busheng {

QString SqliteFaultSql::literal(const QString& text) const
{
    // A statement ends at a NUL.
    if (text.contains(QChar(u'\0')))
        return QStringLiteral("CAST(%1 AS TEXT)").arg(hexLiteral(view(text.toUtf8())));
    QString quoted = text;
    quoted.replace(u'\'', QStringLiteral("''"));
    return u'\'' + quoted + u'\'';
}

QString SqliteFaultSql::now() const
{
    return QStringLiteral("CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)");
}

Result<bool> SqliteFaultSql::hasTable(const QString& table)
{
    ENGINE_TRY_AS(
        const std::int64_t tables,
        m_database.queryInteger(QStringLiteral("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ") +
                                literal(table)));
    return tables != 0;
}

Result<> SqliteFaultSql::createTable(const QString& table, const QString& columns)
{
    return m_database.execute(QStringLiteral("CREATE TABLE IF NOT EXISTS %1 (%2)").arg(own(table), columns));
}

Result<> SqliteFaultSql::run(const QString& sql, const std::vector<Cell>& values)
{
    ENGINE_TRY_AS(SqliteStatement statement, m_database.prepare(sql));
    int parameter = 0;
    for (const Cell& cell : values)
        ENGINE_TRY(statement.bind(++parameter, cell));
    return statement.run();
}

Result<FaultRows> SqliteFaultSql::query(const QString& sql)
{
    ENGINE_TRY_AS(SqliteStatement statement, m_database.prepare(sql));
    FaultRows rows;
    for (;;) {
        ENGINE_TRY_AS(const bool more, statement.step());
        if (!more)
            return rows;
        std::vector<std::optional<Bytes>> values;
        for (int column = 0; column < statement.columnCount(); ++column) {
            const Cell cell = statement.cell(column);
            if (cell.kind == CellKind::Null)
                values.emplace_back();
            else if (cell.kind == CellKind::Integer)
                values.emplace_back(Bytes(view(QByteArray::number(static_cast<qlonglong>(cell.integer)))));
            else
                values.emplace_back(Bytes(cell.bytes));
        }
        rows.add(std::move(values));
    }
}

} // namespace busheng
