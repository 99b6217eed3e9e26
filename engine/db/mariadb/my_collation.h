// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/mariadb/my_connection.h"
#include "engine/db/mariadb/my_type.h"
#include "engine/model/schema.h"

namespace busheng {

/// The type with an encoding and a collation that the server has. MariaDB and MySQL share most; one that only the other
/// has becomes the server's own that tells texts apart by their bytes: no two of the source's rows are the same there.
/// Fails: Sql.
Result<MyType> myStorable(MyConnection& connection, MyType type);
/// The same of every column; one with a time gets a default where the server would else set it at each update.
Result<TableSchema> myStorable(MyConnection& connection, TableSchema table);

/// The term of a key column that sorts as `wanted` says; `here` is the type of the column itself.
QString myKeyTerm(const MyConnection& connection, const QString& term, const MyType& wanted, const MyType& here);

} // namespace busheng
