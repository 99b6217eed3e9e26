// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/values/my_values.h"

#include "engine/db/mariadb/my_type.h"
#include "engine/db/values/civil_time.h"
#include "engine/db/values/value_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace busheng {
namespace {

constexpr int kMostDigits = 65; ///< of a decimal
constexpr int kMostScale = 38;
constexpr int kMostBits = 64;
constexpr std::int64_t kMostClock = ((838LL * 60 + 59) * 60 + 60) * kMicrosPerSecond; ///< of a TIME, exclusive
/// Longer texts are kept beside the row: all columns of one have 65,535 bytes.
constexpr std::int64_t kMostInRow = 500;
constexpr std::int64_t kMostInKey = 768; ///< characters; 3072 bytes
constexpr std::int64_t kInKey = 255;     ///< of a text without a length
constexpr std::int64_t kMostBytesInRow = 1000;
const QString kUtf8 = QStringLiteral(" character set utf8mb4 collate utf8mb4_nopad_bin");

CommonType ofText(const MyType& type)
{
    CommonType text{.kind = CommonKind::Text};
    if (type.kind == MyKind::Text)
        text.length = type.hasLength ? type.length : 0;
    for (const QString& label : type.labels) {
        const std::int64_t length = label.toUcs4().size();
        text.length = type.kind == MyKind::Set ? text.length + length + 1 : std::max<std::int64_t>(text.length, length);
    }
    if (!type.labels.isEmpty())
        text.length = std::max<std::int64_t>(text.length, 1);
    return text;
}

CommonType ofInteger(const MyType& type)
{
    const int bits = type.word == u"tinyint"     ? 8
                     : type.word == u"smallint"  ? 16
                     : type.word == u"mediumint" ? 24
                     : type.word == u"int"       ? 32
                                                 : 64;
    return {.kind = CommonKind::Integer, .bits = bits, .isUnsigned = type.isUnsigned};
}

std::optional<CommonType> parseMy(const QString& declared, QString& why)
{
    const auto type = MyType::parse(declared);
    const int digits = type && type->hasLength ? static_cast<int>(type->length) : 0;
    if (type) {
        switch (type->kind) {
        case MyKind::Integer:
            return ofInteger(*type);
        case MyKind::Year:
            return CommonType{.kind = CommonKind::Integer, .bits = 16};
        case MyKind::Float:
            return CommonType{.kind = CommonKind::Float};
        case MyKind::Double:
            return CommonType{.kind = CommonKind::Double};
        case MyKind::Decimal:
            return CommonType{.kind = CommonKind::Decimal, .length = digits, .scale = static_cast<int>(type->scale)};
        case MyKind::Bit:
            return CommonType{.kind = CommonKind::Bits, .length = std::max(digits, 1), .isFixed = true};
        case MyKind::Date:
            return CommonType{.kind = CommonKind::Date};
        case MyKind::Time:
            return CommonType{.kind = CommonKind::Time, .scale = digits};
        case MyKind::DateTime:
            return CommonType{.kind = CommonKind::DateTime, .scale = digits};
        case MyKind::Timestamp:
            return CommonType{.kind = CommonKind::Moment, .scale = digits};
        case MyKind::Text:
        case MyKind::Enum:
        case MyKind::Set:
            return ofText(*type);
        case MyKind::Binary:
            return CommonType{.kind = CommonKind::Binary, .length = digits};
        case MyKind::Geometry:
            break;
        }
    }
    why = QStringLiteral("%1 has no counterpart: leave the column out, or give the table a column of another type "
                         "beside it")
              .arg(declared.left(80));
    return std::nullopt;
}

QString textType(std::int64_t length, bool isIndexed)
{
    if (isIndexed && (length == 0 || length > kMostInKey))
        length = kInKey;
    if (length > 0 && (isIndexed || length <= kMostInRow))
        return QStringLiteral("varchar(%1)").arg(length) + kUtf8;
    // Four bytes a character.
    return (length == 0           ? QStringLiteral("longtext")
            : length <= 16'383    ? QStringLiteral("text")
            : length <= 4'194'303 ? QStringLiteral("mediumtext")
                                  : QStringLiteral("longtext")) +
           kUtf8;
}

QString binaryType(std::int64_t length, bool isIndexed)
{
    if (isIndexed && (length == 0 || length > kMostBytesInRow))
        length = kInKey;
    if (length > 0 && length <= kMostBytesInRow)
        return QStringLiteral("varbinary(%1)").arg(length);
    return length > 0 && length <= 65'535 ? QStringLiteral("blob") : QStringLiteral("longblob");
}

QString declareMy(const CommonType& type, bool isIndexed, QString& why)
{
    const auto timed = [&type](const QString& word) {
        return type.scale == 0 ? word : QStringLiteral("%1(%2)").arg(word).arg(type.scale);
    };
    switch (type.kind) {
    case CommonKind::Boolean:
        return QStringLiteral("tinyint(1)");
    case CommonKind::Integer: {
        const QString word = type.bits <= 8    ? QStringLiteral("tinyint")
                             : type.bits <= 16 ? QStringLiteral("smallint")
                             : type.bits <= 32 ? QStringLiteral("int")
                                               : QStringLiteral("bigint");
        return type.isUnsigned ? word + QStringLiteral(" unsigned") : word;
    }
    case CommonKind::Decimal:
        if (type.length > kMostDigits || type.scale > kMostScale) {
            why = QStringLiteral("a decimal of %1 digits, %2 of them behind its point: MariaDB takes %3 and %4")
                      .arg(type.length)
                      .arg(type.scale)
                      .arg(kMostDigits)
                      .arg(kMostScale);
            return {};
        }
        return QStringLiteral("decimal(%1,%2)").arg(type.length).arg(type.scale);
    case CommonKind::Number: // its zeros are part of it: no decimal keeps them
        return textType(0, isIndexed);
    case CommonKind::Float:
        return QStringLiteral("float");
    case CommonKind::Double:
        return QStringLiteral("double");
    case CommonKind::Text:
        return textType(type.length, isIndexed);
    case CommonKind::Json:
        return textType(0, isIndexed);
    case CommonKind::Uuid:
        return QStringLiteral("char(36)") + kUtf8;
    case CommonKind::Binary:
        return binaryType(type.length, isIndexed);
    case CommonKind::Bits:
        return type.isFixed && type.length <= kMostBits ? QStringLiteral("bit(%1)").arg(type.length)
                                                        : textType(type.length, isIndexed);
    case CommonKind::Date:
        return QStringLiteral("date");
    case CommonKind::Time:
        return timed(QStringLiteral("time"));
    case CommonKind::DateTime:
    case CommonKind::Moment:
        return timed(QStringLiteral("datetime"));
    }
    return {};
}

bool keepsOrderMy(const CommonType& type)
{
    return type.kind != CommonKind::Float && type.kind != CommonKind::Double && type.kind != CommonKind::Number &&
           type.kind != CommonKind::Json && type.kind != CommonKind::Bits;
}

Refusal bitsToCommon(const CommonType& type, const Cell& own, Bytes& scratch, Cell& common)
{
    if (!type.isFixed || type.length > kMostBits) {
        common = own;
        return nullptr;
    }
    auto value = static_cast<std::uint64_t>(own.integer);
    if (own.kind == CellKind::Text)
        std::from_chars(own.bytes.data(), own.bytes.data() + own.bytes.size(), value);
    for (std::int64_t bit = type.length; bit-- > 0;)
        scratch.push_back((value >> bit & 1U) != 0 ? '1' : '0');
    common = Cell::ofText(scratch);
    return nullptr;
}

Refusal bitsFromCommon(const CommonType& type, const Cell& common, Bytes& scratch, Cell& own)
{
    if (!type.isFixed || type.length > kMostBits) {
        own = common;
        return nullptr;
    }
    std::uint64_t value = 0;
    for (const char bit : common.bytes)
        value = value << 1 | (bit == '1' ? 1U : 0U);
    if (value <= static_cast<std::uint64_t>(INT64_MAX)) {
        own = Cell::ofInteger(static_cast<std::int64_t>(value));
        return nullptr;
    }
    scratch = std::to_string(value);
    own = Cell::ofText(scratch);
    return nullptr;
}

Refusal timeToCommon(const CommonType& type, BytesView text, Cell& common)
{
    const auto value = type.kind == CommonKind::Date   ? parseCivilDate(text)
                       : type.kind == CommonKind::Time ? parseCivilClock(text)
                                                       : parseCivilMoment(text);
    if (!value)
        return "no day of the calendar from year 1 on (a zero date, or a day 0)";
    common = Cell::ofInteger(*value);
    return nullptr;
}

Refusal timeFromCommon(const CommonType& type, std::int64_t value, Bytes& scratch, Cell& own)
{
    bool good = false;
    if (type.kind == CommonKind::Date)
        good = appendCivilDate(scratch, value);
    else if (type.kind == CommonKind::Time)
        good = value < kMostClock && value > -kMostClock && appendCivilClock(scratch, value, type.scale);
    else
        good = appendCivilMoment(scratch, value, type.scale);
    own = Cell::ofText(scratch);
    return good ? nullptr : "outside the years 1 to 9999, which are all that MariaDB holds";
}

bool fits(const CommonType& type, const Cell& own)
{
    switch (type.kind) {
    case CommonKind::Boolean:
        return own.kind == CellKind::Integer && (own.integer == 0 || own.integer == 1);
    case CommonKind::Integer:
        return own.kind == CellKind::Integer || own.kind == CellKind::Text;
    case CommonKind::Bits:
        return own.kind == CellKind::Integer || own.kind == CellKind::Text;
    case CommonKind::Float:
    case CommonKind::Double:
        return own.kind == CellKind::Real;
    case CommonKind::Binary:
        return own.kind == CellKind::Blob;
    default:
        return own.kind == CellKind::Text;
    }
}

Refusal toCommonMy(const CommonType& type, const Cell& own, Bytes& scratch, Cell& common)
{
    if (type.kind == CommonKind::Text && own.kind == CellKind::Blob)
        return "bytes that are no text in the encoding of the source's column";
    if (!fits(type, own))
        return "no value of its type";
    scratch.clear();
    switch (type.kind) {
    case CommonKind::Bits:
        return bitsToCommon(type, own, scratch, common);
    case CommonKind::Date:
    case CommonKind::Time:
    case CommonKind::DateTime:
    case CommonKind::Moment:
        return timeToCommon(type, own.bytes, common);
    default:
        common = own;
        return nullptr;
    }
}

Refusal fromCommonMy(const CommonType& type, const Cell& common, Bytes& scratch, Cell& own)
{
    scratch.clear();
    own = common;
    switch (type.kind) {
    case CommonKind::Decimal:
        // NaN and Infinity end in letters. More digits than declared cannot be: the source holds itself to them.
        return common.bytes.empty() || common.bytes.back() > '9' ? "no number (NaN, Infinity), which MariaDB has not"
                                                                 : nullptr;
    case CommonKind::Float:
    case CommonKind::Double:
        if (!std::isfinite(common.real))
            return "no number (NaN, Infinity), which MariaDB has not";
        return common.real == 0 && std::signbit(common.real) ? "-0, which MariaDB makes 0" : nullptr;
    case CommonKind::Bits:
        return bitsFromCommon(type, common, scratch, own);
    case CommonKind::Date:
    case CommonKind::Time:
    case CommonKind::DateTime:
    case CommonKind::Moment:
        return timeFromCommon(type, common.integer, scratch, own);
    default:
        return nullptr;
    }
}

} // namespace

const EngineValues& myValues()
{
    static const EngineValues values{parseMy, declareMy, keepsOrderMy, toCommonMy, fromCommonMy};
    return values;
}

} // namespace busheng
