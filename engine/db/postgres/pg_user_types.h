// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/postgres/pg_connection.h"
#include "engine/model/schema.h"

#include <optional>

namespace busheng {

/// Enums and domains that the columns of `tables` have, each behind those that it is made of. To be read under the
/// catalog's search path, as all of readPgSchema() is. Fails: Sql.
Result<std::vector<UserType>> readPgUserTypes(PgConnection& connection, const QStringList& tables);
/// The type of this name as the database has it, when it has one. A type that is neither an enum nor a domain has
/// neither labels nor a base type. Inside a transaction. Fails: Sql; Schema for a name that is none.
Result<std::optional<UserType>> readPgUserType(PgConnection& connection, const QString& name);

/// Statements that make a missing type, its schema first. A domain is made without its checks and its default: the
/// source has seen to them. Fails: Schema TGT_STRUCTURE when its name or base type is not plain.
Result<QStringList> createPgTypeSql(const UserType& type);
/// What keeps `found` from taking all values of `wanted`: labels that are missing, another base type. Further labels do
/// not matter, nor does their order: it is that of sorting, and changes no value.
QStringList pgTypeDifferences(const UserType& wanted, const UserType& found);
/// Whether labels that both have are sorted alike.
bool pgLabelsAreInOrder(const UserType& wanted, const UserType& found);
/// Statements that add the missing labels at their places; empty when that is not what is missing.
QStringList addPgLabelsSql(const UserType& wanted, const UserType& found);

} // namespace busheng
