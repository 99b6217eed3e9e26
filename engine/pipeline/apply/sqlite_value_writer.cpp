// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/sqlite_value_writer.h"

#include "engine/db/sqlite/sqlite_catalog.h"
#include "engine/model/events.h"
#include "engine/pipeline/apply/large_row.h"
#include "engine/pipeline/apply/sqlite_target_structure.h"

namespace busheng {
namespace {

Failure missing(const QString& target, const TableSchema& table, const LargeColumn& column)
{
    const QString type = column.isText ? QStringLiteral("TEXT") : QStringLiteral("BLOB");
    const QString sql = QStringLiteral("ALTER TABLE %1 ADD COLUMN %2 %3")
                            .arg(sqliteQuoted(table.name), sqliteQuoted(column.name), type);
    return fail(makeEvent(ErrorCode::Config, events::TGT_LARGE_COLUMN, {target, table.name, column.name, sql},
                          QStringLiteral("table %1 of target %2 has no column %3 of type %4")
                              .arg(table.name, target, column.name, type)));
}

QString keyCondition(const TableSchema& table, int firstParameter)
{
    QStringList terms;
    for (const std::uint32_t key : table.keyColumns)
        terms.append(sqliteQuoted(table.columns.at(key).name) +
                     QStringLiteral(" = ?%1").arg(firstParameter + terms.size()));
    return terms.join(QStringLiteral(" AND "));
}

Result<> bindKey(SqliteStatement& statement, int firstParameter, const std::vector<Cell>& key)
{
    for (const Cell& cell : key)
        ENGINE_TRY(statement.bind(firstParameter++, cell));
    return {};
}

Result<> writeWhole(SqliteDatabase& database, const TableSchema& table, const std::vector<Cell>& key,
                    const LargeColumn& column, ValueSource* value)
{
    Bytes bytes;
    if (value != nullptr) {
        ENGINE_TRY(value->read([&bytes](BytesView piece) -> Result<> {
            bytes.append(piece);
            return {};
        }));
    }
    ENGINE_TRY_AS(SqliteStatement update, database.prepare(QStringLiteral("UPDATE %1 SET %2 = ?1 WHERE %3")
                                                               .arg(sqliteQuoted(table.name), sqliteQuoted(column.name),
                                                                    keyCondition(table, 2))));
    const Cell cell = column.isText ? Cell::ofText(bytes) : Cell::ofBlob(bytes);
    ENGINE_TRY(update.bind(1, value == nullptr ? Cell::null() : cell));
    ENGINE_TRY(bindKey(update, 2, key));
    return update.run();
}

Result<> writeInPieces(SqliteDatabase& database, const TableSchema& table, const std::vector<Cell>& key,
                       const LargeColumn& column, ValueSource& value)
{
    ENGINE_TRY_AS(
        SqliteStatement find,
        database.prepare(
            QStringLiteral("SELECT rowid FROM %1 WHERE %2").arg(sqliteQuoted(table.name), keyCondition(table, 1))));
    ENGINE_TRY(bindKey(find, 1, key));
    ENGINE_TRY_AS(const bool found, find.step());
    if (!found)
        return {};
    const std::int64_t rowid = find.integer(0);
    find.reset();
    ENGINE_TRY_AS(SqliteStatement update,
                  database.prepare(QStringLiteral("UPDATE %1 SET %2 = zeroblob(?1) WHERE rowid = ?2")
                                       .arg(sqliteQuoted(table.name), sqliteQuoted(column.name))));
    ENGINE_TRY(update.bind(1, static_cast<std::int64_t>(value.size())));
    ENGINE_TRY(update.bind(2, rowid));
    ENGINE_TRY(update.run());
    auto written =
        database.writeBlob(table.name, column.name, rowid, [&value](const auto& sink) { return value.read(sink); });
    if (written || written.error().code != ErrorCode::Sql || written.error().transient)
        return written;
    return writeWhole(database, table, key, column, &value); // a column with an index takes none in pieces
}

} // namespace

Result<> writeSqliteValue(SqliteDatabase& database, const QString& target, const TableSchema& table,
                          const ValuePlace& place, ValueSource* value)
{
    std::vector<Cell> key;
    if (!decodeRow(place.key, key) || key.size() != table.keyColumns.size() || key.empty())
        return fail(ErrorCode::Protocol, QStringLiteral("a large value of table %1 names no row").arg(table.name));
    ENGINE_TRY_AS(const std::optional<TableSchema> here, findSqliteTable(database, table.name));
    if (!here || here->column(place.column.name) == nullptr)
        return missing(target, table, place.column);
    const bool isWhole = value == nullptr || value->size() == 0 || place.column.isText || here->withoutRowid;
    // The zeros in whose place the pieces are written must not stay.
    ENGINE_TRY(database.execute(QStringLiteral("SAVEPOINT busheng_value")));
    const auto written = isWhole ? writeWhole(database, table, key, place.column, value)
                                 : writeInPieces(database, table, key, place.column, *value);
    if (!written && database.inTransaction())
        ENGINE_TRY(database.execute(QStringLiteral("ROLLBACK TO busheng_value")));
    if (database.inTransaction())
        ENGINE_TRY(database.execute(QStringLiteral("RELEASE busheng_value")));
    const bool isRowError = !written && !written.error().transient &&
                            (written.error().code == ErrorCode::Conflict || written.error().code == ErrorCode::Sql);
    if (!isRowError)
        return written;
    QStringList texts;
    for (const Cell& cell : key)
        texts.append(cellToText(cell));
    return fail(refusedValue(table, place, texts.join(QStringLiteral(", ")), written.error().native).why);
}

} // namespace busheng
