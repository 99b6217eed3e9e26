// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/target_look.h"

#include "engine/db/mariadb/my_ddl.h"
#include "engine/db/postgres/pg_ddl.h"
#include "engine/db/sqlite/sqlite_catalog.h"
#include "engine/db/sqlite/sqlite_ddl.h"
#include "engine/model/events.h"
#include "engine/pipeline/apply/my_errors.h"
#include "engine/pipeline/apply/my_target_structure.h"
#include "engine/pipeline/apply/pg_errors.h"
#include "engine/pipeline/apply/pg_target_session.h"
#include "engine/pipeline/apply/pg_target_structure.h"
#include "engine/pipeline/apply/sqlite_target_structure.h"

#include <QFileInfo>

#include <algorithm>

namespace busheng {
namespace {

Result<> requireEngine(const DatasetSchema& schema, const QString& engine, const QString& target)
{
    if (schema.engine == engine)
        return {};
    const QString why = QStringLiteral("its structure is of another kind of database");
    const QString table = schema.tables.empty() ? QString() : schema.tables.front().name;
    return fail(makeEvent(ErrorCode::Schema, events::TGT_STRUCTURE, {target, table, why},
                          QStringLiteral("structure for target %1: %2").arg(target, why)));
}

/// Takes the columns that `found` has not out of `wanted`, save for the key's.
QStringList takeIgnored(TableSchema& wanted, const TableSchema& found)
{
    QStringList key;
    for (const std::uint32_t column : wanted.keyColumns)
        key.append(wanted.columns[column].name);
    QStringList ignored;
    std::erase_if(wanted.columns, [&](const ColumnSchema& column) {
        const bool gone = found.column(column.name) == nullptr && !key.contains(column.name);
        if (gone)
            ignored.append(column.name);
        return gone;
    });
    for (std::size_t i = 0; i < wanted.keyColumns.size(); ++i)
        wanted.keyColumns[i] = static_cast<std::uint32_t>(
            std::ranges::find(wanted.columns, key[static_cast<qsizetype>(i)], &ColumnSchema::name) -
            wanted.columns.begin());
    return ignored;
}

using FindTable = std::function<Result<std::optional<TableSchema>>(const QString& name)>;
using Compare = QStringList (*)(const TableSchema& wanted, const TableSchema& found);

Result<DatasetSchema> compareTables(const DatasetSchema& schema, bool ignoreColumns, const FindTable& findTable,
                                    Compare compare, TargetLook& look)
{
    DatasetSchema wanted = schema;
    for (TableSchema& table : wanted.tables) {
        TargetLook::Table seen;
        auto found = findTable(table.name);
        if (!found && found.error().code != ErrorCode::Schema)
            return fail(std::move(found).error());
        if (!found)
            seen.differences = QStringList{found.error().args.value(2)}; // a view, or another thing that is no table
        else
            seen.found = std::move(*found);
        if (seen.found && ignoreColumns)
            seen.ignored = takeIgnored(table, *seen.found);
        if (seen.found)
            seen.differences = compare(table, *seen.found);
        seen.wanted = table;
        look.tables.push_back(std::move(seen));
    }
    return wanted;
}

} // namespace

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

Result<TargetLook> lookAtMyTarget(const MyTarget& target, const DatasetSchema& schema, bool ignoreColumns)
{
    const QString& name = target.target.name;
    ENGINE_TRY(requireEngine(schema, QStringLiteral("mariadb"), name));
    auto connection = MyConnection::open(target.connection(QStringLiteral("look")));
    if (!connection)
        return myTargetFailure(std::move(connection).error(), name);
    TargetLook look;
    const auto find = [&connection](const QString& table) { return findMyTable(**connection, table); };
    auto wanted = compareTables(schema, ignoreColumns, find, mySchemaDifferences, look);
    if (!wanted)
        return myTargetFailure(std::move(wanted).error(), name);
    auto sql = myStructureSql(**connection, name, *wanted, target.addColumns);
    if (!sql)
        return myTargetFailure(std::move(sql).error(), name);
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
