// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/postgres/pg_value_text.h"

#include <QDate>
#include <QStringDecoder>

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

namespace busheng {
namespace {

constexpr qsizetype kLongest = 200;
constexpr std::size_t kMostTextBytes = 4 * (kLongest + 1);
constexpr std::int64_t kDay = 86'400'000'000; ///< microseconds
constexpr std::int64_t kJulianOf2000 = 2'451'545;
constexpr int kMostDimensions = 6;

using Text = std::optional<QString>;

/// Reads PostgreSQL's big-endian binary forms. A read that does not fit sets failed() for good.
class NetworkReader {
public:
    explicit NetworkReader(BytesView in) : m_in(in) {}

    template <std::integral T>
    T number()
    {
        std::make_unsigned_t<T> value = 0;
        for (const char byte : raw(sizeof(T)))
            value = static_cast<std::make_unsigned_t<T>>(static_cast<std::uint64_t>(value) << 8 |
                                                         static_cast<unsigned char>(byte));
        return static_cast<T>(value);
    }

    BytesView raw(std::size_t size)
    {
        m_failed = m_failed || size > m_in.size();
        if (m_failed)
            return {};
        const BytesView bytes = m_in.substr(0, size);
        m_in.remove_prefix(size);
        return bytes;
    }

    bool failed() const { return m_failed; }
    bool isDone() const { return !m_failed && m_in.empty(); }
    BytesView rest() const { return m_in; }

private:
    BytesView m_in;
    bool m_failed = false;
};

QString padded(std::int64_t number, int width)
{
    return QStringLiteral("%1").arg(number, width, 10, QChar(u'0'));
}

template <std::integral T>
Text integerText(BytesView bytes)
{
    NetworkReader in(bytes);
    const T value = in.number<T>();
    return in.isDone() ? Text(QString::number(value)) : std::nullopt;
}

Text booleanText(BytesView bytes)
{
    if (bytes.size() != 1)
        return {};
    return bytes.front() != 0 ? QStringLiteral("true") : QStringLiteral("false");
}

/// True when the digits lie just in the middle between `value` and one of its neighbours. Rounding to even reads them
/// back as `value`, but PostgreSQL does not rely on that. Above 2^24 such digits are common.
bool isHalfway(float value, const char* begin, const char* end)
{
    double digits = 0;
    std::from_chars(begin, end, digits);
    for (const float limit : {-std::numeric_limits<float>::infinity(), std::numeric_limits<float>::infinity()}) {
        if (digits == (double{value} + double{std::nextafter(value, limit)}) / 2)
            return true;
    }
    return false;
}

/// Between two doubles they are rarer than one in many billions: 1e23 is one.
bool isHalfway(double, const char*, const char*)
{
    return false;
}

/// The shortest digits that read back as the same value: "-1.25e+02".
template <typename Float>
QString shortestDigits(Float value)
{
    std::array<char, 64> buffer{};
    char* const begin = buffer.data();
    auto end = std::to_chars(begin, begin + buffer.size(), value, std::chars_format::scientific);
    const auto digits = static_cast<int>(BytesView(begin, end.ptr).find('e')) - (value < 0 ? 1 : 0);
    for (int more = digits > 1 ? digits - 1 : 1; more < 20 && isHalfway(value, begin, end.ptr); ++more)
        end = std::to_chars(begin, begin + buffer.size(), value, std::chars_format::scientific, more);
    return QString::fromLatin1(begin, static_cast<qsizetype>(std::distance(begin, end.ptr)));
}

/// As PostgreSQL writes it: plain up to `mostPlain` digits before the point.
template <typename Float, typename Bits>
Text floatText(BytesView bytes, int mostPlain)
{
    NetworkReader in(bytes);
    const auto value = std::bit_cast<Float>(in.number<Bits>());
    if (!in.isDone())
        return {};
    if (std::isnan(value))
        return QStringLiteral("NaN");
    if (std::isinf(value))
        return value > 0 ? QStringLiteral("Infinity") : QStringLiteral("-Infinity");
    const QString written = shortestDigits(value);
    const int exponent = written.section(u'e', 1).toInt();
    if (exponent < -4 || exponent >= mostPlain)
        return written;
    QString digits = written.section(u'e', 0, 0);
    const bool negative = digits.startsWith(u'-');
    digits.remove(u'-').remove(u'.');
    if (exponent < 0)
        digits = QStringLiteral("0.") + QString(-exponent - 1, u'0') + digits;
    else if (digits.size() > exponent + 1)
        digits.insert(exponent + 1, u'.');
    else
        digits = digits.leftJustified(exponent + 1, u'0');
    return negative ? QString(u'-' + digits) : digits;
}

Text realText(BytesView bytes)
{
    return floatText<float, std::uint32_t>(bytes, 6);
}

Text doubleText(BytesView bytes)
{
    return floatText<double, std::uint64_t>(bytes, 15);
}

/// Groups of four decimal digits; the first has the weight 10000^weight.
Text numericText(BytesView bytes)
{
    NetworkReader in(bytes);
    const int count = in.number<std::uint16_t>();
    const int weight = in.number<std::int16_t>();
    const int sign = in.number<std::uint16_t>();
    const int scale = in.number<std::uint16_t>();
    static const std::map<int, QString> kSpecial{
        {0xc000, QStringLiteral("NaN")}, {0xd000, QStringLiteral("Infinity")}, {0xf000, QStringLiteral("-Infinity")}};
    if (const auto special = kSpecial.find(sign); special != kSpecial.end())
        return in.failed() ? Text() : special->second;
    QString digits;
    for (int i = 0; i < count && !in.failed(); ++i) {
        const int group = in.number<std::int16_t>();
        if (group < 0 || group > 9999)
            return {};
        digits += padded(group, 4);
    }
    if (!in.isDone() || (sign != 0 && sign != 0x4000))
        return {};
    const qsizetype before = 4 * (weight + 1);
    if (before < 0)
        digits.prepend(QString(-before, u'0'));
    QString whole = before > 0 ? digits.left(before).leftJustified(before, u'0') : QString();
    while (whole.startsWith(u'0'))
        whole.remove(0, 1);
    QString text = sign == 0 ? QString() : QStringLiteral("-");
    text += whole.isEmpty() ? QStringLiteral("0") : whole;
    if (scale > 0)
        text += u'.' + digits.mid(before > 0 ? before : 0).leftJustified(scale, u'0', true);
    return text;
}

/// UTF-8, read no further than what is shown.
Text plainText(BytesView bytes)
{
    if (bytes.size() > kMostTextBytes) {
        std::size_t end = kMostTextBytes;
        while (end > kMostTextBytes - 3 && (static_cast<unsigned char>(bytes[end]) & 0xc0U) == 0x80U)
            --end;
        bytes = bytes.substr(0, end);
    }
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder.decode(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
    return decoder.hasError() || text.contains(QChar(0)) ? Text() : text;
}

Text jsonbText(BytesView bytes)
{
    return bytes.empty() || bytes.front() != 1 ? Text() : plainText(bytes.substr(1));
}

Text byteaText(BytesView bytes)
{
    return QString(QStringLiteral("\\x") + toHex(bytes.substr(0, kLongest)));
}

Text uuidText(BytesView bytes)
{
    if (bytes.size() != 16)
        return {};
    QString text = toHex(bytes);
    for (const int at : {20, 16, 12, 8})
        text.insert(at, u'-');
    return text;
}

Text bitText(BytesView bytes)
{
    NetworkReader in(bytes);
    const auto bits = in.number<std::uint32_t>();
    if (in.failed() || in.rest().size() != (std::size_t{bits} + 7) / 8)
        return {};
    QString text;
    for (std::uint32_t i = 0; i < bits && text.size() <= kLongest; ++i)
        text += (static_cast<unsigned>(in.rest()[i / 8]) >> (7 - i % 8) & 1U) != 0 ? u'1' : u'0';
    return text;
}

struct DayText {
    QString day;
    QString era; ///< " BC" or nothing
};

/// `days` since 2000-01-01 in the calendar that goes back before its time; a year 0 there is none.
std::optional<DayText> dayText(std::int64_t days)
{
    int year = 0;
    int month = 0;
    int day = 0;
    QDate::fromJulianDay(kJulianOf2000 + days).getDate(&year, &month, &day);
    if (days < -kJulianOf2000 || month == 0)
        return {};
    return DayText{padded(std::abs(year), 4) + u'-' + padded(month, 2) + u'-' + padded(day, 2),
                   year < 0 ? QStringLiteral(" BC") : QString()};
}

/// Of `microseconds` that are not negative: any number of hours.
QString clockText(std::int64_t microseconds)
{
    const std::int64_t seconds = microseconds / 1'000'000;
    QString text = padded(seconds / 3600, 2) + u':' + padded(seconds / 60 % 60, 2) + u':' + padded(seconds % 60, 2);
    if (const std::int64_t fraction = microseconds % 1'000'000; fraction != 0) {
        text += u'.' + padded(fraction, 6);
        while (text.endsWith(u'0'))
            text.chop(1);
    }
    return text;
}

template <std::integral T>
Text infinity(T value)
{
    if (value == std::numeric_limits<T>::max())
        return QStringLiteral("infinity");
    if (value == std::numeric_limits<T>::min())
        return QStringLiteral("-infinity");
    return {};
}

Text dateText(BytesView bytes)
{
    NetworkReader in(bytes);
    const auto days = in.number<std::int32_t>();
    if (!in.isDone())
        return {};
    if (Text endless = infinity(days))
        return endless;
    const auto day = dayText(days);
    return day ? Text(day->day + day->era) : std::nullopt;
}

Text timestampTextOf(BytesView bytes, const QString& zone)
{
    NetworkReader in(bytes);
    const auto value = in.number<std::int64_t>();
    if (!in.isDone())
        return {};
    if (Text endless = infinity(value))
        return endless;
    const std::int64_t inDay = (value % kDay + kDay) % kDay;
    const auto day = dayText((value - inDay) / kDay);
    return day ? Text(day->day + u' ' + clockText(inDay) + zone + day->era) : std::nullopt;
}

Text timestampText(BytesView bytes)
{
    return timestampTextOf(bytes, {});
}

Text timestampUtcText(BytesView bytes)
{
    return timestampTextOf(bytes, QStringLiteral("+00"));
}

bool isTimeOfDay(std::int64_t microseconds)
{
    return microseconds >= 0 && microseconds <= kDay;
}

Text timeText(BytesView bytes)
{
    NetworkReader in(bytes);
    const auto value = in.number<std::int64_t>();
    return in.isDone() && isTimeOfDay(value) ? Text(clockText(value)) : std::nullopt;
}

/// The zone is said in seconds west of Greenwich.
Text timeWithZoneText(BytesView bytes)
{
    NetworkReader in(bytes);
    const auto value = in.number<std::int64_t>();
    const std::int64_t west = in.number<std::int32_t>();
    if (!in.isDone() || !isTimeOfDay(value))
        return {};
    const std::int64_t zone = std::abs(west);
    QString text = clockText(value) + (west > 0 ? u'-' : u'+') + padded(zone / 3600, 2);
    if (zone % 3600 != 0)
        text += u':' + padded(zone / 60 % 60, 2);
    if (zone % 60 != 0)
        text += u':' + padded(zone % 60, 2);
    return text;
}

/// As IntervalStyle postgres: a sign is written where it turns.
Text intervalText(BytesView bytes)
{
    NetworkReader in(bytes);
    const auto microseconds = in.number<std::int64_t>();
    const auto days = in.number<std::int32_t>();
    const auto months = in.number<std::int32_t>();
    if (!in.isDone())
        return {};
    if (const Text endless = infinity(microseconds);
        endless && infinity(days) == endless && infinity(months) == endless)
        return endless;
    QStringList parts;
    bool negative = false;
    const auto add = [&](std::int64_t value, const QString& unit) {
        if (value == 0)
            return;
        parts.append((negative && value > 0 ? QStringLiteral("+") : QString()) + QString::number(value) + u' ' + unit +
                     (value == 1 ? QString() : QStringLiteral("s")));
        negative = value < 0;
    };
    add(months / 12, QStringLiteral("year"));
    add(months % 12, QStringLiteral("mon"));
    add(days, QStringLiteral("day"));
    if (microseconds == std::numeric_limits<std::int64_t>::min())
        return {};
    if (microseconds != 0 || parts.isEmpty())
        parts.append((microseconds < 0 ? QStringLiteral("-")
                      : negative       ? QStringLiteral("+")
                                       : QString()) +
                     clockText(std::abs(microseconds)));
    return parts.join(u' ');
}

using Printer = Text (*)(BytesView);

const std::map<QString, Printer>& printers()
{
    static const std::map<QString, Printer> kPrinters{
        {QStringLiteral("smallint"), integerText<std::int16_t>},
        {QStringLiteral("integer"), integerText<std::int32_t>},
        {QStringLiteral("bigint"), integerText<std::int64_t>},
        {QStringLiteral("oid"), integerText<std::uint32_t>},
        {QStringLiteral("boolean"), booleanText},
        {QStringLiteral("real"), realText},
        {QStringLiteral("double precision"), doubleText},
        {QStringLiteral("numeric"), numericText},
        {QStringLiteral("text"), plainText},
        {QStringLiteral("character varying"), plainText},
        {QStringLiteral("character"), plainText},
        {QStringLiteral("bpchar"), plainText},
        {QStringLiteral("name"), plainText},
        {QStringLiteral("json"), plainText},
        {QStringLiteral("xml"), plainText},
        {QStringLiteral("jsonb"), jsonbText},
        {QStringLiteral("bytea"), byteaText},
        {QStringLiteral("uuid"), uuidText},
        {QStringLiteral("bit"), bitText},
        {QStringLiteral("bit varying"), bitText},
        {QStringLiteral("date"), dateText},
        {QStringLiteral("timestamp without time zone"), timestampText},
        {QStringLiteral("timestamp with time zone"), timestampUtcText},
        {QStringLiteral("time without time zone"), timeText},
        {QStringLiteral("time with time zone"), timeWithZoneText},
        {QStringLiteral("interval"), intervalText},
    };
    return kPrinters;
}

/// "character varying(20)[]" without what says nothing about the bytes of an element.
QString baseOf(QString type)
{
    if (type.endsWith(QStringLiteral("[]")))
        type.chop(2);
    if (const qsizetype open = type.indexOf(u'('); open >= 0)
        type.remove(open, type.indexOf(u')', open) - open + 1);
    return type.startsWith(QStringLiteral("interval ")) ? QStringLiteral("interval") : type;
}

/// A user-defined type is known by name only. Printable text of a length that no number has is the label of an enum (or
/// a text with another name); what may as well be a number is not guessed at.
Text labelText(BytesView bytes)
{
    if (bytes.empty() || bytes.size() == 2 || bytes.size() == 4 || bytes.size() == 8)
        return {};
    const Text text = plainText(bytes);
    for (const QChar& character : text.value_or(QString())) {
        if (!character.isPrint() && !character.isSurrogate())
            return {};
    }
    return text;
}

Text scalarText(const QString& base, BytesView bytes)
{
    const auto printer = printers().find(base);
    if (printer != printers().end())
        return printer->second(bytes);
    return base.contains(u'.') ? labelText(bytes) : Text();
}

QString quotedElement(QString text)
{
    static const QString kSpecial = QStringLiteral("{}\",\\");
    bool quote = text.isEmpty() || text.compare(QStringLiteral("NULL"), Qt::CaseInsensitive) == 0;
    for (const QChar& character : std::as_const(text))
        quote = quote || kSpecial.contains(character) || (character.isSpace() && character.unicode() < 0x80);
    if (!quote)
        return text;
    text.replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\""));
    return u'"' + text + u'"';
}

/// Prints the elements of one dimension and, inside them, of those below it.
bool appendElements(NetworkReader& in, const QString& base, const std::vector<std::int32_t>& sizes,
                    std::size_t dimension, QString& text)
{
    text += u'{';
    for (std::int32_t i = 0; i < sizes[dimension]; ++i) {
        if (i > 0)
            text += u',';
        if (dimension + 1 < sizes.size()) {
            if (!appendElements(in, base, sizes, dimension + 1, text))
                return false;
            continue;
        }
        const auto length = in.number<std::int32_t>();
        const BytesView bytes = in.raw(length > 0 ? static_cast<std::size_t>(length) : 0);
        const Text element = length < 0 ? Text() : scalarText(base, bytes);
        if (in.failed() || length < -1 || (length >= 0 && !element))
            return false;
        if (length < 0)
            text += QStringLiteral("NULL");
        else
            text += base == u"boolean" ? element->left(1) : quotedElement(*element);
    }
    text += u'}';
    return true;
}

Text arrayText(const QString& base, BytesView bytes)
{
    NetworkReader in(bytes);
    const auto dimensions = in.number<std::int32_t>();
    in.number<std::uint32_t>(); // whether it holds NULL
    in.number<std::uint32_t>(); // the elements' type in the database that sent it
    if (in.failed() || dimensions < 0 || dimensions > kMostDimensions)
        return {};
    if (dimensions == 0)
        return in.isDone() ? Text(QStringLiteral("{}")) : std::nullopt;
    std::vector<std::int32_t> sizes;
    QString bounds;
    bool ordinary = true;
    for (std::int32_t i = 0; i < dimensions; ++i) {
        sizes.push_back(in.number<std::int32_t>());
        const std::int64_t first = in.number<std::int32_t>();
        if (in.failed() || sizes.back() < 1)
            return {};
        ordinary = ordinary && first == 1;
        bounds += QStringLiteral("[%1:%2]").arg(first).arg(first + sizes.back() - 1);
    }
    QString text = ordinary ? QString() : QString(bounds + u'=');
    return appendElements(in, base, sizes, 0, text) && in.isDone() ? Text(text) : std::nullopt;
}

QString cut(const QString& text)
{
    if (text.size() <= kLongest)
        return text;
    return text.left(text.at(kLongest - 1).isHighSurrogate() ? kLongest - 1 : kLongest) + QChar(0x2026);
}

} // namespace

QString pgValueToText(const Cell& cell, const ColumnSchema& column)
{
    if (cell.kind != CellKind::Native)
        return cellToText(cell);
    const QString base = baseOf(column.declaredType);
    const bool array = column.declaredType.endsWith(QStringLiteral("[]"));
    Text text = array ? arrayText(base, cell.bytes) : scalarText(base, cell.bytes);
    if (!text)
        return cellToText(cell);
    // The padding of character(n) is no part of the value.
    while (!array && (base == u"character" || base == u"bpchar") && text->endsWith(u' '))
        text->chop(1);
    return cut(*text);
}

} // namespace busheng
