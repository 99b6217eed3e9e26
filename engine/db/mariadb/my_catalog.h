// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/mariadb/my_connection.h"
#include "engine/model/schema.h"

namespace busheng {

/// What a catalog knows about a table beside its structure.
struct MyTableFacts {
    QStringList unsupported;    ///< "column: type" of columns whose type is not known here
    QStringList cascades;       ///< foreign keys by which the server changes rows of this table without logging them
    QStringList skippedIndexes; ///< over a part of a column or an expression, FULLTEXT, SPATIAL
    QString engine;             ///< "InnoDB"
    std::int64_t estimatedRows = 0;
};

/// The structure of `tables` ("database.table"; without a dot: in `database`) as the server has it now, engine
/// "mariadb", of a MySQL as well, in the words of MariaDB (its json is a longtext, its utf8 utf8mb3, defaults are SQL).
/// Names in the result are always qualified; tables are sorted by name and get the ids 1..n in that order.
/// declaredType as my_type.h says. The key is the primary key, or the first unique index whose columns are all NOT
/// NULL; else none (keyless). Generated columns are in generatedColumns. AUTO_INCREMENT is not part of a structure:
/// rows carry their values.
///
/// Fails: Schema (SRC_TABLE_MISSING; SRC_TABLE_REFUSED for views, sequences, system-versioned and temporary tables,
/// names with a dot, a key over a part of a column or over a type that cannot be one, and our own tables), Config when
/// `tables` is empty or names one twice.
Result<DatasetSchema> readMySchema(MyConnection& connection, const QString& database, const QStringList& tables,
                                   std::vector<MyTableFacts>* facts = nullptr);

/// One table of the above; `id` is left 0. `name` is qualified.
Result<TableSchema> readMyTable(MyConnection& connection, const QString& name, MyTableFacts* facts = nullptr);

/// Gives the tables the ids that `known` has for them, and tables that it has not an id of their own.
void keepMyTableIds(const DatasetSchema& known, DatasetSchema& schema);

/// A name in the encoding of the server's catalogs: only then it looks up that table, instead of opening all.
QString myCatalogName(const MyConnection& connection, const QString& name);

/// The names of the tables that this program keeps in a database.
bool isOwnMyTable(const QString& table);

} // namespace busheng
