// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/filter_dialect.h"

namespace busheng {

/// SQLite's comparisons: by the value's own kind (numbers before texts before blobs), after the literal took the
/// column's affinity. Texts by their bytes, whatever collation the column has.
class SqliteFilterDialect final : public FilterDialect {
public:
    QString name(const ColumnSchema& column) const override;
    QString term(const ColumnSchema& column) const override;
    Result<ColumnLiteral> literal(const ColumnSchema& column, const FilterLiteral& literal) const override;
    Result<ColumnPrefix> prefix(const ColumnSchema& column, const QString& text) const override;
};

} // namespace busheng
