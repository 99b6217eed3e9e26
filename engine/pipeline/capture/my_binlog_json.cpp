// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/my_binlog_json.h"

#include "engine/base/byte_reader.h"
#include "engine/pipeline/capture/my_binlog_value.h"

#include <QByteArray>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace busheng::binlog {
namespace {

enum Kind : std::uint8_t {
    kSmallObject = 0,
    kLargeObject = 1,
    kSmallArray = 2,
    kLargeArray = 3,
    kLiteral = 4,
    kInt16 = 5,
    kUint16 = 6,
    kInt32 = 7,
    kUint32 = 8,
    kInt64 = 9,
    kUint64 = 10,
    kDouble = 11,
    kString = 12,
    kOpaque = 15,
};

// enum_field_types of what JSON itself has no form for
constexpr std::uint8_t kTimestamp = 7;
constexpr std::uint8_t kDate = 10;
constexpr std::uint8_t kTime = 11;
constexpr std::uint8_t kDateTime = 12;
constexpr std::uint8_t kDecimal = 246;

constexpr int kMostLevels = 100;
/// Of text for a byte: an escaped character has six, a literal of three bytes seven. More is a document whose parts
/// point at each other.
constexpr std::size_t kMostTextPerByte = 16;
constexpr std::size_t kMostTextOfEmpty = 64;
constexpr int kMostPlainExponent = 15;
constexpr qsizetype kBase64Line = 76;

void appendNumber(auto number, Bytes& out)
{
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    out.append(text.data(), end);
}

/// As few digits as tell the number, as the server shows a DOUBLE; ".0" behind a whole one.
bool appendDouble(double number, Bytes& out)
{
    if (!std::isfinite(number))
        return false;
    std::array<char, 32> scientific{};
    const auto end =
        std::to_chars(scientific.data(), scientific.data() + scientific.size(), number, std::chars_format::scientific)
            .ptr;
    BytesView text(scientific.data(), static_cast<std::size_t>(end - scientific.data()));
    if (text.starts_with('-')) {
        out.push_back('-');
        text.remove_prefix(1);
    }
    const std::size_t mark = text.find('e');
    Bytes digits(text.substr(0, 1));
    if (mark > 2)
        digits += text.substr(2, mark - 2);
    int exponent = 0;
    const BytesView power = text.substr(text[mark + 1] == '+' ? mark + 2 : mark + 1);
    std::from_chars(power.data(), power.data() + power.size(), exponent);
    const int point = number == 0 ? 1 : exponent + 1; // digits before it
    const auto count = static_cast<int>(digits.size());
    if (point < 1 - kMostPlainExponent || point > kMostPlainExponent) {
        out += digits.substr(0, 1);
        if (count > 1)
            out += '.' + digits.substr(1);
        out.push_back('e');
        appendNumber(exponent, out);
    } else if (point <= 0) {
        out += "0." + Bytes(static_cast<std::size_t>(-point), '0') + digits;
    } else if (count > point) {
        out += digits.substr(0, static_cast<std::size_t>(point)) + '.' + digits.substr(static_cast<std::size_t>(point));
    } else {
        out += digits + Bytes(static_cast<std::size_t>(point - count), '0') + ".0";
    }
    return true;
}

void appendQuoted(BytesView text, Bytes& out)
{
    static constexpr BytesView kHex = "0123456789abcdef";
    out.push_back('"');
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        if (byte > 0x1f && character != '"' && character != '\\') {
            out.push_back(character);
            continue;
        }
        out.push_back('\\');
        static constexpr BytesView kNamed = "\b\t\n\f\r\"\\";
        static constexpr BytesView kNames = "btnfr\"\\";
        if (const std::size_t at = kNamed.find(character); at != BytesView::npos) {
            out.push_back(kNames[at]);
        } else {
            out += "u00";
            out.push_back(kHex[byte >> 4]);
            out.push_back(kHex[byte & 15U]);
        }
    }
    out.push_back('"');
}

/// Seven bits a byte, the lowest first.
std::size_t readLength(ByteReader& in)
{
    std::size_t length = 0;
    for (unsigned shift = 0; shift < 35; shift += 7) {
        const auto byte = in.fixed<std::uint8_t>();
        length |= static_cast<std::size_t>(byte & 0x7fU) << shift;
        if ((byte & 0x80U) == 0)
            return length;
    }
    in.fail();
    return 0;
}

void appendDigits(std::int64_t value, int width, Bytes& out)
{
    const Bytes digits = std::to_string(value);
    out.append(static_cast<std::size_t>(std::max(0, width - static_cast<int>(digits.size()))), '0');
    out += digits;
}

/// A date, a clock or both in one number: 24 bits of millionths, then 6, 6 and 10 (or 5) bits of a clock, then a day of
/// 5 bits and 13 times the year, and the month.
bool appendTemporal(std::uint8_t type, BytesView bytes, Bytes& out)
{
    ByteReader in(bytes);
    auto packed = static_cast<std::int64_t>(in.fixed<std::uint64_t>());
    if (in.failed() || !in.atEnd() || packed == INT64_MIN)
        return false;
    out.push_back('"');
    if (packed < 0) {
        packed = -packed;
        out.push_back('-');
    }
    const std::int64_t micros = packed & 0xffffff;
    const std::int64_t whole = packed >> 24;
    const std::int64_t clock = type == kTime ? whole & 0x3fffff : whole & 0x1ffff;
    if (type != kTime) {
        const std::int64_t days = whole >> 17;
        appendDigits((days >> 5) / 13, 4, out);
        out.push_back('-');
        appendDigits((days >> 5) % 13, 2, out);
        out.push_back('-');
        appendDigits(days & 31, 2, out);
    }
    if (type == kDateTime || type == kTimestamp)
        out.push_back(' ');
    if (type != kDate) {
        appendDigits(clock >> 12, 2, out);
        out.push_back(':');
        appendDigits(clock >> 6 & 63, 2, out);
        out.push_back(':');
        appendDigits(clock & 63, 2, out);
        out.push_back('.');
        appendDigits(micros, 6, out);
    }
    out.push_back('"');
    return true;
}

bool appendOpaque(std::uint8_t type, BytesView bytes, Bytes& out)
{
    if (type == kDate || type == kTime || type == kDateTime || type == kTimestamp)
        return appendTemporal(type, bytes, out);
    if (type == kDecimal) {
        ByteReader in(bytes);
        const auto precision = in.fixed<std::uint8_t>();
        const auto scale = in.fixed<std::uint8_t>();
        return !in.failed() && decimalText(in, static_cast<std::uint16_t>(precision | scale << 8), out);
    }
    const QByteArray encoded = QByteArray::fromRawData(bytes.data(), static_cast<qsizetype>(bytes.size())).toBase64();
    Bytes text = "base64:type" + std::to_string(type) + ':';
    for (qsizetype at = 0; at < encoded.size(); at += kBase64Line) {
        if (at > 0)
            text.push_back('\n');
        text += view(encoded).substr(static_cast<std::size_t>(at), static_cast<std::size_t>(kBase64Line));
    }
    appendQuoted(text, out);
    return true;
}

class JsonReader {
public:
    JsonReader(std::size_t mostText, Bytes& out) : m_mostText(mostText), m_out(out) {}

    bool value(std::uint8_t kind, BytesView bytes, int level)
    {
        if (m_out.size() > m_mostText)
            return false;
        if (kind <= kLargeArray)
            return level < kMostLevels && container(kind, bytes, level + 1);
        ByteReader in(bytes);
        return scalar(kind, in) && !in.failed();
    }

private:
    bool scalar(std::uint8_t kind, ByteReader& in)
    {
        static constexpr std::array<BytesView, 3> kLiterals = {"null", "true", "false"};
        switch (kind) {
        case kLiteral: {
            const auto which = in.fixed<std::uint8_t>();
            if (which < kLiterals.size())
                m_out += kLiterals[which];
            return which < kLiterals.size();
        }
        case kInt16:
            appendNumber(static_cast<std::int16_t>(in.fixed<std::uint16_t>()), m_out);
            return true;
        case kUint16:
            appendNumber(in.fixed<std::uint16_t>(), m_out);
            return true;
        case kInt32:
            appendNumber(static_cast<std::int32_t>(in.fixed<std::uint32_t>()), m_out);
            return true;
        case kUint32:
            appendNumber(in.fixed<std::uint32_t>(), m_out);
            return true;
        case kInt64:
            appendNumber(static_cast<std::int64_t>(in.fixed<std::uint64_t>()), m_out);
            return true;
        case kUint64:
            appendNumber(in.fixed<std::uint64_t>(), m_out);
            return true;
        case kDouble:
            return appendDouble(in.real(), m_out);
        case kString:
            appendQuoted(in.raw(readLength(in)), m_out);
            return true;
        case kOpaque: {
            const auto type = in.fixed<std::uint8_t>();
            const BytesView bytes = in.raw(readLength(in));
            return !in.failed() && appendOpaque(type, bytes, m_out);
        }
        default:
            return false;
        }
    }

    /// Numbers of a container have two bytes, or four; its parts are named by their offsets from its beginning. What
    /// fits into the place of an offset stands there itself.
    bool container(std::uint8_t kind, BytesView bytes, int level)
    {
        const bool isLarge = kind == kLargeObject || kind == kLargeArray;
        const bool isObject = kind == kSmallObject || kind == kLargeObject;
        const std::size_t width = isLarge ? 4 : 2;
        ByteReader in(bytes);
        const auto number = [&in, isLarge]() -> std::size_t {
            return isLarge ? in.fixed<std::uint32_t>() : in.fixed<std::uint16_t>();
        };
        const std::size_t count = number();
        const std::size_t size = number();
        if (in.failed() || size > bytes.size())
            return false;
        bytes = bytes.substr(0, size);
        ByteReader keys(bytes.substr(std::min(size, 2 * width)));
        ByteReader values = keys;
        if (isObject)
            values.raw(count * (width + 2));
        m_out.push_back(isObject ? '{' : '[');
        for (std::size_t i = 0; i < count; ++i) {
            if (i > 0)
                m_out += ", ";
            if (isObject && !key(keys, bytes, isLarge))
                return false;
            const auto valueKind = values.fixed<std::uint8_t>();
            const BytesView place = values.raw(width);
            if (values.failed() || !part(valueKind, place, bytes, isLarge, level))
                return false;
        }
        m_out.push_back(isObject ? '}' : ']');
        return true;
    }

    bool key(ByteReader& keys, BytesView container, bool isLarge)
    {
        const std::size_t offset = isLarge ? keys.fixed<std::uint32_t>() : keys.fixed<std::uint16_t>();
        const std::size_t size = keys.fixed<std::uint16_t>();
        if (keys.failed() || offset > container.size() || size > container.size() - offset)
            return false;
        appendQuoted(container.substr(offset, size), m_out);
        m_out += ": ";
        return true;
    }

    bool part(std::uint8_t kind, BytesView place, BytesView container, bool isLarge, int level)
    {
        const bool isHere =
            kind == kLiteral || kind == kInt16 || kind == kUint16 || (isLarge && (kind == kInt32 || kind == kUint32));
        if (isHere)
            return value(kind, place, level);
        ByteReader in(place);
        const std::size_t offset = isLarge ? in.fixed<std::uint32_t>() : in.fixed<std::uint16_t>();
        return offset < container.size() && value(kind, container.substr(offset), level);
    }

    std::size_t m_mostText;
    Bytes& m_out;
};

} // namespace

bool jsonText(BytesView document, Bytes& out)
{
    if (document.empty()) { // what an INSERT IGNORE leaves of a NULL
        out += "null";
        return true;
    }
    JsonReader reader(out.size() + kMostTextPerByte * document.size() + kMostTextOfEmpty, out);
    return reader.value(static_cast<std::uint8_t>(document[0]), document.substr(1), 0);
}

} // namespace busheng::binlog
