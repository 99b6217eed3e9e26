// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/sqlite/sqlite_database.h"

namespace busheng {

/// The switch that keeps capture triggers silent while this node itself writes rows it received: table busheng_guard,
/// one row, column `active`. Made by the capture side; a database without it has no triggers to silence.
///
/// Usage by whoever applies: active = true first in the transaction, false last before its COMMIT. SQLite has one
/// writer at a time, so no other writer ever sees the guard up, and a rolled-back transaction takes it down by itself.
/// Consequence: rows applied here are captured by no dataset of this database, so a node does not forward what it
/// receives.
extern const QString kSqliteGuardTable;

/// CREATE TABLE and its row, for the capture side. Idempotent.
QStringList sqliteGuardSql();

/// Raises or lowers the guard. No-op where the table does not exist. Fails: as SqliteDatabase; Internal outside of a
/// transaction, where a raised guard would be left standing by a crash.
Result<> setSqliteGuard(SqliteDatabase& database, bool active);

} // namespace busheng
