// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/postgres/pg_filter_dialect.h"

#include "engine/db/filter_literal.h"
#include "engine/db/postgres/pg_connection.h"
#include "engine/db/postgres/pg_decimal.h"
#include "engine/db/postgres/pg_network_number.h"
#include "engine/db/values/written_time.h"

#include <bit>
#include <cmath>

namespace busheng {
namespace {

/// "character varying(20)" without its length; arrays and quoted names keep what makes them unknown.
QString baseOf(QString type)
{
    if (const qsizetype open = type.indexOf(u'('); open >= 0 && !type.contains(u'"'))
        type.remove(open, type.indexOf(u')', open) - open + 1);
    return type;
}

bool isPadded(const QString& base)
{
    return base == u"character" || base == u"bpchar";
}

bool isText(const QString& base)
{
    return base == u"text" || base == u"character varying" || isPadded(base);
}

/// A cell's integer of sizeof(T) bytes.
template <std::integral T>
std::optional<std::int64_t> integerOf(const Cell& cell)
{
    if (cell.kind != CellKind::Native || cell.bytes.size() != sizeof(T))
        return std::nullopt;
    return std::int64_t{pgNetworkNumber<T>(cell.bytes)};
}

using IntegerReader = std::optional<std::int64_t> (*)(const Cell&);

ColumnLiteral integerLiteral(IntegerReader read, std::int64_t literal, const QString& sql)
{
    return {[read, literal](const Cell& cell) -> std::optional<int> {
                const auto value = read(cell);
                return value ? std::optional<int>(orderOf(*value, literal)) : std::nullopt;
            },
            sql};
}

Result<ColumnLiteral> integer(IntegerReader read, const FilterLiteral& literal)
{
    ENGINE_TRY_AS(const PgDecimal number, readFilterNumber(literal));
    const QString sql = pgLiteral(literal.text.trimmed()) + QStringLiteral("::numeric");
    bool fits = false;
    const qint64 small = literal.text.trimmed().toLongLong(&fits);
    // A bare number keeps the comparison within integers, so that an index serves.
    if (fits)
        return integerLiteral(read, small, u'(' + QString::number(small) + u')');
    return ColumnLiteral{[read, number](const Cell& cell) -> std::optional<int> {
                             const auto value = read(cell);
                             return value ? std::optional<int>(PgDecimal::ofInteger(*value).compare(number))
                                          : std::nullopt;
                         },
                         sql};
}

Result<ColumnLiteral> numeric(const FilterLiteral& literal)
{
    ENGINE_TRY_AS(const PgDecimal number, readFilterNumber(literal));
    return ColumnLiteral{[number](const Cell& cell) -> std::optional<int> {
                             const auto value = PgDecimal::ofNumeric(cell.bytes);
                             return value ? std::optional<int>(value->compare(number)) : std::nullopt;
                         },
                         pgLiteral(literal.text.trimmed()) + QStringLiteral("::numeric")};
}

template <typename Float, typename Bits>
std::optional<double> floatOf(const Cell& cell)
{
    if (cell.kind != CellKind::Native || cell.bytes.size() != sizeof(Bits))
        return std::nullopt;
    return double{std::bit_cast<Float>(pgNetworkNumber<Bits>(cell.bytes))};
}

using FloatReader = std::optional<double> (*)(const Cell&);

Result<ColumnLiteral> floating(FloatReader read, const FilterLiteral& literal)
{
    ENGINE_TRY_AS(const FilterReal real, readFilterReal(literal));
    return ColumnLiteral{[read, value = real.value](const Cell& cell) -> std::optional<int> {
                             const auto found = read(cell);
                             if (!found)
                                 return std::nullopt;
                             return std::isnan(*found) ? 1 : orderOf(*found, value); // NaN is above all numbers
                         },
                         pgLiteral(real.text) + QStringLiteral("::double precision")};
}

Result<ColumnLiteral> boolean(const FilterLiteral& literal)
{
    if (literal.kind != FilterLiteral::Kind::Boolean)
        return expectedInFilter(QStringLiteral("TRUE or FALSE is expected"));
    return integerLiteral(integerOf<std::int8_t>, literal.text == u"true" ? 1 : 0, literal.text);
}

QString withoutPadding(QString text)
{
    while (text.endsWith(u' '))
        text.chop(1);
    return text;
}

BytesView withoutPadding(BytesView text)
{
    return text.substr(0, text.find_last_not_of(' ') + 1); // npos + 1 is 0: nothing but blanks
}

Result<ColumnLiteral> text(bool padded, const FilterLiteral& literal)
{
    ENGINE_TRY_AS(const QString written, readFilterText(literal));
    const QString wanted = padded ? withoutPadding(written) : written;
    const QByteArray utf8 = wanted.toUtf8();
    return ColumnLiteral{[padded, bytes = Bytes(view(utf8))](const Cell& cell) -> std::optional<int> {
                             const BytesView value = padded ? withoutPadding(cell.bytes) : cell.bytes;
                             return orderOf(value.compare(bytes), 0);
                         },
                         pgLiteral(wanted)};
}

Result<ColumnLiteral> uuid(const FilterLiteral& literal)
{
    ENGINE_TRY_AS(const QString text, readFilterUuid(literal));
    const QByteArray raw = QByteArray::fromHex(QString(text).remove(u'-').toLatin1());
    return ColumnLiteral{[bytes = Bytes(view(raw))](const Cell& cell) -> std::optional<int> {
                             if (cell.bytes.size() != bytes.size())
                                 return std::nullopt;
                             return orderOf(cell.bytes.compare(bytes), 0);
                         },
                         pgLiteral(text) + QStringLiteral("::uuid")};
}

Result<ColumnLiteral> moment(const QString& base, const FilterLiteral& literal)
{
    const auto time = readWrittenTime(literal.kind == FilterLiteral::Kind::Text ? literal.text : QString());
    const QString sql = pgLiteral(literal.text) + QStringLiteral("::") + base;
    if (base == u"date") {
        if (!time || !time->hasDate || time->hasClock)
            return expectedInFilter(QStringLiteral("a date like '2026-01-31' is expected"));
        return integerLiteral(integerOf<std::int32_t>, time->days, sql);
    }
    if (base == u"time without time zone") {
        if (!time || time->hasDate || !time->hasClock || time->hasZone)
            return expectedInFilter(QStringLiteral("a time like '08:30:00' is expected"));
        return integerLiteral(integerOf<std::int64_t>, time->microseconds, sql);
    }
    const bool zoned = base == u"timestamp with time zone";
    if (!time || !time->hasDate || time->hasZone != zoned)
        return expectedInFilter(zoned
                                    ? QStringLiteral("a moment with its zone like '2026-01-31 08:30:00+08' is expected")
                                    : QStringLiteral("a moment like '2026-01-31 08:30:00' is expected"));
    return integerLiteral(integerOf<std::int64_t>, time->moment(), sql);
}

} // namespace

QString PgFilterDialect::name(const ColumnSchema& column) const
{
    return QStringLiteral("t.") + pgQuoted(column.name);
}

QString PgFilterDialect::term(const ColumnSchema& column) const
{
    const QString base = baseOf(column.declaredType);
    if (isText(base))
        return name(column) + QStringLiteral("::pg_catalog.text COLLATE pg_catalog.\"C\"");
    return base == u"real" ? QString(name(column) + QStringLiteral("::double precision")) : name(column);
}

Result<ColumnLiteral> PgFilterDialect::literal(const ColumnSchema& column, const FilterLiteral& literal) const
{
    const QString base = baseOf(column.declaredType);
    if (isText(base))
        return text(isPadded(base), literal);
    if (base == u"smallint")
        return integer(integerOf<std::int16_t>, literal);
    if (base == u"integer")
        return integer(integerOf<std::int32_t>, literal);
    if (base == u"bigint")
        return integer(integerOf<std::int64_t>, literal);
    if (base == u"numeric")
        return numeric(literal);
    if (base == u"real")
        return floating(floatOf<float, std::uint32_t>, literal);
    if (base == u"double precision")
        return floating(floatOf<double, std::uint64_t>, literal);
    if (base == u"boolean")
        return boolean(literal);
    if (base == u"uuid")
        return uuid(literal);
    if (base == u"date" || base == u"time without time zone" || base == u"timestamp without time zone" ||
        base == u"timestamp with time zone")
        return moment(base, literal);
    return notComparable(column.declaredType);
}

Result<ColumnPrefix> PgFilterDialect::prefix(const ColumnSchema& column, const QString& text) const
{
    const QString base = baseOf(column.declaredType);
    if (!isText(base))
        return expectedInFilter(QStringLiteral("LIKE needs a column of texts, not of %1").arg(column.declaredType));
    const QByteArray utf8 = text.toUtf8();
    return ColumnPrefix{
        [padded = isPadded(base), bytes = Bytes(view(utf8))](const Cell& cell) -> std::optional<bool> {
            return (padded ? withoutPadding(cell.bytes) : cell.bytes).starts_with(bytes);
        },
        QStringLiteral("pg_catalog.starts_with(%1::pg_catalog.text, %2)").arg(name(column), pgLiteral(text))};
}

} // namespace busheng
