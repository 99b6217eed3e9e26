// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/filter_dialect.h"

namespace busheng {

/// PostgreSQL's comparisons on binary cells. Texts by their bytes, whatever collation the column has; character(n)
/// without its padding; numbers by value; date and times as moments. Types that it does not know (enums, arrays, json,
/// bytea and so on) can be asked for NULL only.
class PgFilterDialect final : public FilterDialect {
public:
    QString name(const ColumnSchema& column) const override;
    QString term(const ColumnSchema& column) const override;
    Result<ColumnLiteral> literal(const ColumnSchema& column, const FilterLiteral& literal) const override;
    Result<ColumnPrefix> prefix(const ColumnSchema& column, const QString& text) const override;
};

} // namespace busheng
