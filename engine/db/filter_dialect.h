// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/model/cell.h"
#include "engine/model/row_filter.h"
#include "engine/model/schema.h"

#include <functional>
#include <optional>

namespace busheng {

/// A literal as the type of its column reads it.
struct ColumnLiteral {
    /// Where a cell stands to the literal: below 0, 0, above 0. Nothing: its bytes are no value of the type. Never
    /// called with Null or Unchanged.
    std::function<std::optional<int>(const Cell&)> compare;
    QString sql;
};

/// A test of a text's beginning.
struct ColumnPrefix {
    std::function<std::optional<bool>(const Cell&)> matches;
    QString sql; ///< the whole condition
};

/// How one kind of database compares its values with literals: by code on its cells, and by SQL that says the same.
/// `column` stands as t."name" in SQL. Fails: Config, with what is expected of the literal, or that the type cannot be
/// compared.
class FilterDialect {
public:
    virtual ~FilterDialect() = default;
    virtual QString name(const ColumnSchema& column) const = 0;
    /// The column as comparisons with its literals take it: name(), perhaps with a cast and a collation.
    virtual QString term(const ColumnSchema& column) const = 0;
    virtual Result<ColumnLiteral> literal(const ColumnSchema& column, const FilterLiteral& literal) const = 0;
    virtual Result<ColumnPrefix> prefix(const ColumnSchema& column, const QString& text) const = 0;
    /// Blob cells of the column are texts that cannot be read: as NULL, no comparison with them is true or false.
    virtual bool mayBeUnreadable(const ColumnSchema&) const { return false; }
};

} // namespace busheng
