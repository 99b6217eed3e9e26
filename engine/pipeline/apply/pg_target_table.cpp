// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/pg_target_table.h"

#include "engine/db/postgres/pg_value_text.h"
#include "engine/model/events.h"

#include <xxhash.h>

#include <algorithm>

namespace busheng {
namespace {

/// Per column: name, type, array type, identity, generated, and how it can be hashed: arrays, domains and ranges as
/// what they are made of can. varchar and cidr (1043, 650) hash as text and inet do. Of the types that have no hash,
/// those whose text never depends on a setting hash as text: json, xml, bit, varbit, tsvector, jsonpath.
const QString kColumns = QStringLiteral(R"(
    WITH RECURSIVE own AS (
        SELECT attnum, attname, atttypid, attidentity, attgenerated FROM pg_catalog.pg_attribute
        WHERE attrelid = $1::pg_catalog.regclass AND attnum > 0 AND NOT attisdropped),
    part(attnum, oid) AS (
        SELECT attnum, atttypid FROM own
        UNION ALL
        SELECT p.attnum, CASE t.typtype WHEN 'd' THEN t.typbasetype
                                        WHEN 'r' THEN (SELECT rngsubtype FROM pg_catalog.pg_range WHERE rngtypid = t.oid)
                                        ELSE t.typelem END
        FROM part p JOIN pg_catalog.pg_type t ON t.oid = p.oid
        WHERE t.typtype IN ('d', 'r')
              OR t.typelem <> 0 AND t.oid = (SELECT e.typarray FROM pg_catalog.pg_type e WHERE e.oid = t.typelem)),
    hashable AS (
        SELECT p.attnum FROM part p JOIN pg_catalog.pg_type t ON t.oid = p.oid
        WHERE t.typtype = 'e' OR t.oid IN (1043, 650)
              OR EXISTS (SELECT FROM pg_catalog.pg_opclass c
                         JOIN pg_catalog.pg_am m ON m.oid = c.opcmethod AND m.amname = 'hash'
                         JOIN pg_catalog.pg_amproc f ON f.amprocfamily = c.opcfamily AND f.amprocnum = 2
                              AND f.amproclefttype = c.opcintype
                         WHERE c.opcdefault AND c.opcintype = t.oid))
    SELECT o.attname, o.atttypid, t.typarray, o.attidentity, o.attgenerated,
           CASE WHEN o.attnum IN (SELECT attnum FROM hashable) THEN 'v'
                WHEN o.atttypid IN (114, 142, 1560, 1562, 3614, 4072) THEN 't' ELSE '' END
    FROM own o JOIN pg_catalog.pg_type t ON t.oid = o.atttypid ORDER BY o.attnum)");

const QString kTable = QStringLiteral(R"(
    SELECT relkind = 'p',
           EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE contype = 'f' AND c.oid IN (conrelid, confrelid)),
           EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE contype = 'f' AND conrelid = c.oid
                   AND (confdeltype IN ('c', 'n', 'd') OR confupdtype IN ('c', 'n', 'd')))
    FROM pg_catalog.pg_class c WHERE oid = $1::pg_catalog.regclass)");

/// Of a row, in its hash: the catalog keeps an index's expression in a row of its own that must fit a page.
constexpr qsizetype kMostHashed = 100;

Failure differs(const QString& target, const QString& table, const QString& why)
{
    return fail(makeEvent(ErrorCode::Schema, events::TGT_STRUCTURE, {target, table, why},
                          QStringLiteral("table %1 of target %2: %3").arg(table, target, why)));
}

PgTargetColumn columnAt(const PgResult& found, int row)
{
    PgTargetColumn column;
    column.name = pgQuoted(found.text(row, 0));
    column.type = found.text(row, 1).toUInt();
    column.arrayType = found.text(row, 2).toUInt();
    column.identityAlways = found.text(row, 3) == u"a";
    const QString hash = found.text(row, 5);
    if (hash == u"v")
        column.hash = PgTargetColumn::Hash::Value;
    else if (hash == u"t")
        column.hash = PgTargetColumn::Hash::Text;
    return column;
}

} // namespace

Result<PgTargetTable> PgTargetTable::read(PgConnection& connection, const QString& target, const TableSchema& schema)
{
    PgTargetTable table;
    table.schema = schema;
    table.name = pgQuotedTable(schema.name);
    ENGINE_TRY_AS(const PgResult there,
                  connection.query(QStringLiteral("SELECT to_regclass($1)"), {std::optional(table.name)}));
    if (there.isNull(0, 0))
        return differs(target, schema.name, QStringLiteral("it is not there"));
    ENGINE_TRY_AS(const PgResult facts, connection.query(kTable, {std::optional(table.name)}));
    table.isPartitioned = facts.boolean(0, 0);
    table.hasForeignKeys = facts.boolean(0, 1);
    table.cascades = facts.boolean(0, 2);
    ENGINE_TRY_AS(const PgResult found, connection.query(kColumns, {std::optional(table.name)}));
    int ours = 0;
    for (const ColumnSchema& column : schema.columns) {
        int row = 0;
        while (row < found.rows() && found.text(row, 0) != column.name)
            ++row;
        if (row == found.rows())
            return differs(target, schema.name, QStringLiteral("it has no column %1").arg(column.name));
        if (!found.text(row, 4).isEmpty())
            return differs(target, schema.name, QStringLiteral("its column %1 is computed").arg(column.name));
        table.m_all.push_back(static_cast<std::uint32_t>(table.columns.size()));
        table.columns.push_back(columnAt(found, row));
        ++ours;
    }
    for (int row = 0; row < found.rows(); ++row)
        ours += found.text(row, 4).isEmpty() ? 0 : 1;
    table.hasFurtherColumns = found.rows() > ours;
    for (const std::uint32_t key : schema.keyColumns)
        table.columns.at(key).isKey = true;
    table.hasOtherUnique = std::any_of(schema.indexes.begin(), schema.indexes.end(),
                                       [](const UniqueIndex& index) { return index.unique; });
    return table;
}

bool PgTargetTable::fitsArrays() const
{
    return std::none_of(columns.begin(), columns.end(), [](const PgTargetColumn& c) { return c.arrayType == 0; });
}

std::vector<std::uint32_t> PgTargetTable::types(std::span<const std::uint32_t> which) const
{
    std::vector<std::uint32_t> all;
    for (const std::uint32_t column : which)
        all.push_back(columns[column].type);
    return all;
}

std::vector<std::uint32_t> PgTargetTable::arrayTypes(std::span<const std::uint32_t> which) const
{
    std::vector<std::uint32_t> all;
    for (const std::uint32_t column : which)
        all.push_back(columns[column].arrayType);
    return all;
}

QString PgTargetTable::list(std::span<const std::uint32_t> which, const QString& prefix) const
{
    QStringList names;
    for (const std::uint32_t column : which)
        names.append(prefix + columns[column].name);
    return names.join(QStringLiteral(", "));
}

QString PgTargetTable::insertHead() const
{
    return QStringLiteral("INSERT INTO ") + name + QStringLiteral(" (") + list(m_all) +
           QStringLiteral(") OVERRIDING SYSTEM VALUE ");
}

QString PgTargetTable::conflictClause() const
{
    QStringList values;
    // Key columns as well: keys that compare equal (1.0 and 1.00) need not be the same bytes.
    for (const PgTargetColumn& column : columns) {
        if (!column.identityAlways)
            values.append(column.name + QStringLiteral(" = excluded.") + column.name);
    }
    const QString action = values.isEmpty() ? QStringLiteral("NOTHING")
                                            : QStringLiteral("UPDATE SET ") + values.join(QStringLiteral(", "));
    return QStringLiteral(" ON CONFLICT (") + list(schema.keyColumns) + QStringLiteral(") DO ") + action;
}

QString PgTargetTable::rowHash(const std::function<QString(std::uint32_t column)>& term) const
{
    QStringList terms;
    for (const std::uint32_t column : m_all) {
        if (terms.size() == kMostHashed)
            break;
        if (columns[column].hash == PgTargetColumn::Hash::Value)
            terms.append(term(column));
        else if (columns[column].hash == PgTargetColumn::Hash::Text)
            terms.append(QStringLiteral("pg_catalog.hashtextextended((%1)::text, 0)").arg(term(column)));
    }
    if (terms.isEmpty())
        return {};
    return QStringLiteral("pg_catalog.hash_record_extended(ROW(%1), 0)").arg(terms.join(QStringLiteral(", ")));
}

QString PgTargetTable::rowHashOf(const QString& prefix) const
{
    return rowHash([&](std::uint32_t column) { return prefix + columns[column].name; });
}

QString PgTargetTable::rowMapSql() const
{
    const QString hash = rowHashOf({});
    if (hash.isEmpty())
        return {};
    // An index is named within its table's schema, and names end at 63 bytes.
    const QByteArray utf8 = schema.name.toUtf8();
    const auto number = static_cast<qulonglong>(XXH3_64bits(utf8.constData(), static_cast<std::size_t>(utf8.size())));
    return QStringLiteral("CREATE INDEX IF NOT EXISTS busheng_row_map_%1 ON %2 (%3)")
        .arg(QString::number(number, 16), name, hash);
}

bool PgTargetTable::hasWholeBefore(BytesView before) const
{
    if (before.empty() || isKeyless() || columns.size() == schema.keyColumns.size())
        return false;
    return ByteReader(before).varint() == columns.size();
}

QString PgTargetTable::keyText(std::span<const Cell> key) const
{
    QStringList values;
    for (std::size_t i = 0; i < key.size(); ++i) {
        const std::size_t column = isKeyless() ? i : schema.keyColumns.at(i);
        values.append(pgValueToText(key[i], schema.columns.at(column)));
    }
    return values.join(QStringLiteral(", "));
}

QString PgTargetTable::keyTextOfRow(std::span<const Cell> row) const
{
    if (isKeyless())
        return keyText(row);
    std::vector<Cell> key;
    for (const std::uint32_t column : schema.keyColumns)
        key.push_back(row[column]);
    return keyText(key);
}

} // namespace busheng
