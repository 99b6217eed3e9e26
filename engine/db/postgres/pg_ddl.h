// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/schema.h"

#include "engine/base/result.h"

namespace busheng {

/// DDL for a table whose structure may come from another node. Identifiers are quoted; a type is taken only when it
/// parses as a type name with numbers as modifiers (pgTypeIsPlain), a default only when it is a plain literal, so
/// nothing in a structure can become a statement. Identity columns become plain ones: synchronized rows carry their
/// values. Generated columns are made only when their expression is made of names, literals and operators; else left
/// out.
///
/// Statements in the order in which they must run, without foreign keys: the schema where it is not there (none for
/// public, and no right to make schemas is needed for one that is there), CREATE TABLE.
/// Fails: Schema TGT_STRUCTURE (args: empty target, table, why) for a type that is not plain.
Result<QStringList> createPgTableSql(const TableSchema& table);
/// CREATE INDEX IF NOT EXISTS for each index; and, run last, ALTER TABLE ... ADD FOREIGN KEY ... DEFERRABLE INITIALLY
/// DEFERRED for each foreign key that leads to a table of `schema`.
QStringList createPgIndexSql(const TableSchema& table);
QStringList createPgForeignKeySql(const DatasetSchema& schema, const TableSchema& table);

/// What keeps rows of `wanted` from being stored unchanged in `found`; empty: nothing. English, one line each. Types
/// must be the same, or wider where no value can change (varchar(20) -> varchar(40) or text, int4 -> int8 is NOT: the
/// binary form differs). Further columns of `found` are accepted when a row may be inserted without them. A column that
/// is GENERATED ALWAYS AS IDENTITY in `found` takes no updates, so it is a difference.
QStringList pgSchemaDifferences(const TableSchema& wanted, const TableSchema& found);

/// What makes `found` take the columns that only `wanted` has, where that can be had by adding them: as
/// createPgTableSql() makes them, but NOT NULL only beside a default, since there may be rows.
QStringList addPgColumnsSql(const TableSchema& wanted, const TableSchema& found);

/// Makes a schema where it is not there; no right to make schemas is needed for one that is.
QString createPgSchemaSql(const QString& schema);

/// True for `integer`, `character varying(20)`, `numeric(12,2)`, `timestamp(3) with time zone`, `"my type"`,
/// `public.mood`, each perhaps with `[]`.
bool pgTypeIsPlain(const QString& type);

} // namespace busheng
