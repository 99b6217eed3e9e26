// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/filter_dialect.h"
#include "engine/db/postgres/pg_decimal.h"

namespace busheng {

// What the dialects of filters (FilterDialect) have in common. Thread: any.

template <typename T>
int orderOf(T left, T right)
{
    return left < right ? -1 : left > right ? 1 : 0;
}

/// Of a literal that is not what its column takes: Config, `what` is expected of it.
Failure expectedInFilter(const QString& what);
/// Of a type that no literal can be held against.
Failure notComparable(const QString& declaredType);

/// A number as it is written, of at most 10,000 digits on either side of the point.
Result<PgDecimal> readFilterNumber(const FilterLiteral& literal);
struct FilterReal {
    double value = 0; ///< finite
    QString text;     ///< as it was written, without a sign in front of what is above zero
};
Result<FilterReal> readFilterReal(const FilterLiteral& literal);

/// A UUID in lower case.
Result<QString> readFilterUuid(const FilterLiteral& literal);
/// Fails: Config, where it is no 'text'.
Result<QString> readFilterText(const FilterLiteral& literal);

using CellComparer = std::function<std::optional<int>(const Cell&)>;
/// Of Integer cells, and of Text cells that hold digits.
CellComparer comparesNumber(const PgDecimal& number);
/// Of Real cells; NaN is above all numbers.
CellComparer comparesReal(double value);
/// Of Text cells, by their bytes.
CellComparer comparesText(const QString& text);
/// Whether Text cells begin with `text`.
std::function<std::optional<bool>(const Cell&)> beginsWith(const QString& text);
/// Of Text cells as civil_time.h writes them, a date with a time of day, against `micros` (civil_time.h); also of days
/// that are none ("0000-00-00"), which stand where their digits say.
CellComparer comparesMoment(std::int64_t micros);

/// '2026-01-31 08:30:00.500000' of such a number. Nothing: outside the years 1 to 9999.
std::optional<QString> filterMomentText(std::int64_t micros);

} // namespace busheng
