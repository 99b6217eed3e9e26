// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/sqlite/sqlite_database.h"
#include "engine/model/schema.h"

#include <optional>

namespace busheng {

/// TargetWriter::findTable().
Result<std::optional<TableSchema>> findSqliteTable(SqliteDatabase& database, const QString& name);

/// What makes `wanted` where `found` is: the table, and the indexes that are missing.
QStringList sqliteStructureSql(const TableSchema& wanted, const TableSchema* found);

} // namespace busheng
