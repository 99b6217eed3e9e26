// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"

#include <QString>

#include <span>
#include <vector>

namespace busheng {

/// What is read of a database: all rows of a table or view, or those of one SELECT.
struct RowQuery {
    QString table; ///< as the database's catalog names it, "schema.table"; empty: the query
    QString query; ///< one SELECT; run in a read-only transaction, with the rights of the source's user
};

/// A query as it can stand within another one: without the semicolon that people end it with.
inline QString withoutSemicolon(const QString& query)
{
    QString text = query.trimmed();
    while (text.endsWith(u';'))
        text = text.chopped(1).trimmed();
    return text;
}

/// A column of the rows.
struct RowColumn {
    QString name;
    QString type; ///< in the words of its database
};

/// One value, valid until the receiver returns.
struct RowValue {
    enum class Kind {
        Null,
        Text,    ///< UTF-8, as the database prints it: moments in UTC, decimals with all of their digits
        Number,  ///< a whole or binary floating number, in decimal digits
        Boolean, ///< "true" or "false"
        Binary,  ///< the bytes themselves
    };
    Kind kind = Kind::Null;
    BytesView bytes;
};

/// Takes the rows of one query as they come. What it returns as an error ends the query.
class RowReceiver {
public:
    virtual ~RowReceiver() = default;
    /// Once, before the first row. `position`: where in its changes the database was, in its own words; empty: unknown.
    virtual Result<> begin(const std::vector<RowColumn>& columns, const QString& position) = 0;
    virtual Result<> row(std::span<const RowValue> values) = 0;
};

} // namespace busheng
