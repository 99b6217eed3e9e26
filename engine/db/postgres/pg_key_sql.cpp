// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/postgres/pg_key_sql.h"

#include "engine/model/cell.h"

#include <map>

namespace busheng {
namespace {

/// How a column of the database itself compares.
struct KnownColumn {
    QString type;
    bool isEnum = false;
    bool isExtension = false;
    bool needsCollation = false;
};

/// typcategory E is an enum, also below a domain. bpchar and bit without a length are what format_type(oid, -1) says,
/// and not character(1) and bit(1).
const QString kColumnsSql = QStringLiteral(
    "SELECT a.attname, format_type(a.atttypid, -1), t.typcategory = 'E',"
    " t.typtype = 'b' AND t.oid >= 16384 AND t.typsend <> 'array_send'::regproc,"
    " a.attcollation <> 0 AND NOT (CASE WHEN a.attcollation = 'pg_catalog.default'::regcollation THEN"
    "  (SELECT datcollate IN ('C', 'POSIX') AND coalesce(to_jsonb(d)->>'datlocprovider', 'c') = 'c'"
    "   FROM pg_database d WHERE datname = current_database())"
    "  ELSE (SELECT collprovider = 'c' AND collcollate IN ('C', 'POSIX') FROM pg_collation WHERE oid = a.attcollation)"
    "  END) "
    "FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid "
    "WHERE a.attrelid = to_regclass(%1) AND a.attnum > 0 AND NOT a.attisdropped");

Result<std::map<QString, KnownColumn>> columnsOf(PgConnection& connection, const QString& table)
{
    ENGINE_TRY_AS(const PgResult found, connection.query(kColumnsSql.arg(pgLiteral(pgQuotedTable(table)))));
    std::map<QString, KnownColumn> columns;
    for (int row = 0; row < found.rows(); ++row)
        columns[found.text(row, 0)] = {found.text(row, 1), found.boolean(row, 2), found.boolean(row, 3),
                                       found.boolean(row, 4)};
    if (columns.empty())
        return fail(ErrorCode::Schema, QStringLiteral("%1 has no table %2").arg(connection.name(), table));
    return columns;
}

Result<std::vector<Cell>> keyCells(const QString& table, std::size_t columns, BytesView key)
{
    std::vector<Cell> cells;
    if (!decodeRow(key, cells) || cells.size() != columns)
        return fail(ErrorCode::Corrupt, QStringLiteral("a key of table %1 is malformed").arg(table));
    for (const Cell& cell : cells) {
        if (cell.kind != CellKind::Native)
            return fail(ErrorCode::Corrupt, QStringLiteral("a key of table %1 lacks a value").arg(table));
    }
    return cells;
}

} // namespace

Result<PgKeySql> PgKeySql::of(PgConnection& connection, const TableSchema& table)
{
    ENGINE_TRY_AS(const auto known, columnsOf(connection, table.name));
    PgKeySql sql;
    sql.m_table = table.name;
    QStringList columns;
    for (const ColumnSchema& column : table.columns) {
        if (!known.contains(column.name))
            return fail(
                ErrorCode::Schema,
                QStringLiteral("table %1 of %2 has no column %3").arg(table.name, connection.name(), column.name));
        columns.append(QStringLiteral("t.") + pgQuoted(column.name));
    }
    sql.m_select = QStringLiteral("SELECT ") + columns.join(u',') + QStringLiteral(" FROM ") +
                   pgQuotedTable(table.name) + QStringLiteral(" AS t");
    QStringList order;
    QStringList equal;
    for (const std::uint32_t index : table.keyColumns) {
        const KnownColumn& column = known.at(table.columns.at(index).name);
        QString value = columns.at(static_cast<qsizetype>(index));
        const QString parameter = QStringLiteral("$%1::%2").arg(equal.size() + 1).arg(column.type);
        const QString text = value + QStringLiteral("::text");
        equal.append(QString(column.isExtension ? text : value) + QStringLiteral(" = (") + parameter +
                     (column.isExtension ? QStringLiteral(")::text") : QStringLiteral(")")));
        const bool asText = column.isEnum || column.isExtension;
        if (asText)
            value = text;
        if (asText || column.needsCollation)
            value += QStringLiteral(" COLLATE \"C\"");
        order.append(value);
        sql.m_isServedByKey = (sql.m_key.empty() || sql.m_isServedByKey) && !asText && !column.needsCollation;
        sql.m_key.push_back({value, column.type, asText});
    }
    if (!order.isEmpty()) {
        sql.m_order = QStringLiteral(" ORDER BY ") + order.join(u',');
        sql.m_equality = QStringLiteral(" WHERE ") + equal.join(QStringLiteral(" AND "));
    }
    return sql;
}

Result<QString> PgKeySql::compared(PgConnection& connection, const QString& comparison, BytesView key) const
{
    ENGINE_TRY_AS(const auto values, parameters(key));
    QStringList texts;
    QStringList left;
    for (std::size_t i = 0; i < m_key.size(); ++i) {
        texts.append(QStringLiteral("($%1::%2)::text").arg(i + 1).arg(m_key[i].type));
        left.append(m_key[i].sql);
    }
    ENGINE_TRY_AS(const PgResult words,
                  connection.queryBinary(QStringLiteral("SELECT ") + texts.join(u','), values, false));
    QStringList right;
    for (int i = 0; i < words.columns(); ++i) {
        const KeyColumn& column = m_key[static_cast<std::size_t>(i)];
        right.append(pgLiteral(words.text(0, i)) + QStringLiteral("::") +
                     (column.asText ? QStringLiteral("text") : column.type));
    }
    return QString(u'(' + left.join(u',') + QStringLiteral(") ") + comparison + QStringLiteral(" (") +
                   right.join(u',') + u')');
}

Result<QString> PgKeySql::divide(PgConnection& connection, BytesView after, std::uint64_t parts, double percent) const
{
    QStringList values;
    QStringList names;
    for (const KeyColumn& column : m_key) {
        names.append(QStringLiteral("k%1").arg(names.size()));
        values.append(column.sql + QStringLiteral(" AS ") + names.last());
    }
    QString where;
    if (!after.empty()) {
        ENGINE_TRY_AS(const QString condition, compared(connection, QStringLiteral(">"), after));
        where = QStringLiteral(" WHERE ") + condition;
    }
    return QString(
        QStringLiteral("SELECT %1 FROM (SELECT %2, row_number() OVER (%3) AS place, count(*) OVER () AS total "
                       "FROM %4 AS t TABLESAMPLE SYSTEM (%5)%6) AS s "
                       "WHERE place % greatest(total / %7, 1) = 0 ORDER BY place")
            .arg(names.join(u','), values.join(u','), m_order, pgQuotedTable(m_table), QString::number(percent, 'f', 6),
                 where, QString::number(parts)));
}

Result<std::vector<std::optional<BytesView>>> PgKeySql::parameters(BytesView key) const
{
    ENGINE_TRY_AS(const std::vector<Cell> cells, keyCells(m_table, m_key.size(), key));
    std::vector<std::optional<BytesView>> values;
    for (const Cell& cell : cells)
        values.emplace_back(cell.bytes);
    return values;
}

} // namespace busheng
