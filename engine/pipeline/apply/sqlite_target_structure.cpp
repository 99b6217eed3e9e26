// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/sqlite_target_structure.h"

#include "engine/db/sqlite/sqlite_catalog.h"
#include "engine/db/sqlite/sqlite_ddl.h"
#include "engine/model/events.h"

#include <algorithm>

namespace busheng {

Result<std::optional<TableSchema>> findSqliteTable(SqliteDatabase& database, const QString& name)
{
    auto found = readSqliteTable(database, name);
    if (found)
        return std::optional<TableSchema>(std::move(*found));
    if (found.error().event == events::SRC_TABLE_MISSING)
        return std::optional<TableSchema>();
    return fail(std::move(found).error());
}

QStringList sqliteStructureSql(const TableSchema& wanted, const TableSchema* found)
{
    QStringList statements;
    if (found == nullptr)
        statements.append(createTableSql(wanted));
    for (const UniqueIndex& index : wanted.indexes) {
        const bool isThere = found != nullptr && std::ranges::any_of(found->indexes, [&index](const UniqueIndex& own) {
                                 return own.name == index.name;
                             });
        TableSchema one = wanted;
        one.indexes = {index};
        if (!isThere)
            statements += createIndexSql(one);
    }
    return statements;
}

} // namespace busheng
