// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/filter_dialect.h"

namespace busheng {

/// Comparisons on the cells of a database behind ODBC (neutral_values.h): texts by their bytes in UTF-8, numbers by
/// value, dates and times as moments. It says nothing in SQL, which each database reads its own way: rows are judged as
/// they come (judged_snapshot.h).
class NeutralFilterDialect final : public FilterDialect {
public:
    QString name(const ColumnSchema&) const override { return {}; }
    QString term(const ColumnSchema&) const override { return {}; }
    Result<ColumnLiteral> literal(const ColumnSchema& column, const FilterLiteral& literal) const override;
    Result<ColumnPrefix> prefix(const ColumnSchema& column, const QString& text) const override;
};

} // namespace busheng
