// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/sqlite/sqlite_database.h"
#include "engine/pipeline/apply/target_writer.h"

namespace busheng {

/// Writes a large value into its row of a SQLite target, in the transaction that is open. Bytes go into a blob in
/// pieces; SQLite takes a text, and a value of a table without row ids, only whole. `table`: under its name here; no
/// `value`: NULL. A row that is not there is no failure. Fails: Conflict TGT_VALUE for a value that the row does not
/// take; Config TGT_LARGE_COLUMN where no column takes such values; as SqliteDatabase.
Result<> writeSqliteValue(SqliteDatabase& database, const QString& target, const TableSchema& table,
                          const ValuePlace& place, ValueSource* value);

} // namespace busheng
