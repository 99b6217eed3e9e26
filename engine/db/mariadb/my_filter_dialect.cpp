// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/mariadb/my_filter_dialect.h"

#include "engine/db/filter_literal.h"
#include "engine/db/mariadb/my_quoting.h"
#include "engine/db/mariadb/my_type.h"
#include "engine/db/values/civil_time.h"
#include "engine/db/values/written_time.h"

namespace busheng {
namespace {

constexpr std::int64_t kMostDigits = 65; ///< of a DECIMAL, and so of a number in SQL
constexpr std::int64_t kMostScale = 30;

bool isReadable(const MyType& type)
{
    return type.kind == MyKind::Text && type.isUtf8();
}

/// Its characters are told by the server's table, which has a question mark for what is none.
bool isConverted(const MyType& type)
{
    return type.kind == MyKind::Text && !type.isUtf8();
}

/// Bytes in UTF-8. Of an encoding of its own NULL where a byte is no character: then there are more question marks
/// behind the conversion than before.
QString textTerm(const MyType& type, const QString& name)
{
    if (isReadable(type))
        return QStringLiteral("CAST(%1 AS BINARY)").arg(name);
    const QString converted = QStringLiteral("CAST(CONVERT(%1 USING utf8mb4) AS BINARY)").arg(name);
    if (!isConverted(type))
        return converted;
    const auto marks = [](const QString& bytes) {
        return QStringLiteral("LENGTH(%1) - LENGTH(REPLACE(%1, '?', ''))").arg(bytes);
    };
    return QStringLiteral("IF(%1 = %2, %3, NULL)")
        .arg(marks(QStringLiteral("CAST(%1 AS BINARY)").arg(name)), marks(converted), converted);
}

QString columnSql(const ColumnSchema& column)
{
    return QStringLiteral("t.") + myQuoted(column.name);
}

QString bytesSql(const QString& text)
{
    return QStringLiteral("X'%1'").arg(QString::fromLatin1(text.toUtf8().toHex()));
}

/// "-12.5", whatever way it was written in.
std::optional<QString> plainDigits(const PgDecimal& number)
{
    if (number.digits.empty())
        return QStringLiteral("0");
    const auto digits = static_cast<std::int64_t>(number.digits.size());
    const std::int64_t whole = std::max<std::int64_t>(number.point, 0);
    const std::int64_t scale = std::max<std::int64_t>(digits - number.point, 0);
    if (scale > kMostScale || whole + scale > kMostDigits)
        return std::nullopt;
    std::string text = number.digits;
    if (number.point <= 0)
        text.insert(0, static_cast<std::size_t>(1 - number.point), '0');
    else if (number.point > digits)
        text.append(static_cast<std::size_t>(number.point - digits), '0');
    if (scale > 0)
        text.insert(text.size() - static_cast<std::size_t>(scale), 1, '.');
    return QString((number.negative ? QStringLiteral("-") : QString()) + QString::fromStdString(text));
}

Result<ColumnLiteral> number(const FilterLiteral& literal)
{
    FilterLiteral digits = literal;
    if (literal.kind == FilterLiteral::Kind::Boolean)
        digits = {FilterLiteral::Kind::Number, literal.text == u"true" ? QStringLiteral("1") : QStringLiteral("0")};
    ENGINE_TRY_AS(const PgDecimal number, readFilterNumber(digits));
    const auto sql = plainDigits(number);
    if (!sql)
        return expectedInFilter(
            QStringLiteral("a number of at most 65 digits, 30 of them behind the point, is expected"));
    return ColumnLiteral{comparesNumber(number), u'(' + *sql + u')'};
}

Result<ColumnLiteral> real(const FilterLiteral& literal)
{
    constexpr int kDigitsBehind = 16; // of 17, which name every double
    ENGINE_TRY_AS(const FilterReal real, readFilterReal(literal));
    return ColumnLiteral{comparesReal(real.value), u'(' + QString::number(real.value, 'e', kDigitsBehind) + u')'};
}

/// CHAR comes without the blanks at its end.
QString asKept(const MyType& type, QString text)
{
    while (type.word == u"char" && text.endsWith(u' '))
        text.chop(1);
    return text;
}

Result<ColumnLiteral> text(const MyType& type, const FilterLiteral& literal)
{
    ENGINE_TRY_AS(const QString written, readFilterText(literal));
    const QString wanted = asKept(type, written);
    return ColumnLiteral{comparesText(wanted), bytesSql(wanted)};
}

Result<ColumnLiteral> date(const WrittenTime* time)
{
    Bytes digits;
    if (time == nullptr || !time->hasDate || time->hasClock || !appendCivilDate(digits, time->days))
        return expectedInFilter(QStringLiteral("a date like '2026-01-31' is expected"));
    const QString text = QString::fromStdString(digits);
    return ColumnLiteral{comparesText(text), QStringLiteral("DATE'%1'").arg(text)};
}

Result<ColumnLiteral> clock(const WrittenTime* time)
{
    if (time == nullptr || time->hasDate || !time->hasClock || time->hasZone)
        return expectedInFilter(QStringLiteral("a time like '08:30:00' is expected"));
    Bytes digits;
    appendCivilClock(digits, time->microseconds, kMostFraction);
    return ColumnLiteral{[micros = time->microseconds](const Cell& cell) -> std::optional<int> {
                             const auto value = cell.kind == CellKind::Text ? parseCivilClock(cell.bytes)
                                                                            : std::optional<std::int64_t>();
                             return value ? std::optional(orderOf(*value, micros)) : std::nullopt;
                         },
                         QStringLiteral("TIME'%1'").arg(QString::fromStdString(digits))};
}

Result<ColumnLiteral> moment(const WrittenTime* time, bool isZoned)
{
    const auto digits = time != nullptr && time->hasDate && time->hasZone == isZoned ? filterMomentText(time->moment())
                                                                                     : std::optional<QString>();
    if (!digits)
        return expectedInFilter(isZoned
                                    ? QStringLiteral("a moment with its zone like '2026-01-31 08:30:00+08' is expected")
                                    : QStringLiteral("a moment like '2026-01-31 08:30:00' is expected"));
    return ColumnLiteral{comparesMoment(time->moment()), QStringLiteral("TIMESTAMP'%1'").arg(*digits)};
}

Result<ColumnLiteral> temporal(MyKind kind, const FilterLiteral& literal)
{
    const auto written = readWrittenTime(literal.kind == FilterLiteral::Kind::Text ? literal.text : QString());
    const WrittenTime* const time = written ? &*written : nullptr;
    if (kind == MyKind::Date)
        return date(time);
    if (kind == MyKind::Time)
        return clock(time);
    return moment(time, kind == MyKind::Timestamp);
}

} // namespace

QString MyFilterDialect::name(const ColumnSchema& column) const
{
    // Of a mere DATE or DATETIME column that is NOT NULL both servers take IS NULL for "= '0000-00-00'" as well.
    const MyType type = MyType::parse(column.declaredType).value_or(MyType());
    const bool isDay = type.kind == MyKind::Date || type.kind == MyKind::DateTime;
    return isDay ? QStringLiteral("COALESCE(%1)").arg(columnSql(column)) : columnSql(column);
}

QString MyFilterDialect::term(const ColumnSchema& column) const
{
    const QString name = columnSql(column);
    const MyType type = MyType::parse(column.declaredType).value_or(MyType());
    switch (type.kind) {
    case MyKind::Bit:
    case MyKind::Year: // which takes 26 for 2026 in comparisons
        return QStringLiteral("(%1 + 0)").arg(name);
    case MyKind::Float:
        return QStringLiteral("(%1 * 1e0)").arg(name);
    case MyKind::Text:
    case MyKind::Enum:
    case MyKind::Set:
        return textTerm(type, name);
    default:
        return name;
    }
}

Result<ColumnLiteral> MyFilterDialect::literal(const ColumnSchema& column, const FilterLiteral& literal) const
{
    const auto type = MyType::parse(column.declaredType);
    if (!type || !type->readAs.isEmpty())
        return notComparable(column.declaredType);
    switch (type->kind) {
    case MyKind::Integer:
    case MyKind::Year:
    case MyKind::Bit:
    case MyKind::Decimal:
        return number(literal);
    case MyKind::Float:
    case MyKind::Double:
        return real(literal);
    case MyKind::Date:
    case MyKind::Time:
    case MyKind::DateTime:
    case MyKind::Timestamp:
        return temporal(type->kind, literal);
    case MyKind::Text:
    case MyKind::Enum:
    case MyKind::Set:
        return text(*type, literal);
    default:
        return notComparable(column.declaredType);
    }
}

Result<ColumnPrefix> MyFilterDialect::prefix(const ColumnSchema& column, const QString& text) const
{
    const auto type = MyType::parse(column.declaredType);
    if (!type || !type->hasTexts() || !type->readAs.isEmpty())
        return expectedInFilter(QStringLiteral("LIKE needs a column of texts, not of %1").arg(column.declaredType));
    return ColumnPrefix{
        beginsWith(text),
        QStringLiteral("(LEFT(%1, %2) = %3)").arg(term(column), QString::number(text.toUtf8().size()), bytesSql(text))};
}

bool MyFilterDialect::mayBeUnreadable(const ColumnSchema& column) const
{
    const auto type = MyType::parse(column.declaredType);
    return type && isConverted(*type);
}

} // namespace busheng
