// SPDX-License-Identifier: GPL-3.0-or-later
// What createPgStructure() would run, for a person to read.
#include "engine/pipeline/apply/pg_target_structure.h"

#include "engine/db/postgres/pg_catalog.h"
#include "engine/db/postgres/pg_ddl.h"
#include "engine/db/postgres/pg_user_types.h"
#include "engine/model/events.h"
#include "engine/pipeline/apply/pg_target_table.h"

#include <algorithm>

namespace busheng {
namespace {

QStringList missingIndexes(const TableSchema& table, const TableSchema* found)
{
    QStringList statements;
    for (const UniqueIndex& index : table.indexes) {
        const bool isThere = found != nullptr && std::ranges::any_of(found->indexes, [&index](const UniqueIndex& own) {
                                 return own.name == index.name;
                             });
        TableSchema one = table;
        one.indexes = {index};
        if (!isThere)
            statements += createPgIndexSql(one);
    }
    return statements;
}

/// Whether the index that `sql` makes is there: "... EXISTS busheng_row_map_1f ON ...", in its table's schema.
Result<bool> hasRowMap(PgConnection& connection, const TableSchema& table, const QString& sql)
{
    const QString index = sql.section(QStringLiteral(" EXISTS "), 1, 1).section(u' ', 0, 0);
    const QString name = pgQualified(table.name).section(u'.', 0, 0) + u'.' + index;
    ENGINE_TRY_AS(const QString found,
                  connection.queryText(QStringLiteral("SELECT to_regclass(%1)").arg(pgLiteral(pgQuotedTable(name)))));
    return !found.isEmpty();
}

} // namespace

Result<std::optional<TableSchema>> findPgTable(PgConnection& connection, const QString& name)
{
    auto found = readPgTable(connection, name);
    if (found)
        return std::optional<TableSchema>(std::move(*found));
    if (found.error().event == events::SRC_TABLE_MISSING)
        return std::optional<TableSchema>();
    return fail(std::move(found).error());
}

Result<QStringList> pgStructureSql(PgConnection& connection, const QString& target, const DatasetSchema& schema,
                                   bool references, bool addColumns)
{
    QStringList statements;
    QStringList foreignKeys;
    for (const UserType& type : schema.types) {
        ENGINE_TRY_AS(const std::optional<UserType> found, readPgUserType(connection, type.name));
        if (!found) {
            ENGINE_TRY_AS(const QStringList made, createPgTypeSql(type));
            statements += made;
        } else if (addColumns) {
            statements += addPgLabelsSql(type, *found);
        }
    }
    for (const TableSchema& table : schema.tables) {
        ENGINE_TRY_AS(const std::optional<TableSchema> found, findPgTable(connection, table.name));
        if (!found) {
            ENGINE_TRY_AS(const QStringList made, createPgTableSql(table));
            statements += made;
            if (references)
                foreignKeys += createPgForeignKeySql(schema, table);
        } else if (addColumns) {
            statements += addPgColumnsSql(table, *found);
        }
        statements += missingIndexes(table, found ? &*found : nullptr);
        if (!table.keyColumns.empty())
            continue;
        if (!found) {
            statements.append(QStringLiteral("-- and an index over the rows of %1, its row map").arg(table.name));
            continue;
        }
        ENGINE_TRY_AS(const PgTargetTable facts, PgTargetTable::read(connection, target, table));
        const QString sql = facts.rowMapSql();
        ENGINE_TRY_AS(const bool isThere, hasRowMap(connection, table, sql));
        if (!sql.isEmpty() && !isThere)
            statements.append(sql);
    }
    return statements + foreignKeys;
}

} // namespace busheng
