// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/my_binlog_value.h"

#include "engine/base/per_thread.h"
#include "engine/pipeline/capture/my_binlog_json.h"

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>

namespace busheng::binlog {
namespace {

// enum_field_types
enum Wire : std::uint8_t {
    kTiny = 1,
    kShort = 2,
    kLong = 3,
    kFloat = 4,
    kDouble = 5,
    kLongLong = 8,
    kMedium = 9,
    kDate = 10,
    kYear = 13,
    kNewDate = 14,
    kVarchar = 15,
    kBit = 16,
    kTimestamp2 = 17,
    kDateTime2 = 18,
    kTime2 = 19,
    kJson = 245,
    kDecimal = 246,
    kEnum = 247,
    kSet = 248,
    kBlob = 252,
    kString = 254,
    kGeometry = 255,
};

constexpr std::uint32_t kMostFraction = 6;

/// What a column of the type "string" really is, and how many bytes its longest value has.
struct StringMeta {
    std::uint8_t real = 0;
    std::uint32_t bytes = 0;
};

/// Lengths above 255 borrow two bits of the type, turned over.
StringMeta stringMeta(std::uint16_t meta)
{
    const auto first = static_cast<std::uint8_t>(meta & 0xffU);
    const std::uint32_t second = meta >> 8;
    if ((first & 0x30U) == 0x30U)
        return {first, second};
    return {static_cast<std::uint8_t>(first | 0x30U), second | ((first & 0x30U) ^ 0x30U) << 4};
}

std::uint32_t bytesPerCharacter(const QString& characterSet)
{
    static const QStringList kTwo{QStringLiteral("gbk"),  QStringLiteral("gb2312"), QStringLiteral("big5"),
                                  QStringLiteral("sjis"), QStringLiteral("cp932"),  QStringLiteral("euckr")};
    if (characterSet == u"utf8mb4")
        return 4;
    if (characterSet == u"utf8mb3" || characterSet == u"utf8")
        return 3;
    return kTwo.contains(characterSet) ? 2 : 1;
}

std::uint8_t integerType(const QString& word)
{
    if (word == u"tinyint")
        return kTiny;
    if (word == u"smallint")
        return kShort;
    if (word == u"mediumint")
        return kMedium;
    return word == u"int" ? kLong : kLongLong;
}

/// tinytext, text, mediumtext, longtext; and the blobs.
std::uint32_t lengthBytesOf(const QString& word)
{
    if (word.startsWith(u"tiny"))
        return 1;
    if (word.startsWith(u"medium"))
        return 3;
    return word.startsWith(u"long") ? 4 : 2;
}

bool fitsString(const Column& column, const MyType& declared, bool saysKind)
{
    const std::uint32_t bytes = declared.length * bytesPerCharacter(declared.characterSet);
    const bool isText = declared.kind == MyKind::Text;
    if (column.type == kJson)
        return declared.word == u"longtext";
    if (saysKind && column.isText != isText)
        return false;
    if (declared.isFixedWidth()) {
        const StringMeta meta = stringMeta(column.meta);
        return column.type == kString && meta.real == kString && meta.bytes == bytes;
    }
    if (declared.word == u"varchar" || declared.word == u"varbinary")
        return column.type == kVarchar && column.meta == bytes;
    return column.type == kBlob && column.meta == lengthBytesOf(declared.word);
}

std::uint64_t bigEndian(BytesView bytes)
{
    std::uint64_t value = 0;
    for (const char byte : bytes)
        value = value << 8 | static_cast<unsigned char>(byte);
    return value;
}

std::uint64_t littleEndian(BytesView bytes)
{
    std::uint64_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;)
        value = value << 8 | static_cast<unsigned char>(bytes[i]);
    return value;
}

void writeInteger(ByteWriter& out, std::uint64_t value, std::size_t bytes, bool isUnsigned)
{
    if (isUnsigned) {
        writeMyUnsigned(out, value);
        return;
    }
    const unsigned shift = 64 - 8 * static_cast<unsigned>(bytes);
    writeCell(out, Cell::ofInteger(static_cast<std::int64_t>(value << shift) >> shift));
}

/// A text that is made digit by digit.
class Digits {
public:
    void put(char character) { m_text[m_size++] = character; }
    void put(std::uint64_t value, int width)
    {
        for (int i = width; i-- > 0;) {
            m_text[m_size + static_cast<std::size_t>(i)] = static_cast<char>('0' + value % 10);
            value /= 10;
        }
        m_size += static_cast<std::size_t>(width);
    }
    /// As many digits of a millionth's number as the column shows.
    void putFraction(std::uint64_t micros, std::uint32_t digits)
    {
        if (digits == 0)
            return;
        put('.');
        put(micros, kMostFraction);
        m_size -= kMostFraction - digits;
    }
    void putClock(std::uint64_t hour, std::uint64_t minute, std::uint64_t second)
    {
        put(hour, hour > 99 ? 3 : 2);
        put(':');
        put(minute, 2);
        put(':');
        put(second, 2);
    }
    void putDate(std::uint64_t year, std::uint64_t month, std::uint64_t day)
    {
        put(year, 4);
        put('-');
        put(month, 2);
        put('-');
        put(day, 2);
    }
    BytesView text() const { return {m_text.data(), m_size}; }

private:
    std::array<char, 40> m_text{};
    std::size_t m_size = 0;
};

/// Behind whole seconds: one byte for two digits, the highest first. In millionths.
std::uint64_t readFraction(ByteReader& in, std::uint32_t digits)
{
    static constexpr std::array<std::uint32_t, 4> kUnit = {0, 10'000, 100, 1};
    const std::uint32_t bytes = (digits + 1) / 2;
    return bigEndian(in.raw(bytes)) * kUnit[bytes];
}

void writeDate(ByteReader& in, ByteWriter& out)
{
    const std::uint64_t value = littleEndian(in.raw(3));
    Digits digits;
    digits.putDate(value >> 9, value >> 5 & 15U, value & 31U);
    writeCell(out, Cell::ofText(digits.text()));
}

void writeDateTime(ByteReader& in, std::uint32_t fraction, ByteWriter& out)
{
    const std::uint64_t value = bigEndian(in.raw(5)) - 0x8000000000ULL;
    const std::uint64_t micros = readFraction(in, fraction);
    const std::uint64_t months = value >> 22 & 0x1ffffU;
    Digits digits;
    digits.putDate(months / 13 % 10'000, months % 13, value >> 17 & 31U);
    digits.put(' ');
    digits.putClock(value >> 12 & 31U, value >> 6 & 63U, value & 63U);
    digits.putFraction(micros, fraction);
    writeCell(out, Cell::ofText(digits.text()));
}

void writeTimestamp(ByteReader& in, std::uint32_t fraction, ByteWriter& out)
{
    const std::uint64_t seconds = bigEndian(in.raw(4));
    const std::uint64_t micros = readFraction(in, fraction);
    Digits digits;
    if (seconds == 0 && micros == 0) {
        digits.putDate(0, 0, 0);
        digits.put(' ');
        digits.putClock(0, 0, 0);
    } else {
        using namespace std::chrono;
        const year_month_day date{sys_days{days{static_cast<std::int64_t>(seconds / 86'400)}}};
        digits.putDate(static_cast<std::uint64_t>(static_cast<int>(date.year())), static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()));
        digits.put(' ');
        digits.putClock(seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    }
    digits.putFraction(micros, fraction);
    writeCell(out, Cell::ofText(digits.text()));
}

/// Hours, minutes, seconds and the fraction are one number around a middle; below it the fraction counts backwards.
void writeTime(ByteReader& in, std::uint32_t fraction, ByteWriter& out)
{
    static constexpr std::array<std::int64_t, 4> kUnit = {0, 10'000, 100, 1};
    const std::uint32_t bytes = (fraction + 1) / 2;
    auto whole = static_cast<std::int64_t>(bigEndian(in.raw(3))) - 0x800000;
    auto part = static_cast<std::int64_t>(bigEndian(in.raw(bytes)));
    if (whole < 0 && part != 0) {
        ++whole;
        part -= std::int64_t{1} << (8 * bytes);
    }
    std::int64_t value = whole * (1 << 24) + part * kUnit[bytes];
    Digits digits;
    if (value < 0) {
        digits.put('-');
        value = -value;
    }
    const auto clock = static_cast<std::uint64_t>(value >> 24);
    digits.putClock(clock >> 12 & 1023U, clock >> 6 & 63U, clock & 63U);
    digits.putFraction(static_cast<std::uint64_t>(value & 0xffffff), fraction);
    writeCell(out, Cell::ofText(digits.text()));
}

bool writeDecimal(ByteReader& in, std::uint16_t meta, ByteWriter& out)
{
    Bytes& text = perThread<Bytes, struct DecimalText>();
    text.clear();
    if (!decimalText(in, meta, text))
        return false;
    writeCell(out, Cell::ofText(text));
    return true;
}

BytesView readSized(ByteReader& in, std::size_t lengthBytes)
{
    return in.raw(littleEndian(in.raw(lengthBytes)));
}

/// A MySQL's JSON as the text that its SELECT gives.
bool writeJson(BytesView document, ByteWriter& out)
{
    Bytes& text = perThread<Bytes, struct JsonText>();
    text.clear();
    if (!jsonText(document, text))
        return false;
    writeCell(out, Cell::ofText(text));
    return true;
}

bool writeEnum(std::uint64_t number, const QStringList& labels, ByteWriter& out)
{
    if (number > static_cast<std::uint64_t>(labels.size()))
        return false;
    const QByteArray label = number == 0 ? QByteArray() : labels[static_cast<qsizetype>(number) - 1].toUtf8();
    writeCell(out, Cell::ofText(view(label)));
    return true;
}

bool writeSet(std::uint64_t bits, const QStringList& labels, ByteWriter& out)
{
    QByteArray text;
    for (qsizetype i = 0; i < 64; ++i) {
        if ((bits >> i & 1U) == 0)
            continue;
        if (i >= labels.size())
            return false;
        text += (text.isEmpty() ? QByteArray() : QByteArray(",")) + labels[i].toUtf8();
    }
    writeCell(out, Cell::ofText(view(text)));
    return true;
}

/// Spaces at the end of a char are not kept by the server either; zeros at the end of a binary are, but not logged.
bool writeFixed(BytesView value, std::uint32_t width, const MyColumn& declared, ByteWriter& out)
{
    if (declared.type.kind == MyKind::Text)
        return writeMyText(out, declared, value);
    if (value.size() >= width) {
        writeCell(out, Cell::ofBlob(value));
        return true;
    }
    Bytes& padded = perThread<Bytes, struct PaddedBinary>();
    padded.assign(value);
    padded.resize(width, '\0');
    writeCell(out, Cell::ofBlob(padded));
    return true;
}

bool writeString(ByteReader& in, const Column& column, const MyColumn& declared, ByteWriter& out)
{
    const StringMeta meta = stringMeta(column.meta);
    if (meta.real == kEnum)
        return writeEnum(littleEndian(in.raw(meta.bytes)), declared.type.labels, out);
    if (meta.real == kSet)
        return writeSet(littleEndian(in.raw(meta.bytes)), declared.type.labels, out);
    return writeFixed(readSized(in, meta.bytes > 255 ? 2 : 1), meta.bytes, declared, out);
}

bool writeBytes(BytesView value, const MyColumn& declared, ByteWriter& out)
{
    if (declared.type.kind == MyKind::Text)
        return writeMyText(out, declared, value);
    writeCell(out, Cell::ofBlob(value));
    return true;
}

} // namespace

/// Groups of nine digits in four bytes each, from the point to both sides; what is left over in fewer. The highest bit
/// says that it is not negative; a negative number has all bits turned over.
bool decimalText(ByteReader& in, std::uint16_t meta, Bytes& out)
{
    static constexpr std::array<std::size_t, 10> kBytes = {0, 1, 1, 2, 2, 3, 3, 4, 4, 4};
    const std::size_t precision = meta & 0xffU;
    const std::size_t scale = meta >> 8;
    if (precision < scale || precision > 65 || scale > 38)
        return false;
    const std::size_t whole = precision - scale;
    const std::size_t size = whole / 9 * 4 + kBytes[whole % 9] + scale / 9 * 4 + kBytes[scale % 9];
    const BytesView raw = in.raw(size);
    if (in.failed() || size == 0)
        return false;
    std::array<char, 40> bytes{};
    std::copy(raw.begin(), raw.end(), bytes.begin());
    const bool isNegative = (static_cast<unsigned char>(bytes[0]) & 0x80U) == 0;
    bytes[0] = static_cast<char>(static_cast<unsigned char>(bytes[0]) ^ 0x80U);
    if (isNegative)
        std::transform(bytes.begin(), bytes.end(), bytes.begin(), [](char byte) { return static_cast<char>(~byte); });
    std::array<char, 72> text{};
    std::size_t length = 0;
    std::size_t at = 0;
    const auto group = [&](std::size_t digits) {
        std::uint64_t value = bigEndian({bytes.data() + at, kBytes[digits]});
        at += kBytes[digits];
        for (std::size_t i = digits; i-- > 0; value /= 10)
            text[length + i] = static_cast<char>('0' + value % 10);
        length += digits;
    };
    if (isNegative)
        text[length++] = '-';
    text[length++] = '0';
    group(whole % 9);
    for (std::size_t i = 0; i < whole / 9; ++i)
        group(9);
    if (scale > 0)
        text[length++] = '.';
    for (std::size_t i = 0; i < scale / 9; ++i)
        group(9);
    group(scale % 9);
    Bytes scratch;
    out += withoutLeadingZeros({text.data(), length}, scratch);
    return true;
}

bool fits(const Column& column, const MyType& declared, bool saysKind)
{
    switch (declared.kind) {
    case MyKind::Integer:
        return column.type == integerType(declared.word) && (!saysKind || column.isUnsigned == declared.isUnsigned);
    case MyKind::Float:
        return column.type == kFloat;
    case MyKind::Double:
        return column.type == kDouble;
    case MyKind::Decimal:
        return column.type == kDecimal && (column.meta & 0xffU) == declared.length &&
               column.meta >> 8 == declared.scale;
    case MyKind::Bit:
        return column.type == kBit && (column.meta >> 8) * 8U + (column.meta & 0xffU) == declared.length;
    case MyKind::Year:
        return column.type == kYear;
    case MyKind::Date:
        return column.type == kDate || column.type == kNewDate;
    case MyKind::Time:
        return column.type == kTime2 && column.meta == declared.length;
    case MyKind::DateTime:
        return column.type == kDateTime2 && column.meta == declared.length;
    case MyKind::Timestamp:
        return column.type == kTimestamp2 && column.meta == declared.length;
    case MyKind::Text:
    case MyKind::Binary:
        return fitsString(column, declared, saysKind);
    case MyKind::Enum:
        return column.type == kString && stringMeta(column.meta).real == kEnum;
    case MyKind::Set:
        return column.type == kString && stringMeta(column.meta).real == kSet;
    case MyKind::Geometry:
        return column.type == kGeometry;
    }
    return false;
}

bool writeValue(ByteReader& in, const Column& column, const MyColumn& declared, ByteWriter& out)
{
    const auto integer = [&](std::size_t bytes) {
        writeInteger(out, littleEndian(in.raw(bytes)), bytes, declared.type.isUnsigned);
        return true;
    };
    switch (column.type) {
    case kTiny:
        return integer(1);
    case kShort:
        return integer(2);
    case kMedium:
        return integer(3);
    case kLong:
        return integer(4);
    case kLongLong:
        return integer(8);
    case kFloat:
        writeCell(out, Cell::ofReal(std::bit_cast<float>(in.fixed<std::uint32_t>())));
        return true;
    case kDouble:
        writeCell(out, Cell::ofReal(in.real()));
        return true;
    case kDecimal:
        return writeDecimal(in, column.meta, out);
    case kYear: {
        const auto years = in.fixed<std::uint8_t>();
        writeCell(out, Cell::ofInteger(years == 0 ? 0 : 1900 + years));
        return true;
    }
    case kDate:
    case kNewDate:
        writeDate(in, out);
        return true;
    case kTime2:
    case kDateTime2:
    case kTimestamp2:
        if (column.meta > kMostFraction)
            return false;
        column.type == kTime2       ? writeTime(in, column.meta, out)
        : column.type == kDateTime2 ? writeDateTime(in, column.meta, out)
                                    : writeTimestamp(in, column.meta, out);
        return true;
    case kBit:
        writeMyUnsigned(out, bigEndian(in.raw(((column.meta >> 8) * 8U + (column.meta & 0xffU) + 7) / 8)));
        return true;
    case kString:
        return writeString(in, column, declared, out);
    case kVarchar:
        return writeBytes(readSized(in, column.meta > 255 ? 2 : 1), declared, out);
    case kJson:
        return column.meta >= 1 && column.meta <= 4 && writeJson(readSized(in, column.meta), out);
    case kBlob:
    case kGeometry:
        return column.meta >= 1 && column.meta <= 4 && writeBytes(readSized(in, column.meta), declared, out);
    default:
        in.fail();
        return false;
    }
}

} // namespace busheng::binlog
