// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/postgres/pg_connection.h"
#include "engine/model/schema.h"

#include <optional>

namespace busheng {

/// Creates the missing tables, indexes and row maps, and compares the tables that are there. `addColumns`: a table that
/// only lacks columns gets them; else the error says which, and the SQL for it. References are made only
/// with tables of ours and only when `references`: where they are enforced, rows that come table by table would fail.
/// Fails: Schema TGT_STRUCTURE; Config without rights; Sql.
Result<> createPgStructure(PgConnection& connection, const QString& target, const DatasetSchema& schema,
                           bool references, bool addColumns);

/// TargetWriter::findTable().
Result<std::optional<TableSchema>> findPgTable(PgConnection& connection, const QString& name);

/// TargetWriter::structureSql(); the other arguments as of createPgStructure().
Result<QStringList> pgStructureSql(PgConnection& connection, const QString& target, const DatasetSchema& schema,
                                   bool references, bool addColumns);

/// TargetWriter::emptyTables(). Inside a transaction.
Result<> emptyPgTables(PgConnection& connection, const QString& target, const DatasetSchema& schema, bool mayReplace);

/// Empties `tables` (as SQL): by TRUNCATE, or where that is refused by DELETE. Inside a transaction.
Result<> truncatePgTables(PgConnection& connection, const QStringList& tables);

/// TargetWriter::checkIntegrity(). Outside a transaction.
Result<QStringList> checkPgReferences(PgConnection& connection, const DatasetSchema& schema);

} // namespace busheng
