// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/filter_dialect.h"

namespace busheng {

/// Comparisons of MariaDB and MySQL, on cells of my_type.h and in SQL that both servers read so. Texts, and labels of
/// enum and set, by their bytes in UTF-8, whatever collation the column has; numbers by value; dates and times by their
/// digits, also those that are no day. TRUE is 1. Types of bytes and geometries can be asked for NULL only, and so can
/// texts that a dataset reads in another encoding.
class MyFilterDialect final : public FilterDialect {
public:
    QString name(const ColumnSchema& column) const override;
    QString term(const ColumnSchema& column) const override;
    Result<ColumnLiteral> literal(const ColumnSchema& column, const FilterLiteral& literal) const override;
    Result<ColumnPrefix> prefix(const ColumnSchema& column, const QString& text) const override;
    /// A byte that is no character of the column's encoding: neither is such a text equal to another, nor is it not.
    bool mayBeUnreadable(const ColumnSchema& column) const override;
};

} // namespace busheng
