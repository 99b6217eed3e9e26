// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/sqlite/sqlite_database.h"
#include "engine/model/schema.h"

namespace busheng {

/// What of a table's structure its triggers depend on, as kept in busheng_table: columns and key. Indexes, references
/// and defaults may change without harm.
Bytes capturedStructure(const TableSchema& table);
/// What makes `found` another structure than `recorded` (capturedStructure() bytes); empty: nothing.
QString capturedStructureDrift(BytesView recorded, const TableSchema& found);

struct CaptureHealth {
    /// Of the dataset's tables in the source, in the order of the structure; -1: not captured any more.
    std::vector<std::int64_t> numbers;
    /// Another trigger on one of the tables was made later. SQLite fires the latest first, so if that one writes to its
    /// own table, its change would be captured before the change that caused it: ours must be made anew.
    bool overtaken = false;
};

/// Do all triggers of the dataset exist, unaltered, on tables that are as `schema` says? Call it in the transaction
/// that reads the changes. Tables that are `leaving` need not be as they were, nor be there. Fails: Schema
/// (SRC_TABLE_MISSING, CAP_DRIFT, CAP_TRIGGER_OFF), Sql.
///
/// Blind: triggers that were dropped and made again in the same words between two checks, and writers that switch
/// triggers off for their own connection. Field level verification finds what they did.
Result<CaptureHealth> checkSqliteCapture(SqliteDatabase& database, const QString& dataset, const DatasetSchema& schema,
                                         const QStringList& leaving);

/// Do the triggers of this number stand at the table as they were made? Fails: Sql.
Result<bool> hasSqliteTriggers(SqliteDatabase& database, const TableSchema& table, std::int64_t number);

} // namespace busheng
