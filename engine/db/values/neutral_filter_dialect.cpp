// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/values/neutral_filter_dialect.h"

#include "engine/db/filter_literal.h"
#include "engine/db/values/civil_time.h"
#include "engine/db/values/neutral_values.h"
#include "engine/db/values/written_time.h"

namespace busheng {
namespace {

Result<ColumnLiteral> boolean(const FilterLiteral& literal)
{
    if (literal.kind != FilterLiteral::Kind::Boolean)
        return expectedInFilter(QStringLiteral("TRUE or FALSE is expected"));
    return ColumnLiteral{comparesNumber(PgDecimal::ofInteger(literal.text == u"true" ? 1 : 0)), {}};
}

/// numeric's other values stand above all numbers, as PostgreSQL orders them; below all: -Infinity.
Result<ColumnLiteral> number(const FilterLiteral& literal)
{
    ENGINE_TRY_AS(const PgDecimal number, readFilterNumber(literal));
    return ColumnLiteral{[compare = comparesNumber(number)](const Cell& cell) -> std::optional<int> {
                             if (cell.kind == CellKind::Text && (cell.bytes == "NaN" || cell.bytes == "Infinity"))
                                 return 1;
                             if (cell.kind == CellKind::Text && cell.bytes == "-Infinity")
                                 return -1;
                             return compare(cell);
                         },
                         {}};
}

Result<ColumnLiteral> real(const FilterLiteral& literal)
{
    ENGINE_TRY_AS(const FilterReal real, readFilterReal(literal));
    return ColumnLiteral{comparesReal(real.value), {}};
}

Result<ColumnLiteral> text(const FilterLiteral& literal)
{
    ENGINE_TRY_AS(const QString text, readFilterText(literal));
    return ColumnLiteral{comparesText(text), {}};
}

Result<ColumnLiteral> uuid(const FilterLiteral& literal)
{
    ENGINE_TRY_AS(const QString text, readFilterUuid(literal));
    return ColumnLiteral{comparesText(text), {}};
}

using TimeReader = std::optional<std::int64_t> (*)(BytesView);

ColumnLiteral comparedAs(TimeReader read, std::int64_t wanted)
{
    return {[read, wanted](const Cell& cell) -> std::optional<int> {
                const auto value = cell.kind == CellKind::Text ? read(cell.bytes) : std::optional<std::int64_t>();
                return value ? std::optional(orderOf(*value, wanted)) : std::nullopt;
            },
            {}};
}

Result<ColumnLiteral> temporal(CommonKind kind, const FilterLiteral& literal)
{
    const auto time = readWrittenTime(literal.kind == FilterLiteral::Kind::Text ? literal.text : QString());
    if (kind == CommonKind::Date) {
        if (!time || !time->hasDate || time->hasClock)
            return expectedInFilter(QStringLiteral("a date like '2026-01-31' is expected"));
        return comparedAs(parseCivilDate, time->days);
    }
    if (kind == CommonKind::Time) {
        if (!time || time->hasDate || !time->hasClock || time->hasZone)
            return expectedInFilter(QStringLiteral("a time like '08:30:00' is expected"));
        return comparedAs(parseCivilClock, time->microseconds);
    }
    const bool isZoned = kind == CommonKind::Moment;
    if (!time || !time->hasDate || time->hasZone != isZoned)
        return expectedInFilter(isZoned
                                    ? QStringLiteral("a moment with its zone like '2026-01-31 08:30:00+08' is expected")
                                    : QStringLiteral("a moment like '2026-01-31 08:30:00' is expected"));
    return comparedAs(parseCivilMoment, time->moment());
}

} // namespace

Result<ColumnLiteral> NeutralFilterDialect::literal(const ColumnSchema& column, const FilterLiteral& literal) const
{
    const auto type = parseNeutralType(column.declaredType);
    if (!type)
        return notComparable(column.declaredType);
    switch (type->kind) {
    case CommonKind::Boolean:
        return boolean(literal);
    case CommonKind::Integer:
    case CommonKind::Decimal:
    case CommonKind::Number:
        return number(literal);
    case CommonKind::Float:
    case CommonKind::Double:
        return real(literal);
    case CommonKind::Text:
        return text(literal);
    case CommonKind::Uuid:
        return uuid(literal);
    case CommonKind::Date:
    case CommonKind::Time:
    case CommonKind::DateTime:
    case CommonKind::Moment:
        return temporal(type->kind, literal);
    default:
        return notComparable(column.declaredType);
    }
}

Result<ColumnPrefix> NeutralFilterDialect::prefix(const ColumnSchema& column, const QString& text) const
{
    const auto type = parseNeutralType(column.declaredType);
    if (!type || type->kind != CommonKind::Text)
        return expectedInFilter(QStringLiteral("LIKE needs a column of texts, not of %1").arg(column.declaredType));
    return ColumnPrefix{beginsWith(text), {}};
}

} // namespace busheng
