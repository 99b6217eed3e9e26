// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace busheng {

/// `name` with embedded backticks doubled.
QString myQuoted(const QString& identifier);
/// A text as a literal that no setting of the server can turn into something else.
QString myLiteral(const QString& text);
/// A table of ours is named "database.table" (the first dot divides): as SQL, both parts quoted.
QString myQuotedTable(const QString& qualifiedName);
/// "table" as "database.table"; a qualified name stays.
QString myQualified(const QString& table, const QString& database);

} // namespace busheng
