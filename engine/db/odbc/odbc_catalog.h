// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/odbc/odbc_connection.h"
#include "engine/db/values/common_type.h"
#include "engine/model/cell.h"
#include "engine/model/schema.h"

namespace busheng {

/// How a column is read, beside its ColumnSchema, whose declared type is a neutral one (values/neutral_values.h).
struct OdbcColumn {
    CommonType type;
    QString read;  ///< what stands for it in a SELECT over the table as t
    QString order; ///< what rows are sorted and found by
    OdbcField field;
    bool isTrimmed = false;
};

struct OdbcTable {
    TableSchema schema;
    std::vector<OdbcColumn> columns;
};

/// A table as the dialect sees it. Fails: Schema SRC_TABLE_MISSING, SRC_COLUMN_UNSUPPORTED for a type that the dialect
/// refuses or does not know, and for a key that cannot be sorted.
Result<OdbcTable> readOdbcTable(OdbcConnection& connection, const QString& table);

/// The structure of these tables, sorted by name, with ids 1..n; engine "odbc". Names are qualified where the dialect
/// has schemas. References are not read.
Result<DatasetSchema> readOdbcSchema(OdbcConnection& connection, const QStringList& tables);

/// Those that a dataset may name, as it names them, in order; at most `limit`. Own ones and such with a dot in their
/// names are left out.
Result<QStringList> listOdbcTables(OdbcConnection& connection, int limit);

/// "hr.person" for "person" where the dialect has schemas.
Result<QString> qualifiedOdbcTable(OdbcConnection& connection, const QString& table);

/// The cell of a value; it may point into `scratch` and the value.
Refusal odbcCell(const OdbcColumn& column, const OdbcValue& value, Bytes& scratch, Cell& cell);

} // namespace busheng
