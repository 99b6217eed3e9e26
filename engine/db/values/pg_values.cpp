// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/values/pg_values.h"

#include "engine/db/postgres/pg_network_number.h"
#include "engine/db/values/civil_time.h"
#include "engine/db/values/pg_numeric.h"
#include "engine/db/values/value_text.h"

#include <QHash>
#include <QRegularExpression>

#include <bit>
#include <cmath>
#include <limits>

namespace busheng {
namespace {

constexpr int kMostDigits = 1000; ///< of a declared numeric
constexpr std::int64_t kMostCharacters = 10'485'760;
constexpr char kJsonbVersion = 1;
constexpr Refusal kMalformed = "no value of its type in PostgreSQL's binary form";

QHash<QString, CommonType> plainTypes()
{
    const auto integer = [](int bits) { return CommonType{.kind = CommonKind::Integer, .bits = bits}; };
    const auto timed = [](CommonKind kind) { return CommonType{.kind = kind, .scale = kMostFraction}; };
    const CommonType text{.kind = CommonKind::Text};
    return {{QStringLiteral("smallint"), integer(16)},
            {QStringLiteral("integer"), integer(32)},
            {QStringLiteral("bigint"), integer(64)},
            {QStringLiteral("boolean"), {.kind = CommonKind::Boolean}},
            {QStringLiteral("real"), {.kind = CommonKind::Float}},
            {QStringLiteral("double precision"), {.kind = CommonKind::Double}},
            {QStringLiteral("numeric"), {.kind = CommonKind::Number}},
            {QStringLiteral("text"), text},
            {QStringLiteral("character varying"), text},
            {QStringLiteral("character"), {.kind = CommonKind::Text, .length = 1, .isPadded = true}},
            {QStringLiteral("bpchar"), text},
            {QStringLiteral("name"), {.kind = CommonKind::Text, .length = 63}},
            {QStringLiteral("json"), text},
            {QStringLiteral("jsonb"), {.kind = CommonKind::Json}},
            {QStringLiteral("uuid"), {.kind = CommonKind::Uuid}},
            {QStringLiteral("bytea"), {.kind = CommonKind::Binary}},
            {QStringLiteral("bit"), {.kind = CommonKind::Bits, .length = 1, .isFixed = true}},
            {QStringLiteral("bit varying"), {.kind = CommonKind::Bits}},
            {QStringLiteral("date"), {.kind = CommonKind::Date}},
            {QStringLiteral("time without time zone"), timed(CommonKind::Time)},
            {QStringLiteral("timestamp without time zone"), timed(CommonKind::DateTime)},
            {QStringLiteral("timestamp with time zone"), timed(CommonKind::Moment)}};
}

/// "timestamp(3) with time zone" as "timestamp with time zone", 3.
std::optional<CommonType> parsePg(const QString& declared, QString& why)
{
    static const QHash<QString, CommonType> known = plainTypes();
    static const QRegularExpression kParts(
        QRegularExpression::anchoredPattern(QStringLiteral("([a-z ]+)(?:\\((\\d+)(?:,(-?\\d+))?\\))?( with.*)?")));
    const auto match = kParts.match(declared);
    const auto found = known.constFind(match.captured(1) + match.captured(4));
    if (!match.hasMatch() || found == known.constEnd()) {
        why = QStringLiteral("%1 has no counterpart: leave the column out, or give the table a column of another type "
                             "beside it")
                  .arg(declared.left(80));
        return std::nullopt;
    }
    CommonType type = *found;
    if (match.captured(2).isEmpty())
        return type;
    const int first = match.captured(2).toInt();
    if (type.kind == CommonKind::Number) {
        type = {.kind = CommonKind::Decimal, .length = first, .scale = match.captured(3).toInt()};
        if (type.scale < 0 || type.scale > type.length) {
            why = QStringLiteral("%1 has its point outside its digits, which no other database has").arg(declared);
            return std::nullopt;
        }
    } else if (type.scale > 0) {
        type.scale = first;
    } else {
        type.length = first;
    }
    return type;
}

/// Bytes of an integer; 0: it is a numeric.
int integerBytes(const CommonType& type)
{
    const int bits = type.isUnsigned ? type.bits + 1 : type.bits;
    return bits <= 16 ? 2 : bits <= 32 ? 4 : bits <= 64 ? 8 : 0;
}

QString declarePg(const CommonType& type, bool, QString& why)
{
    const auto timed = [&type](const QString& word, const QString& zone) {
        const QString digits = type.scale == kMostFraction ? QString() : QStringLiteral("(%1)").arg(type.scale);
        return QString(word + digits + zone);
    };
    switch (type.kind) {
    case CommonKind::Boolean:
        return QStringLiteral("boolean");
    case CommonKind::Integer: {
        const int bytes = integerBytes(type);
        return bytes == 2   ? QStringLiteral("smallint")
               : bytes == 4 ? QStringLiteral("integer")
               : bytes == 8 ? QStringLiteral("bigint")
                            : QStringLiteral("numeric(20,0)");
    }
    case CommonKind::Decimal:
        if (type.length > kMostDigits) {
            why = QStringLiteral("a decimal of %1 digits, PostgreSQL takes %2").arg(type.length).arg(kMostDigits);
            return {};
        }
        return QStringLiteral("numeric(%1,%2)").arg(type.length).arg(type.scale);
    case CommonKind::Number:
        return QStringLiteral("numeric");
    case CommonKind::Float:
        return QStringLiteral("real");
    case CommonKind::Double:
        return QStringLiteral("double precision");
    case CommonKind::Text:
        return type.length > 0 && type.length <= kMostCharacters
                   ? QStringLiteral("character varying(%1)").arg(type.length)
                   : QStringLiteral("text");
    case CommonKind::Json:
        return QStringLiteral("jsonb");
    case CommonKind::Uuid:
        return QStringLiteral("uuid");
    case CommonKind::Binary:
        return QStringLiteral("bytea");
    case CommonKind::Bits:
        return QStringLiteral("bit(%1)").arg(type.length);
    case CommonKind::Date:
        return QStringLiteral("date");
    case CommonKind::Time:
        return timed(QStringLiteral("time"), QStringLiteral(" without time zone"));
    case CommonKind::DateTime:
        return timed(QStringLiteral("timestamp"), QStringLiteral(" without time zone"));
    case CommonKind::Moment:
        return timed(QStringLiteral("timestamp"), QStringLiteral(" with time zone"));
    }
    return {};
}

bool keepsOrderPg(const CommonType& type)
{
    return type.kind != CommonKind::Json;
}

template <typename T>
bool readNumber(BytesView bytes, T& value)
{
    if (bytes.size() != sizeof(T))
        return false;
    value = pgNetworkNumber<T>(bytes);
    return true;
}

template <typename T>
void appendNumber(Bytes& out, T value)
{
    auto bits = static_cast<std::make_unsigned_t<T>>(value);
    for (std::size_t i = sizeof(T); i-- > 0;)
        out.push_back(static_cast<char>(static_cast<std::uint64_t>(bits) >> (8 * i) & 0xffU));
}

Refusal integerToCommon(const CommonType& type, BytesView bytes, Bytes& scratch, Cell& common)
{
    std::int16_t two = 0;
    std::int32_t four = 0;
    std::int64_t eight = 0;
    switch (integerBytes(type)) {
    case 2:
        common = Cell::ofInteger(readNumber(bytes, two) ? two : 0);
        return bytes.size() == 2 ? nullptr : kMalformed;
    case 4:
        common = Cell::ofInteger(readNumber(bytes, four) ? four : 0);
        return bytes.size() == 4 ? nullptr : kMalformed;
    case 8:
        common = Cell::ofInteger(readNumber(bytes, eight) ? eight : 0);
        return bytes.size() == 8 ? nullptr : kMalformed;
    default:
        if (!appendPgNumericText(scratch, bytes) || !digitsToInteger(scratch, common))
            return kMalformed;
        return nullptr;
    }
}

Refusal integerFromCommon(const CommonType& type, const Cell& common, Bytes& scratch)
{
    const std::int64_t value = common.integer;
    const int bytes = integerBytes(type);
    if (bytes == 0)
        return appendPgNumeric(scratch, common.kind == CellKind::Text ? common.bytes : BytesView(std::to_string(value)))
                   ? nullptr
                   : kMalformed;
    if (common.kind != CellKind::Integer)
        return "larger than its column";
    const std::int64_t most = bytes == 2   ? std::numeric_limits<std::int16_t>::max()
                              : bytes == 4 ? std::numeric_limits<std::int32_t>::max()
                                           : std::numeric_limits<std::int64_t>::max();
    if (value > most || value < -most - 1)
        return "larger than its column";
    if (bytes == 2)
        appendNumber(scratch, static_cast<std::int16_t>(value));
    else if (bytes == 4)
        appendNumber(scratch, static_cast<std::int32_t>(value));
    else
        appendNumber(scratch, value);
    return nullptr;
}

Refusal bitsToCommon(BytesView bytes, Bytes& scratch, Cell& common)
{
    if (bytes.size() < sizeof(std::uint32_t))
        return kMalformed;
    const auto bits = pgNetworkNumber<std::uint32_t>(bytes);
    bytes.remove_prefix(sizeof bits);
    if (bytes.size() != (std::size_t{bits} + 7) / 8)
        return kMalformed;
    for (std::uint32_t i = 0; i < bits; ++i)
        scratch.push_back((static_cast<unsigned char>(bytes[i / 8]) >> (7 - i % 8) & 1U) != 0 ? '1' : '0');
    common = Cell::ofText(scratch);
    return nullptr;
}

Refusal bitsFromCommon(BytesView digits, Bytes& scratch)
{
    appendNumber(scratch, static_cast<std::int32_t>(digits.size()));
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i % 8 == 0)
            scratch.push_back('\0');
        if (digits[i] == '1')
            scratch.back() = static_cast<char>(static_cast<unsigned char>(scratch.back()) | (0x80U >> (i % 8)));
        else if (digits[i] != '0')
            return "no row of bits";
    }
    return nullptr;
}

template <typename T>
Refusal timeToCommon(BytesView bytes, Cell& common)
{
    T value = 0;
    if (!readNumber(bytes, value))
        return kMalformed;
    if (value == std::numeric_limits<T>::max() || value == std::numeric_limits<T>::min())
        return "infinity, which only PostgreSQL knows";
    common = Cell::ofInteger(value);
    return nullptr;
}

Refusal toCommonPg(const CommonType& type, const Cell& own, Bytes& scratch, Cell& common)
{
    const bool isText = type.kind == CommonKind::Text || type.kind == CommonKind::Json;
    if (own.kind == CellKind::Blob && isText) // read_as_rows.h
        return "bytes that are no text in the encoding of the source's column";
    if (own.kind != CellKind::Native)
        return kMalformed;
    scratch.clear();
    BytesView bytes = own.bytes;
    switch (type.kind) {
    case CommonKind::Boolean:
        common = Cell::ofInteger(bytes.size() == 1 && bytes[0] != 0 ? 1 : 0);
        return bytes.size() == 1 ? nullptr : kMalformed;
    case CommonKind::Integer:
        return integerToCommon(type, bytes, scratch, common);
    case CommonKind::Decimal:
    case CommonKind::Number:
        if (!appendPgNumericText(scratch, bytes))
            return kMalformed;
        common = Cell::ofText(scratch);
        return nullptr;
    case CommonKind::Float: {
        std::uint32_t bits = 0;
        common = Cell::ofReal(readNumber(bytes, bits) ? double{std::bit_cast<float>(bits)} : 0);
        return bytes.size() == sizeof bits ? nullptr : kMalformed;
    }
    case CommonKind::Double: {
        std::uint64_t bits = 0;
        common = Cell::ofReal(readNumber(bytes, bits) ? std::bit_cast<double>(bits) : 0);
        return bytes.size() == sizeof bits ? nullptr : kMalformed;
    }
    case CommonKind::Text:
        if (type.isPadded)
            bytes = bytes.substr(0, bytes.find_last_not_of(' ') + 1);
        common = Cell::ofText(bytes);
        return nullptr;
    case CommonKind::Json:
        if (!bytes.starts_with(kJsonbVersion))
            return kMalformed;
        common = Cell::ofText(bytes.substr(1));
        return nullptr;
    case CommonKind::Uuid:
        common = Cell::ofText(scratch);
        if (!appendUuidText(scratch, bytes))
            return kMalformed;
        common.bytes = scratch;
        return nullptr;
    case CommonKind::Binary:
        common = Cell::ofBlob(bytes);
        return nullptr;
    case CommonKind::Bits:
        return bitsToCommon(bytes, scratch, common);
    case CommonKind::Date:
        return timeToCommon<std::int32_t>(bytes, common);
    case CommonKind::Time:
    case CommonKind::DateTime:
    case CommonKind::Moment:
        return timeToCommon<std::int64_t>(bytes, common);
    }
    return kMalformed;
}

void pad(Bytes& text, std::int64_t length)
{
    std::int64_t characters = 0;
    for (const char c : text)
        characters += (static_cast<unsigned char>(c) & 0xc0U) != 0x80U ? 1 : 0;
    if (characters < length)
        text.append(static_cast<std::size_t>(length - characters), ' ');
}

Refusal fromCommonPg(const CommonType& type, const Cell& common, Bytes& scratch, Cell& own)
{
    scratch.clear();
    Refusal why = nullptr;
    switch (type.kind) {
    case CommonKind::Boolean:
        scratch.push_back(static_cast<char>(common.integer));
        break;
    case CommonKind::Integer:
        why = integerFromCommon(type, common, scratch);
        break;
    case CommonKind::Decimal:
    case CommonKind::Number:
        if (!appendPgNumeric(scratch, common.bytes))
            why = "no number that numeric can hold";
        break;
    case CommonKind::Float:
        if (!std::isnan(common.real) && double{static_cast<float>(common.real)} != common.real)
            why = "a number of more digits than real has";
        appendNumber(scratch, std::bit_cast<std::uint32_t>(static_cast<float>(common.real)));
        break;
    case CommonKind::Double:
        appendNumber(scratch, std::bit_cast<std::uint64_t>(common.real));
        break;
    case CommonKind::Text:
        if (!type.isPadded) {
            own = Cell::ofNative(common.bytes);
            return nullptr;
        }
        if (common.bytes.ends_with(' '))
            why = "a text with blanks at its end, which character(n) has not";
        scratch = common.bytes;
        pad(scratch, type.length);
        break;
    case CommonKind::Json:
        scratch.push_back(kJsonbVersion);
        scratch += common.bytes;
        break;
    case CommonKind::Uuid:
        if (!appendUuidBytes(scratch, common.bytes))
            why = "no UUID";
        break;
    case CommonKind::Binary:
        own = Cell::ofNative(common.bytes);
        return nullptr;
    case CommonKind::Bits:
        why = bitsFromCommon(common.bytes, scratch);
        break;
    case CommonKind::Date:
        appendNumber(scratch, static_cast<std::int32_t>(common.integer));
        break;
    case CommonKind::Time:
        if (common.integer < 0 || common.integer > kMicrosPerDay)
            why = "a time outside 00:00:00 to 24:00:00, which is all that PostgreSQL's time holds";
        appendNumber(scratch, common.integer);
        break;
    case CommonKind::DateTime:
    case CommonKind::Moment:
        appendNumber(scratch, common.integer);
        break;
    }
    own = Cell::ofNative(scratch);
    return why;
}

} // namespace

const EngineValues& pgValues()
{
    static const EngineValues values{parsePg, declarePg, keepsOrderPg, toCommonPg, fromCommonPg};
    return values;
}

} // namespace busheng
