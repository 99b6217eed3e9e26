// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/sqlite/sqlite_catalog.h"

#include "engine/model/events.h"

#include <algorithm>
#include <map>

namespace busheng {
namespace {

Failure refused(const SqliteDatabase& database, const QString& table, const QString& why)
{
    return fail(makeEvent(ErrorCode::Schema, events::SRC_TABLE_REFUSED, {database.name(), table, why},
                          QStringLiteral("table %1 of %2: %3").arg(table, database.name(), why)));
}

Result<SqliteStatement> queryTable(SqliteDatabase& database, const QString& sql, const QString& table)
{
    ENGINE_TRY_AS(SqliteStatement statement, database.prepare(sql));
    ENGINE_TRY(statement.bindText(1, table));
    return statement;
}

/// Reads what kind of table it is; refuses all kinds that rows cannot be captured from or read back from exactly.
Result<> readKind(SqliteDatabase& database, TableSchema& table, bool& strict)
{
    if (table.name.startsWith(QStringLiteral("sqlite_"), Qt::CaseInsensitive) ||
        table.name.startsWith(QStringLiteral("busheng_"), Qt::CaseInsensitive))
        return refused(database, table.name, QStringLiteral("its name is reserved"));
    ENGINE_TRY_AS(
        SqliteStatement statement,
        queryTable(database,
                   QStringLiteral("SELECT type, wr, strict FROM pragma_table_list WHERE schema = 'main' AND name = ?1"),
                   table.name));
    ENGINE_TRY_AS(const bool found, statement.step());
    if (!found)
        return fail(makeEvent(ErrorCode::Schema, events::SRC_TABLE_MISSING, {database.name(), table.name},
                              QStringLiteral("%1 has no table %2").arg(database.name(), table.name)));
    const QString type = statement.text(0);
    if (type != QStringLiteral("table"))
        return refused(database, table.name, QStringLiteral("it is a %1, not a table").arg(type));
    table.withoutRowid = statement.integer(1) != 0;
    strict = statement.integer(2) != 0;
    return {};
}

Result<> readColumns(SqliteDatabase& database, TableSchema& table, bool strict)
{
    ENGINE_TRY_AS(
        SqliteStatement statement,
        queryTable(
            database,
            QStringLiteral(
                "SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?1) ORDER BY cid"),
            table.name));
    std::map<std::int64_t, std::uint32_t> key; // place in the key -> column
    for (;;) {
        ENGINE_TRY_AS(const bool row, statement.step());
        if (!row)
            break;
        ColumnSchema column;
        column.name = statement.text(0);
        column.declaredType = statement.text(1);
        column.notNull = statement.integer(2) != 0;
        column.defaultValue = statement.text(3);
        if (statement.integer(5) != 0)
            return refused(database, table.name, QStringLiteral("column %1 is generated").arg(column.name));
        if (strict && column.declaredType.compare(QStringLiteral("ANY"), Qt::CaseInsensitive) == 0)
            return refused(
                database, table.name,
                QStringLiteral("column %1 of a STRICT table has the type ANY, whose values change in any other table")
                    .arg(column.name));
        if (statement.integer(4) > 0)
            key[statement.integer(4)] = static_cast<std::uint32_t>(table.columns.size());
        table.columns.push_back(std::move(column));
    }
    for (const auto& [place, column] : key)
        table.keyColumns.push_back(column);
    return {};
}

QString action(const QString& word)
{
    return word == QStringLiteral("NO ACTION") ? QString() : word;
}

Result<> readForeignKeys(SqliteDatabase& database, TableSchema& table)
{
    // SQLite numbers foreign keys from the last declared to the first.
    ENGINE_TRY_AS(
        SqliteStatement statement,
        queryTable(database,
                   QStringLiteral(
                       "SELECT id, \"table\", \"from\", \"to\", on_update, on_delete FROM pragma_foreign_key_list(?1) "
                       "ORDER BY id DESC, seq"),
                   table.name));
    std::int64_t last = -1;
    for (;;) {
        ENGINE_TRY_AS(const bool row, statement.step());
        if (!row)
            return {};
        if (table.foreignKeys.empty() || statement.integer(0) != last)
            table.foreignKeys.push_back(
                {{}, statement.text(1), {}, action(statement.text(4)), action(statement.text(5))});
        last = statement.integer(0);
        ForeignKey& key = table.foreignKeys.back();
        // A foreign key names its columns in any case; the structure names each column in one way.
        QString from = statement.text(2);
        for (const ColumnSchema& column : table.columns) {
            if (column.name.compare(from, Qt::CaseInsensitive) == 0)
                from = column.name;
        }
        key.columns.append(from);
        if (statement.cell(3).kind != CellKind::Null)
            key.referencedColumns.append(statement.text(3));
    }
}

Result<> readIndexes(SqliteDatabase& database, TableSchema& table, std::vector<SkippedIndex>* skipped)
{
    ENGINE_TRY_AS(
        SqliteStatement list,
        queryTable(
            database,
            QStringLiteral(
                "SELECT name, \"unique\", partial FROM pragma_index_list(?1) WHERE origin <> 'pk' ORDER BY seq DESC"),
            table.name));
    for (;;) {
        ENGINE_TRY_AS(const bool found, list.step());
        if (!found)
            return {};
        UniqueIndex index;
        index.name = list.text(0);
        index.unique = list.integer(1) != 0;
        bool plain = list.integer(2) == 0;
        ENGINE_TRY_AS(
            SqliteStatement columns,
            queryTable(database,
                       QStringLiteral("SELECT cid, name FROM pragma_index_xinfo(?1) WHERE key ORDER BY seqno"),
                       index.name));
        for (;;) {
            ENGINE_TRY_AS(const bool column, columns.step());
            if (!column)
                break;
            plain = plain && columns.integer(0) >= 0;
            index.columns.append(columns.text(1));
        }
        index.columns.removeDuplicates();
        if (plain)
            table.indexes.push_back(std::move(index));
        else if (skipped != nullptr)
            skipped->push_back({table.name, index.name});
    }
}

} // namespace

Result<TableSchema> readSqliteTable(SqliteDatabase& database, const QString& table, std::vector<SkippedIndex>* skipped)
{
    TableSchema schema;
    schema.name = table;
    bool strict = false;
    ENGINE_TRY(readKind(database, schema, strict));
    ENGINE_TRY(readColumns(database, schema, strict));
    ENGINE_TRY(readForeignKeys(database, schema));
    ENGINE_TRY(readIndexes(database, schema, skipped));
    return schema;
}

Result<DatasetSchema> readSqliteSchema(SqliteDatabase& database, const QStringList& tables,
                                       std::vector<SkippedIndex>* skipped)
{
    QStringList sorted = tables;
    sorted.sort();
    if (sorted.isEmpty() || std::ranges::adjacent_find(sorted) != sorted.end())
        return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                              {QStringLiteral("dataset"), QStringLiteral("tables"), sorted.join(u','),
                               QStringLiteral("at least one table, each once")},
                              QStringLiteral("the list of tables is empty or names one twice")));
    const bool ownTransaction = !database.inTransaction();
    if (ownTransaction)
        ENGINE_TRY(database.execute(QStringLiteral("BEGIN")));
    auto read = [&]() -> Result<DatasetSchema> {
        DatasetSchema schema;
        for (const QString& name : sorted) {
            ENGINE_TRY_AS(TableSchema table, readSqliteTable(database, name, skipped));
            table.id = static_cast<std::uint32_t>(schema.tables.size()) + 1;
            schema.tables.push_back(std::move(table));
        }
        return schema;
    }();
    if (ownTransaction)
        ENGINE_TRY(database.execute(QStringLiteral("ROLLBACK")));
    return read;
}

} // namespace busheng
