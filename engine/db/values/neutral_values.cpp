// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/values/neutral_values.h"

#include "engine/db/values/civil_time.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace busheng {
namespace {

constexpr auto kNoNumber = "no decimal number";
constexpr std::size_t kUuidText = 36;
constexpr int kMostBits = 64;

struct Word {
    const char* name;
    CommonKind kind;
    int sizes; ///< that may stand in brackets
};

constexpr std::array kWords = {
    Word{"boolean", CommonKind::Boolean, 0},   Word{"decimal", CommonKind::Decimal, 2},
    Word{"number", CommonKind::Number, 0},     Word{"float", CommonKind::Float, 0},
    Word{"double", CommonKind::Double, 0},     Word{"text", CommonKind::Text, 1},
    Word{"json", CommonKind::Json, 0},         Word{"uuid", CommonKind::Uuid, 0},
    Word{"binary", CommonKind::Binary, 1},     Word{"bits", CommonKind::Bits, 1},
    Word{"date", CommonKind::Date, 0},         Word{"time", CommonKind::Time, 1},
    Word{"datetime", CommonKind::DateTime, 1}, Word{"moment", CommonKind::Moment, 1},
};

bool isTimed(CommonKind kind)
{
    return kind == CommonKind::Time || kind == CommonKind::DateTime || kind == CommonKind::Moment;
}

std::optional<CommonType> parseInteger(const QString& word)
{
    static const QRegularExpression kInteger(QStringLiteral("^(u?)int(8|16|24|32|64)$"));
    const auto match = kInteger.match(word);
    if (!match.hasMatch())
        return std::nullopt;
    return CommonType{
        .kind = CommonKind::Integer, .bits = match.captured(2).toInt(), .isUnsigned = !match.captured(1).isEmpty()};
}

std::optional<CommonType> parseOdbc(const QString& declared, QString& why)
{
    auto type = parseNeutralType(declared);
    if (!type)
        why = QStringLiteral("%1 has no counterpart: leave the column out, or give the table a column of another type "
                             "beside it")
                  .arg(declared.left(80));
    return type;
}

QString declareOdbc(const CommonType&, bool, QString& why)
{
    why = QStringLiteral("a database that is reached through ODBC is no target yet");
    return {};
}

/// Its dialect sorts texts by their bytes; numbers and times have one order everywhere.
bool keepsOrderOdbc(const CommonType& type)
{
    switch (type.kind) {
    case CommonKind::Float:
    case CommonKind::Double:
    case CommonKind::Number:
    case CommonKind::Json:
    case CommonKind::Bits:
        return false;
    default:
        return true;
    }
}

bool fits(const CommonType& type, const Cell& own)
{
    switch (type.kind) {
    case CommonKind::Boolean:
        return own.kind == CellKind::Integer && (own.integer == 0 || own.integer == 1);
    case CommonKind::Integer:
        return own.kind == CellKind::Integer ||
               (own.kind == CellKind::Text && type.isUnsigned && type.bits == kMostBits);
    case CommonKind::Float:
    case CommonKind::Double:
        return own.kind == CellKind::Real;
    case CommonKind::Binary:
        return own.kind == CellKind::Blob;
    default:
        return own.kind == CellKind::Text;
    }
}

std::optional<std::int64_t> parseTime(const CommonType& type, BytesView text)
{
    if (type.kind == CommonKind::Date)
        return parseCivilDate(text);
    return type.kind == CommonKind::Time ? parseCivilClock(text) : parseCivilMoment(text);
}

bool appendTime(const CommonType& type, std::int64_t value, Bytes& out)
{
    if (type.kind == CommonKind::Date)
        return appendCivilDate(out, value);
    return type.kind == CommonKind::Time ? appendCivilClock(out, value, type.scale)
                                         : appendCivilMoment(out, value, type.scale);
}

Refusal toCommonOdbc(const CommonType& type, const Cell& own, Bytes&, Cell& common)
{
    if (!fits(type, own))
        return "no value of its type";
    common = own;
    if (type.kind != CommonKind::Date && !isTimed(type.kind))
        return nullptr;
    const auto value = parseTime(type, own.bytes);
    if (!value)
        return "no day of the calendar from year 1 on (a zero date, or a day 0)";
    common = Cell::ofInteger(*value);
    return nullptr;
}

Refusal fromCommonOdbc(const CommonType& type, const Cell& common, Bytes& scratch, Cell& own)
{
    own = common;
    if (type.kind != CommonKind::Date && !isTimed(type.kind))
        return nullptr;
    scratch.clear();
    const bool good = appendTime(type, common.integer, scratch);
    own = Cell::ofText(scratch);
    return good ? nullptr : "outside the years 1 to 9999, or with more digits behind the second than the column has";
}

bool isDigits(BytesView text)
{
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// "-.5", "0012.50", "+3" as "-0.50", "12.50", "3" with `scale` digits; below 0: as many as there are.
Refusal decimalText(BytesView given, int scale, Bytes& scratch, BytesView& text)
{
    if (given == "NaN" || given == "Infinity" || given == "-Infinity") {
        text = given;
        return nullptr;
    }
    const bool isNegative = given.starts_with('-');
    BytesView digits = given.substr(isNegative || given.starts_with('+') ? 1 : 0);
    const std::size_t point = digits.find('.');
    BytesView whole = digits.substr(0, point);
    BytesView fraction = point == BytesView::npos ? BytesView() : digits.substr(point + 1);
    if (!isDigits(whole) || !isDigits(fraction) || (whole.empty() && fraction.empty()))
        return kNoNumber;
    whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size()));
    if (scale >= 0 && fraction.size() > static_cast<std::size_t>(scale)) {
        if (fraction.find_first_not_of('0', static_cast<std::size_t>(scale)) != BytesView::npos)
            return "a number of more digits than its column has";
        fraction = fraction.substr(0, static_cast<std::size_t>(scale));
    }
    const bool isZero = whole.empty() && fraction.find_first_not_of('0') == BytesView::npos;
    scratch.clear();
    if (isNegative && !isZero)
        scratch.push_back('-');
    scratch += whole.empty() ? BytesView("0") : whole;
    if (scale > 0 || !fraction.empty())
        scratch.push_back('.');
    scratch += fraction;
    for (auto missing = static_cast<std::ptrdiff_t>(scale) - static_cast<std::ptrdiff_t>(fraction.size()); missing > 0;
         --missing)
        scratch.push_back('0');
    text = scratch;
    return nullptr;
}

/// Zeros beyond the microsecond say nothing.
BytesView withoutNanoZeros(BytesView text)
{
    const std::size_t point = text.rfind('.');
    if (point == BytesView::npos)
        return text;
    while (text.size() > point + 1 + kMostFraction && text.ends_with('0'))
        text.remove_suffix(1);
    return text;
}

Refusal timeText(const CommonType& type, BytesView given, Bytes& scratch, BytesView& text)
{
    const auto value = parseTime(type, withoutNanoZeros(given));
    if (!value)
        return "no day or time of the calendar of the years 1 to 9999 (a zero date, infinity), or one with more than "
               "six "
               "digits behind the second";
    scratch.clear();
    if (!appendTime(type, *value, scratch))
        return "a time with more digits behind the second than its column has";
    text = scratch;
    return nullptr;
}

Refusal uuidText(BytesView given, Bytes& scratch, BytesView& text)
{
    if (given.size() != kUuidText)
        return "no UUID";
    scratch.clear();
    for (const char c : given)
        scratch.push_back(c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c);
    text = scratch;
    return nullptr;
}

} // namespace

std::optional<CommonType> parseNeutralType(const QString& declared)
{
    static const QRegularExpression kType(QStringLiteral("^([a-z]+)(?:\\((\\d{1,9})(?:,(\\d{1,3}))?\\))?$"));
    if (auto integer = parseInteger(declared))
        return integer;
    const auto match = kType.match(declared);
    const auto found = std::ranges::find_if(
        kWords, [&match](const Word& word) { return match.captured(1) == QLatin1String(word.name); });
    const int sizes = !match.captured(3).isEmpty() ? 2 : match.captured(2).isEmpty() ? 0 : 1;
    if (!match.hasMatch() || found == kWords.end() || sizes > found->sizes)
        return std::nullopt;
    CommonType type{.kind = found->kind};
    const int first = match.captured(2).toInt();
    if (isTimed(type.kind)) {
        type.scale = sizes == 0 ? kMostFraction : first;
        return type.scale > kMostFraction ? std::nullopt : std::optional(type);
    }
    type.length = first;
    if (type.kind == CommonKind::Decimal) {
        type.scale = match.captured(3).toInt();
        if (sizes != 2 || first == 0 || type.scale > first)
            return std::nullopt;
    }
    type.isFixed = type.kind == CommonKind::Bits && first > 0;
    return type;
}

QString neutralTypeName(const CommonType& type)
{
    if (type.kind == CommonKind::Integer)
        return (type.isUnsigned ? QStringLiteral("uint%1") : QStringLiteral("int%1")).arg(type.bits);
    const auto word = std::ranges::find(kWords, type.kind, &Word::kind);
    const QString name = QString::fromLatin1(word->name);
    if (type.kind == CommonKind::Decimal)
        return QStringLiteral("%1(%2,%3)").arg(name).arg(type.length).arg(type.scale);
    if (isTimed(type.kind))
        return QStringLiteral("%1(%2)").arg(name).arg(type.scale);
    return type.length > 0 ? QStringLiteral("%1(%2)").arg(name).arg(type.length) : name;
}

Refusal neutralText(const CommonType& type, BytesView given, Bytes& scratch, BytesView& text)
{
    text = given;
    switch (type.kind) {
    case CommonKind::Decimal:
        return decimalText(given, type.scale, scratch, text);
    case CommonKind::Number:
        return decimalText(given, -1, scratch, text);
    case CommonKind::Date:
    case CommonKind::Time:
    case CommonKind::DateTime:
    case CommonKind::Moment:
        return timeText(type, given, scratch, text);
    case CommonKind::Uuid:
        return uuidText(given, scratch, text);
    case CommonKind::Bits:
        return std::ranges::all_of(given, [](char c) { return c == '0' || c == '1'; }) ? nullptr : "no row of bits";
    default:
        return nullptr;
    }
}

const EngineValues& neutralValues()
{
    static const EngineValues values{parseOdbc, declareOdbc, keepsOrderOdbc, toCommonOdbc, fromCommonOdbc};
    return values;
}

} // namespace busheng
