// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/model/schema.h"

namespace busheng {

/// DDL for a table whose structure may come from another node: identifiers are quoted, types are made anew from their
/// checked parts (MyType::sql), defaults are taken only when they are plain literals or the current time, so nothing in
/// a structure can become a statement. Generated columns are left out: what the table here computes is its own affair.
/// References are made to tables of `schema` only.
///
/// Statements in order: the database where it is not there, the table with its key, indexes and references.
/// Fails: Schema TGT_STRUCTURE (args: empty target, table, why) for a type that is not known.
Result<QStringList> createMyTableSql(const DatasetSchema& schema, const TableSchema& table);

/// What keeps rows of `wanted` from being stored unchanged in `found`; empty: nothing. English, one line each. Types
/// must be the same, or wider where no value can change (varchar(20) -> varchar(40), int -> bigint, more digits of a
/// decimal before its point, a text in utf8mb4). Further columns of `found` are accepted when a row may be inserted
/// without them.
QStringList mySchemaDifferences(const TableSchema& wanted, const TableSchema& found);

/// What makes `found` take the columns that only `wanted` has: as createMyTableSql() makes them, but NOT NULL only
/// beside a default, since there may be rows.
Result<QStringList> addMyColumnsSql(const TableSchema& wanted, const TableSchema& found);

} // namespace busheng
