// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/mariadb/my_connection.h"
#include "engine/model/schema.h"

#include <optional>

namespace busheng {

/// What a target has under this name; nothing: no table. Fails: Schema when it can be no target (a view ...); Sql.
Result<std::optional<TableSchema>> findMyTable(MyConnection& connection, const QString& name);

/// The statements that createMyStructure() would run, in order; runs none.
Result<QStringList> myStructureSql(MyConnection& connection, const QString& target, const DatasetSchema& schema,
                                   bool addColumns);

/// Makes the tables that are missing, and with `addColumns` the columns; everything twice is a no-op. Each statement
/// commits by itself: call it outside a transaction. Fails: Schema TGT_STRUCTURE when a table is there and differs,
/// when the structure is of another kind of database; Sql.
Result<> createMyStructure(MyConnection& connection, const QString& target, const DatasetSchema& schema,
                           bool addColumns);

/// Deletes all rows, in the transaction at hand. Fails: Conflict TGT_NOT_EMPTY where there are rows and `mayReplace` is
/// false.
Result<> emptyMyTables(MyConnection& connection, const QString& target, const DatasetSchema& schema, bool mayReplace);

/// Why the server can be no target, with what mends it; empty: it can. Not MySQL 5.6 or later, or a MySQL whose log of
/// statements takes none at our isolation level.
Result<QString> whyNoMyTarget(MyConnection& connection);

/// References between the tables that lead nowhere, one line each.
Result<QStringList> checkMyReferences(MyConnection& connection, const DatasetSchema& schema);

} // namespace busheng
