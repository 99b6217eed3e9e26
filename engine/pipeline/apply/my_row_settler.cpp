// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/my_row_settler.h"

#include "engine/db/mariadb/my_catalog.h"
#include "engine/pipeline/apply/my_errors.h"

namespace busheng {

bool MyRowSettler::isDuplicate(const Error& why) const
{
    return isMyDuplicate(why);
}

std::pair<QString, QString> MyRowSettler::numberAndText(const QString& native) const
{
    return {native.section(u' ', 0, 0), native.section(u' ', 1)};
}

/// Its columns may be in other encodings here than at the source: read as a snapshot reads them.
Result<Bytes> MyRowSettler::currentRow(const TableSchema& table, BytesView key)
{
    std::vector<Cell> cells;
    Bytes row;
    if (!decodeRow(key, cells) || cells.size() != table.keyColumns.size())
        return row;
    QStringList conditions;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const ColumnSchema& column = table.columns[table.keyColumns[i]];
        const auto type = MyType::parse(column.declaredType);
        const auto literal = type ? myKeyLiteral(*type, cells[i]) : std::nullopt;
        if (!literal)
            return row;
        conditions.append(myQuoted(column.name) + QStringLiteral(" = ") + *literal);
    }
    ENGINE_TRY_AS(const TableSchema here, readMyTable(m_connection, table.name));
    std::vector<MyColumn> columns;
    QStringList terms;
    for (const ColumnSchema& column : table.columns) {
        const ColumnSchema* const found = here.column(column.name);
        const auto type = found == nullptr ? std::nullopt : MyType::parse(found->declaredType);
        if (!type)
            return row; // the table's own fault, which shows elsewhere
        ENGINE_TRY_AS(const MyCharset* const charset, m_charsets.of(m_connection, *type));
        columns.push_back({*type, charset, false});
        terms.append(mySelectTerm(m_connection, *type, myQuoted(column.name)));
    }
    ENGINE_TRY_AS(const MyResult found,
                  m_connection.query(QStringLiteral("SELECT ") + terms.join(QStringLiteral(", ")) +
                                     QStringLiteral(" FROM ") + myQuotedTable(table.name) + QStringLiteral(" WHERE ") +
                                     conditions.join(QStringLiteral(" AND "))));
    if (found.rows() == 0)
        return row;
    ByteWriter writer(row);
    writer.varint(columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const int column = static_cast<int>(i);
        if (!writeMyField(writer, columns[i], found.isNull(0, column) ? BytesView() : found.bytes(0, column)))
            return fail(ErrorCode::Internal, QStringLiteral("a row of %1 cannot be read").arg(table.name));
    }
    return row;
}

Result<int> MyRowSettler::compare(const TableSchema& table, std::size_t column, const Cell& one, const Cell& other)
{
    const auto sign = [](const auto& a, const auto& b) { return (a > b ? 1 : 0) - (a < b ? 1 : 0); };
    const auto type = MyType::parse(table.columns[column].declaredType);
    if (one.kind == CellKind::Integer && other.kind == CellKind::Integer)
        return sign(one.integer, other.integer);
    if (one.kind == CellKind::Real && other.kind == CellKind::Real)
        return sign(one.real, other.real);
    const bool isNumber =
        type && (type->kind == MyKind::Decimal || type->kind == MyKind::Integer || type->kind == MyKind::Bit);
    const auto a = isNumber || (type && type->kind == MyKind::Time) ? myKeyLiteral(*type, one) : std::nullopt;
    const auto b = a ? myKeyLiteral(*type, other) : std::nullopt;
    if (!a || !b)
        return sign(one.bytes, other.bytes); // dates stand in the order of their digits
    const QString term = isNumber ? QStringLiteral("%1") : QStringLiteral("CAST(%1 AS TIME(6))");
    ENGINE_TRY_AS(
        const std::int64_t order,
        m_connection.queryInteger(
            QStringLiteral("SELECT (%1 > %2) - (%1 < %2)").arg(QString(term.arg(*a)), QString(term.arg(*b)))));
    return static_cast<int>(order);
}

} // namespace busheng
