// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/postgres/pg_connection.h"
#include "engine/model/schema.h"

#include <optional>

namespace busheng {

/// Creates the missing types, tables, indexes and row maps, and compares those that are there. `addColumns`: a table
/// that only lacks columns gets them, and an enum its labels; else the error says which, and the SQL for it. Labels are
/// added on a connection of their own (`apart`): in this transaction they could not be used before its end. References
/// are made only with tables of ours and only when `references`: where they are enforced, rows that come table by table
/// would fail. Fails: Schema TGT_STRUCTURE; Config without rights; Sql.
Result<> createPgStructure(PgConnection& connection, const QString& target, const DatasetSchema& schema,
                           bool references, bool addColumns, const PgConnection::Options& apart);

/// A table that is there and fits, or was made to fit by the columns that `addColumns` lets it have. Fails: Schema
/// TGT_STRUCTURE; Config; Sql.
Result<> fitPgTable(PgConnection& connection, const QString& target, const TableSchema& table, bool addColumns);

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
