// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/filter_literal.h"

#include "engine/db/values/civil_time.h"

#include <QRegularExpression>

#include <charconv>
#include <cmath>

namespace busheng {
namespace {

constexpr std::size_t kMomentWithoutFraction = 19; // "2026-01-31 08:30:00"

/// "5" and "500000" are the same, and so are none and "0".
int compareFractions(BytesView left, BytesView right)
{
    for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
        const char one = i < left.size() ? left[i] : '0';
        const char other = i < right.size() ? right[i] : '0';
        if (one != other)
            return orderOf(one, other);
    }
    return 0;
}

} // namespace

Failure expectedInFilter(const QString& what)
{
    return fail(ErrorCode::Config, what);
}

Failure notComparable(const QString& declaredType)
{
    return expectedInFilter(
        QStringLiteral("values of type %1 cannot be compared here, only IS NULL can be asked").arg(declaredType));
}

Result<PgDecimal> readFilterNumber(const FilterLiteral& literal)
{
    constexpr std::int64_t kMostDigits = 10'000;
    const auto number = literal.kind == FilterLiteral::Kind::Boolean
                            ? std::optional<PgDecimal>()
                            : PgDecimal::ofText(literal.text.trimmed().toStdString());
    if (!number || std::abs(number->point) > kMostDigits)
        return expectedInFilter(QStringLiteral("it holds numbers, so a number is expected"));
    return *number;
}

Result<FilterReal> readFilterReal(const FilterLiteral& literal)
{
    ENGINE_TRY_AS(const PgDecimal number, readFilterNumber(literal));
    std::string text = literal.text.trimmed().toStdString();
    if (text.starts_with('+'))
        text.erase(0, 1);
    FilterReal real;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), real.value);
    if (parsed.ec != std::errc() || !std::isfinite(real.value) || (real.value == 0 && !number.digits.empty()))
        return expectedInFilter(QStringLiteral("a number that a double can hold is expected"));
    real.text = QString::fromStdString(text);
    return real;
}

Result<QString> readFilterUuid(const FilterLiteral& literal)
{
    static const QRegularExpression kUuid(QRegularExpression::anchoredPattern(
        QStringLiteral("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")));
    if (literal.kind != FilterLiteral::Kind::Text || !kUuid.match(literal.text).hasMatch())
        return expectedInFilter(QStringLiteral("a UUID like '01234567-89ab-cdef-0123-456789abcdef' is expected"));
    return literal.text.toLower();
}

Result<QString> readFilterText(const FilterLiteral& literal)
{
    if (literal.kind != FilterLiteral::Kind::Text)
        return expectedInFilter(QStringLiteral("it holds texts, so a 'text' is expected"));
    return literal.text;
}

CellComparer comparesNumber(const PgDecimal& number)
{
    return [number](const Cell& cell) -> std::optional<int> {
        if (cell.kind == CellKind::Integer)
            return PgDecimal::ofInteger(cell.integer).compare(number);
        const auto value =
            cell.kind == CellKind::Text ? PgDecimal::ofText(std::string(cell.bytes)) : std::optional<PgDecimal>();
        return value ? std::optional(value->compare(number)) : std::nullopt;
    };
}

CellComparer comparesReal(double value)
{
    return [value](const Cell& cell) -> std::optional<int> {
        if (cell.kind != CellKind::Real)
            return std::nullopt;
        return std::isnan(cell.real) ? 1 : orderOf(cell.real, value);
    };
}

CellComparer comparesText(const QString& text)
{
    const QByteArray utf8 = text.toUtf8();
    return [bytes = Bytes(view(utf8))](const Cell& cell) -> std::optional<int> {
        return cell.kind == CellKind::Text ? std::optional(orderOf(cell.bytes.compare(bytes), 0)) : std::nullopt;
    };
}

std::function<std::optional<bool>(const Cell&)> beginsWith(const QString& text)
{
    const QByteArray utf8 = text.toUtf8();
    return [bytes = Bytes(view(utf8))](const Cell& cell) -> std::optional<bool> {
        return cell.kind == CellKind::Text ? std::optional(cell.bytes.starts_with(bytes)) : std::nullopt;
    };
}

CellComparer comparesMoment(std::int64_t micros)
{
    Bytes text;
    appendCivilMoment(text, micros, kMostFraction);
    return [text](const Cell& cell) -> std::optional<int> {
        if (cell.kind != CellKind::Text || cell.bytes.size() < kMomentWithoutFraction)
            return std::nullopt;
        const int whole =
            cell.bytes.substr(0, kMomentWithoutFraction).compare(BytesView(text).substr(0, kMomentWithoutFraction));
        if (whole != 0)
            return orderOf(whole, 0);
        const auto fractionOf = [](BytesView moment) {
            return moment.substr(std::min(moment.size(), kMomentWithoutFraction + 1));
        };
        return compareFractions(fractionOf(cell.bytes), fractionOf(text));
    };
}

std::optional<QString> filterMomentText(std::int64_t micros)
{
    Bytes text;
    if (!appendCivilMoment(text, micros, kMostFraction))
        return std::nullopt;
    return QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace busheng
