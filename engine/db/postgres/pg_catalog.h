// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/postgres/pg_connection.h"
#include "engine/model/schema.h"

namespace busheng {

/// What a catalog knows about a table beside its structure.
struct PgTableFacts {
    QString replicaIdentity; ///< "d" default (the primary key), "f" full, "i" index, "n" nothing
    QString identityIndex;   ///< for "i": the index
    QStringList unsupported; ///< "column: why" for columns whose binary form is not portable
    bool isOrdinaryOrPartitioned = true;
    std::int64_t estimatedRows = 0;
    std::vector<std::uint32_t> typeIds; ///< pg_type oid of each of TableSchema::columns
};

/// The structure of `tables` ("schema.table"; without a dot: schema public) as the database has it now, engine
/// "postgres". Names in the result are always qualified; tables are sorted by name and get the ids 1..n in that order.
/// declaredType is format_type()'s text. The key is the primary key; without one, the index that REPLICA IDENTITY USING
/// INDEX names; else none (keyless). Generated columns are in generatedColumns. Fails: Schema (SRC_TABLE_MISSING;
/// SRC_TABLE_REFUSED for views, foreign tables, temporary and unlogged tables, names with a dot, more than 1,600
/// columns, the schema busheng), Config when `tables` is empty or names one twice.
Result<DatasetSchema> readPgSchema(PgConnection& connection, const QStringList& tables,
                                   std::vector<PgTableFacts>* facts = nullptr);

/// One table of the above; `id` is left 0.
Result<TableSchema> readPgTable(PgConnection& connection, const QString& table, PgTableFacts* facts = nullptr);

/// "table" as "public.table"; a qualified name stays.
QString pgQualified(const QString& table);

} // namespace busheng
