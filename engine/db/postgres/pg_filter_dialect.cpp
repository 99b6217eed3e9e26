// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/postgres/pg_filter_dialect.h"

#include "engine/db/postgres/pg_connection.h"
#include "engine/db/postgres/pg_decimal.h"
#include "engine/db/postgres/pg_network_number.h"

#include <QDate>
#include <QRegularExpression>

#include <bit>
#include <charconv>
#include <cmath>

namespace busheng {
namespace {

constexpr std::int64_t kJulianOf2000 = 2'451'545;
constexpr std::int64_t kSecond = 1'000'000; ///< microseconds
constexpr std::int64_t kDay = 86'400 * kSecond;

template <typename T>
int order(T left, T right)
{
    return left < right ? -1 : left > right ? 1 : 0;
}

Failure expected(const QString& what)
{
    return fail(ErrorCode::Config, what);
}

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
                return value ? std::optional<int>(order(*value, literal)) : std::nullopt;
            },
            sql};
}

Result<PgDecimal> decimalOf(const FilterLiteral& literal)
{
    const auto number = literal.kind == FilterLiteral::Kind::Boolean
                            ? std::optional<PgDecimal>()
                            : PgDecimal::ofText(literal.text.trimmed().toStdString());
    if (!number || std::abs(number->point) > 10'000)
        return expected(QStringLiteral("it holds numbers, so a number is expected"));
    return *number;
}

Result<ColumnLiteral> integer(IntegerReader read, const FilterLiteral& literal)
{
    ENGINE_TRY_AS(const PgDecimal number, decimalOf(literal));
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
    ENGINE_TRY_AS(const PgDecimal number, decimalOf(literal));
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
    ENGINE_TRY_AS(const PgDecimal number, decimalOf(literal));
    std::string text = literal.text.trimmed().toStdString();
    if (text.starts_with('+'))
        text.erase(0, 1);
    double value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    if (parsed.ec != std::errc() || !std::isfinite(value) || (value == 0 && !number.digits.empty()))
        return expected(QStringLiteral("a number that a double can hold is expected"));
    return ColumnLiteral{[read, value](const Cell& cell) -> std::optional<int> {
                             const auto found = read(cell);
                             if (!found)
                                 return std::nullopt;
                             return std::isnan(*found) ? 1 : order(*found, value); // NaN is above all numbers
                         },
                         pgLiteral(QString::fromStdString(text)) + QStringLiteral("::double precision")};
}

Result<ColumnLiteral> boolean(const FilterLiteral& literal)
{
    if (literal.kind != FilterLiteral::Kind::Boolean)
        return expected(QStringLiteral("TRUE or FALSE is expected"));
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
    if (literal.kind != FilterLiteral::Kind::Text)
        return expected(QStringLiteral("it holds texts, so a 'text' is expected"));
    const QString wanted = padded ? withoutPadding(literal.text) : literal.text;
    const QByteArray utf8 = wanted.toUtf8();
    return ColumnLiteral{[padded, bytes = Bytes(view(utf8))](const Cell& cell) -> std::optional<int> {
                             const BytesView value = padded ? withoutPadding(cell.bytes) : cell.bytes;
                             return order(value.compare(bytes), 0);
                         },
                         pgLiteral(wanted)};
}

Result<ColumnLiteral> uuid(const FilterLiteral& literal)
{
    static const QRegularExpression kUuid(QRegularExpression::anchoredPattern(
        QStringLiteral("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")));
    if (literal.kind != FilterLiteral::Kind::Text || !kUuid.match(literal.text).hasMatch())
        return expected(QStringLiteral("a UUID like '01234567-89ab-cdef-0123-456789abcdef' is expected"));
    QString hex = literal.text;
    const QByteArray raw = QByteArray::fromHex(hex.remove(u'-').toLatin1());
    return ColumnLiteral{[bytes = Bytes(view(raw))](const Cell& cell) -> std::optional<int> {
                             if (cell.bytes.size() != bytes.size())
                                 return std::nullopt;
                             return order(cell.bytes.compare(bytes), 0);
                         },
                         pgLiteral(literal.text) + QStringLiteral("::uuid")};
}

struct WrittenTime {
    std::int64_t days = 0;         ///< since 2000-01-01
    std::int64_t microseconds = 0; ///< of the day, less the zone
    bool hasDate = false;
    bool hasClock = false;
    bool hasZone = false;
};

std::optional<WrittenTime> readTime(const QString& text)
{
    static const QRegularExpression kTime(QRegularExpression::anchoredPattern(
        QStringLiteral("(?:(?<year>\\d{4})-(?<month>\\d{2})-(?<day>\\d{2}))?[ T]?"
                       "(?:(?<hour>\\d{2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:\\.(?<fraction>\\d{1,6}))?)?)?"
                       "(?<zone>Z|(?<side>[+-])(?<zh>\\d{2})(?::?(?<zm>\\d{2}))?)?")));
    const auto match = kTime.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const auto number = [&match](const char* group) { return match.captured(QLatin1String(group)).toLongLong(); };
    const auto has = [&match](const char* group) { return !match.captured(QLatin1String(group)).isEmpty(); };
    WrittenTime time;
    time.hasDate = has("year");
    time.hasClock = has("hour");
    time.hasZone = has("zone");
    if (time.hasDate) {
        const QDate date(static_cast<int>(number("year")), static_cast<int>(number("month")),
                         static_cast<int>(number("day")));
        if (!date.isValid())
            return std::nullopt;
        time.days = date.toJulianDay() - kJulianOf2000;
    }
    if (number("hour") > 23 || number("minute") > 59 || number("second") > 59 || number("zh") > 15 ||
        number("zm") > 59 || (time.hasZone && !time.hasClock))
        return std::nullopt;
    const std::int64_t zone = (number("zh") * 60 + number("zm")) * 60;
    const std::int64_t seconds = (number("hour") * 60 + number("minute")) * 60 + number("second") -
                                 (match.captured(QStringLiteral("side")) == u"-" ? -zone : zone);
    time.microseconds =
        seconds * kSecond + match.captured(QStringLiteral("fraction")).leftJustified(6, u'0').toLongLong();
    return time;
}

Result<ColumnLiteral> moment(const QString& base, const FilterLiteral& literal)
{
    const auto time = readTime(literal.kind == FilterLiteral::Kind::Text ? literal.text : QString());
    const QString sql = pgLiteral(literal.text) + QStringLiteral("::") + base;
    if (base == u"date") {
        if (!time || !time->hasDate || time->hasClock)
            return expected(QStringLiteral("a date like '2026-01-31' is expected"));
        return integerLiteral(integerOf<std::int32_t>, time->days, sql);
    }
    if (base == u"time without time zone") {
        if (!time || time->hasDate || !time->hasClock || time->hasZone)
            return expected(QStringLiteral("a time like '08:30:00' is expected"));
        return integerLiteral(integerOf<std::int64_t>, time->microseconds, sql);
    }
    const bool zoned = base == u"timestamp with time zone";
    if (!time || !time->hasDate || time->hasZone != zoned)
        return expected(zoned ? QStringLiteral("a moment with its zone like '2026-01-31 08:30:00+08' is expected")
                              : QStringLiteral("a moment like '2026-01-31 08:30:00' is expected"));
    return integerLiteral(integerOf<std::int64_t>, time->days * kDay + time->microseconds, sql);
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
    return expected(QStringLiteral("values of type %1 cannot be compared here, only IS NULL can be asked")
                        .arg(column.declaredType));
}

Result<ColumnPrefix> PgFilterDialect::prefix(const ColumnSchema& column, const QString& text) const
{
    const QString base = baseOf(column.declaredType);
    if (!isText(base))
        return expected(QStringLiteral("LIKE needs a column of texts, not of %1").arg(column.declaredType));
    const QByteArray utf8 = text.toUtf8();
    return ColumnPrefix{
        [padded = isPadded(base), bytes = Bytes(view(utf8))](const Cell& cell) -> std::optional<bool> {
            return (padded ? withoutPadding(cell.bytes) : cell.bytes).starts_with(bytes);
        },
        QStringLiteral("pg_catalog.starts_with(%1::pg_catalog.text, %2)").arg(name(column), pgLiteral(text))};
}

} // namespace busheng
