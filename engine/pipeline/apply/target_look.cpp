// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/target_look.h"

#include "engine/db/postgres/pg_ddl.h"
#include "engine/db/sqlite/sqlite_catalog.h"
#include "engine/db/sqlite/sqlite_ddl.h"
#include "engine/pipeline/apply/pg_errors.h"
#include "engine/pipeline/apply/pg_target_session.h"
#include "engine/pipeline/apply/pg_target_structure.h"
#include "engine/pipeline/apply/sqlite_target_structure.h"
#include "engine/pipeline/apply/target_comparison.h"

#include <QFileInfo>

#include <algorithm>

namespace busheng {
Result<TargetLook> lookAtPgTarget(const PgTarget& target, const DatasetSchema& schema, bool ignoreColumns)
{
    const QString& name = target.target.name;
    ENGINE_TRY(requireEngine(schema, QStringLiteral("postgres"), name));
    PgTargetSession session(target);
    ENGINE_TRY(session.connect());
    TargetLook look;
    const auto find = [&session](const QString& table) { return findPgTable(session.connection(), table); };
    auto wanted = compareTables(schema, ignoreColumns, find, pgSchemaDifferences, look);
    if (!wanted)
        return pgTargetFailure(std::move(wanted).error(), name);
    auto sql = pgStructureSql(session.connection(), name, *wanted, !session.enforcesReferences(), target.addColumns);
    if (!sql)
        return pgTargetFailure(std::move(sql).error(), name);
    look.sql = std::move(*sql);
    return look;
}

Result<TargetLook> lookAtSqliteTarget(const DatabaseConfig& target, const DatasetSchema& schema, bool ignoreColumns)
{
    ENGINE_TRY(requireEngine(schema, QStringLiteral("sqlite"), target.name));
    TargetLook look;
    std::unique_ptr<SqliteDatabase> database;
    if (QFileInfo::exists(target.location)) {
        ENGINE_TRY_AS(database,
                      SqliteDatabase::open(target.location, SqliteDatabase::OpenMode::ReadWrite, target.name));
        ENGINE_TRY(database->execute(QStringLiteral("PRAGMA query_only = 1")));
    }
    const FindTable find = [&database](const QString& table) -> Result<std::optional<TableSchema>> {
        return database ? findSqliteTable(*database, table) : Result<std::optional<TableSchema>>(std::nullopt);
    };
    ENGINE_TRY_AS(const DatasetSchema wanted, compareTables(schema, ignoreColumns, find, schemaDifferences, look));
    for (std::size_t i = 0; i < wanted.tables.size(); ++i)
        look.sql += sqliteStructureSql(wanted.tables[i], look.tables[i].found ? &*look.tables[i].found : nullptr);
    return look;
}

} // namespace busheng
