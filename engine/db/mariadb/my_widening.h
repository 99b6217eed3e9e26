// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/mariadb/my_connection.h"
#include "engine/db/mariadb/my_type.h"

namespace busheng {

/// The statement that gives the column of "database.table" another type and leaves all else of it as the catalog says:
/// NULL, default, comment, check, what makes new values. Fails: Schema SRC_TABLE_MISSING when it is not there; as
/// MyConnection.
Result<QString> myWidenSql(MyConnection& connection, const QString& table, const QString& column, const MyType& type);
/// A text type with room for at least `characters`, otherwise like this one.
MyType withRoomFor(MyType type, std::int64_t characters);

} // namespace busheng
