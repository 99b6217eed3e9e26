// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/schema.h"

namespace busheng {

/// DDL for a table whose structure may come from another node: every identifier and every type is quoted, defaults are
/// taken only when they are plain literals, so nothing in a structure can become a statement.
///
/// A default that is an expression is left out: synchronized rows always carry all their values.
/// UNIQUE constraints (SQLite names their indexes sqlite_autoindex_...) become constraints again.
QString createTableSql(const TableSchema& table);

/// CREATE INDEX IF NOT EXISTS for each index that is not part of createTableSql().
QStringList createIndexSql(const TableSchema& table);

/// What keeps rows of `wanted` from being stored unchanged in `found`; empty: nothing. English, one line each.
/// Types are compared by their affinity, which is all that SQLite stores by. Further columns are accepted when a row
/// may be inserted without them.
QStringList schemaDifferences(const TableSchema& wanted, const TableSchema& found);

/// "INTEGER", "TEXT", "BLOB", "REAL" or "NUMERIC", by SQLite's own rules, in their order (datatype3.html, 3.1).
QString sqliteAffinity(const QString& declaredType);

} // namespace busheng
