// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/sqlite_trigger_sql.h"

#include "engine/db/sqlite/sqlite_guard.h"

#include <algorithm>

namespace busheng {
namespace {

QStringList valueColumns(qsizetype count)
{
    QStringList names;
    for (qsizetype i = 1; i <= count; ++i)
        names.append(u'c' + QString::number(i));
    return names;
}

/// "NEW." or "OLD." before each of the columns. Qualified names can never be taken for text literals.
QStringList allColumns(const TableSchema& table, const QString& row)
{
    QStringList values;
    for (const ColumnSchema& column : table.columns)
        values.append(row + sqliteQuoted(column.name));
    return values;
}

QStringList keyColumns(const TableSchema& table, const QString& row)
{
    QStringList values;
    for (const std::uint32_t column : table.keyColumns)
        values.append(row + sqliteQuoted(table.columns.at(column).name));
    return values;
}

QString triggerSql(const QString& name, const QString& event, const TableSchema& table, std::int64_t number,
                   SqliteChangeOp op, const QStringList& values)
{
    // IS NOT 1: a guard without its row must not switch capturing off.
    return QStringLiteral("CREATE TRIGGER ") + sqliteQuoted(name) + QStringLiteral(" AFTER ") + event +
           QStringLiteral(" ON ") + sqliteQuoted(table.name) +
           QStringLiteral(
               " WHEN (SELECT active FROM busheng_guard) IS NOT 1 BEGIN INSERT INTO busheng_change(tbl, op, ") +
           valueColumns(values.size()).join(QStringLiteral(", ")) + QStringLiteral(") VALUES (") +
           QString::number(number) + QStringLiteral(", ") + QString::number(static_cast<std::int64_t>(op)) +
           QStringLiteral(", ") + values.join(QStringLiteral(", ")) + QStringLiteral("); END");
}

} // namespace

int sqliteChangeWidth(const TableSchema& table)
{
    return static_cast<int>(table.columns.size() + table.keyColumns.size());
}

QStringList sqliteCaptureTablesSql(int width)
{
    return QStringList{QStringLiteral("CREATE TABLE IF NOT EXISTS busheng_change(id INTEGER PRIMARY KEY AUTOINCREMENT, "
                                      "tbl INTEGER NOT NULL, "
                                      "op INTEGER NOT NULL, ") +
                           valueColumns(width).join(QStringLiteral(", ")) + u')',
                       QStringLiteral("CREATE TABLE IF NOT EXISTS busheng_table(number INTEGER PRIMARY KEY "
                                      "AUTOINCREMENT, name TEXT NOT NULL, "
                                      "structure BLOB NOT NULL, retired INTEGER NOT NULL DEFAULT 0)"),
                       QStringLiteral(
                           "CREATE TABLE IF NOT EXISTS busheng_capture(dataset TEXT NOT NULL, number INTEGER NOT NULL, "
                           "PRIMARY KEY(dataset, number)) WITHOUT ROWID"),
                       QStringLiteral("CREATE TABLE IF NOT EXISTS busheng_reader(dataset TEXT NOT NULL PRIMARY KEY, "
                                      "started INTEGER NOT NULL, "
                                      "released INTEGER NOT NULL) WITHOUT ROWID")} +
           sqliteGuardSql();
}

QStringList sqliteTriggerNames(std::int64_t number)
{
    const QString prefix = QStringLiteral("busheng_%1_").arg(number);
    return {prefix + QStringLiteral("insert"), prefix + QStringLiteral("update"), prefix + QStringLiteral("delete")};
}

QStringList sqliteTriggersSql(const TableSchema& table, std::int64_t number)
{
    const QString newRow = QStringLiteral("NEW.");
    const QString oldRow = QStringLiteral("OLD.");
    const QStringList names = sqliteTriggerNames(number);
    const QStringList after = allColumns(table, newRow);
    const QStringList key = keyColumns(table, oldRow);
    return {triggerSql(names.at(0), QStringLiteral("INSERT"), table, number, SqliteChangeOp::Insert, after),
            triggerSql(names.at(1), QStringLiteral("UPDATE"), table, number, SqliteChangeOp::Update, after + key),
            triggerSql(names.at(2), QStringLiteral("DELETE"), table, number, SqliteChangeOp::Delete, key)};
}

QStringList sqliteDropTriggersSql(std::int64_t number)
{
    QStringList statements;
    for (const QString& name : sqliteTriggerNames(number))
        statements.append(QStringLiteral("DROP TRIGGER IF EXISTS ") + sqliteQuoted(name));
    return statements;
}

QStringList sqliteCaptureSql(const DatasetSchema& schema)
{
    int width = 1;
    for (const TableSchema& table : schema.tables)
        width = std::max(width, sqliteChangeWidth(table));
    QStringList statements = sqliteCaptureTablesSql(width);
    for (const TableSchema& table : schema.tables)
        statements += sqliteTriggersSql(table, table.id);
    return statements;
}

} // namespace busheng
