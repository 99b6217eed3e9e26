// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/sqlite/sqlite_database.h"
#include "engine/model/schema.h"

namespace busheng {

/// An index that a TableSchema cannot carry: partial, over an expression, or over the rowid. It is left out.
struct SkippedIndex {
    QString table;
    QString index;
};

/// The structure of `tables` as the database declares it, in one read transaction. Tables are sorted by name and get
/// the ids 1..n in that order. Names are compared exactly: one that differs in case only is missing. Fails: Schema
/// (SRC_TABLE_MISSING; SRC_TABLE_REFUSED for views, virtual tables, generated columns, STRICT tables with ANY columns,
/// and names that start with sqlite_ or busheng_), Config when `tables` is empty or names one twice. A table without a
/// primary key is no error here: its keyColumns are empty.
Result<DatasetSchema> readSqliteSchema(SqliteDatabase& database, const QStringList& tables,
                                       std::vector<SkippedIndex>* skipped = nullptr);

/// One table of the above; `id` is left 0.
Result<TableSchema> readSqliteTable(SqliteDatabase& database, const QString& table,
                                    std::vector<SkippedIndex>* skipped = nullptr);

} // namespace busheng
