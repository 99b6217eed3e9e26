// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/schema.h"

namespace busheng {

/// The objects that trigger capture keeps in a source database, all named busheng_*:
///
///   busheng_change   one row per change, in commit order: id, tbl (number of the table), op, values c1..cK. SQLite has
///                    one writer at a time, and a rolled-back transaction gives its numbers back: committed ids are in
///                    commit order and without gaps. The value columns have no type, so values keep their storage
///                    class.
///   busheng_table    number, name and structure of each table that is or was captured; a number is never reused
///   busheng_capture  which dataset captures which table
///   busheng_reader   per dataset: where its capture began (started), and up to where it needs no changes (released)
///   busheng_guard    engine/db/sqlite/sqlite_guard.h
///   busheng_<number>_insert, _update, _delete: the triggers
///
/// Insert: c1..cN the new row. Update: c1..cN the new row, then the old key. Delete: the old key. Heartbeat: c1 UTC ms.
enum class SqliteChangeOp : std::int64_t { Heartbeat = 0, Insert = 1, Update = 2, Delete = 3 };

/// SQLite's usual limit of columns, less our own three.
inline constexpr int kSqliteMostChangeColumns = 2000 - 3;

/// Value columns that changes of `table` need.
int sqliteChangeWidth(const TableSchema& table);
/// CREATE TABLE IF NOT EXISTS for all of the above, busheng_change with `width` value columns.
QStringList sqliteCaptureTablesSql(int width);
/// The names of a table's three triggers.
QStringList sqliteTriggerNames(std::int64_t number);
/// CREATE TRIGGER, in the order of the names. What sqlite_master holds must equal it to the letter.
QStringList sqliteTriggersSql(const TableSchema& table, std::int64_t number);
QStringList sqliteDropTriggersSql(std::int64_t number);

/// Everything that installing capture in a source where there is none will run, for review before it is done.
QStringList sqliteCaptureSql(const DatasetSchema& schema);

} // namespace busheng
