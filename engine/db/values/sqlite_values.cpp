// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/values/sqlite_values.h"

#include "engine/db/sqlite/sqlite_ddl.h"
#include "engine/db/values/civil_time.h"
#include "engine/db/values/value_text.h"

#include <cmath>

namespace busheng {
namespace {

constexpr BytesView kUtc = "+00:00";
constexpr std::int64_t kMostExact = std::int64_t{1} << 53; ///< whole numbers up to here are doubles

std::optional<CommonType> parseSqlite(const QString& declared, QString& why)
{
    const QString word = declared.section(u'(', 0, 0).trimmed().toUpper();
    if (word == u"BOOLEAN" || word == u"BOOL")
        return CommonType{.kind = CommonKind::Boolean};
    if (word == u"DATE")
        return CommonType{.kind = CommonKind::Date};
    if (word == u"TIME")
        return CommonType{.kind = CommonKind::Time, .scale = kMostFraction};
    if (word == u"DATETIME" || word == u"TIMESTAMP")
        return CommonType{.kind = CommonKind::DateTime, .scale = kMostFraction};
    if (word.isEmpty()) {
        why = QStringLiteral("a column without a type may hold anything: give it one, or leave it out");
        return std::nullopt;
    }
    const QString affinity = sqliteAffinity(declared);
    if (affinity == u"INTEGER")
        return CommonType{.kind = CommonKind::Integer, .bits = 64};
    if (affinity == u"TEXT")
        return CommonType{.kind = CommonKind::Text};
    if (affinity == u"BLOB")
        return CommonType{.kind = CommonKind::Binary};
    if (affinity == u"REAL")
        return CommonType{.kind = CommonKind::Double};
    return CommonType{.kind = CommonKind::Double, .isWhole = true};
}

bool isLarge(const CommonType& type)
{
    return type.kind == CommonKind::Integer && type.isUnsigned && type.bits == 64;
}

QString declareSqlite(const CommonType& type, bool, QString&)
{
    switch (type.kind) {
    case CommonKind::Boolean:
        return QStringLiteral("BOOLEAN");
    case CommonKind::Integer:
        return isLarge(type) ? QStringLiteral("TEXT") : QStringLiteral("INTEGER");
    case CommonKind::Float:
    case CommonKind::Double:
        return QStringLiteral("REAL");
    case CommonKind::Binary:
        return QStringLiteral("BLOB");
    case CommonKind::Date:
        return QStringLiteral("DATE");
    case CommonKind::Time:
        return QStringLiteral("TIME");
    case CommonKind::DateTime:
        return QStringLiteral("DATETIME");
    default:
        return QStringLiteral("TEXT");
    }
}

bool keepsOrderSqlite(const CommonType& type)
{
    switch (type.kind) {
    case CommonKind::Decimal:
    case CommonKind::Number:
    case CommonKind::Json:
    case CommonKind::Bits:
    case CommonKind::Time: // of more than 99 hours, or below zero
        return false;
    default:
        return !isLarge(type);
    }
}

bool appendTime(const CommonType& type, std::int64_t value, Bytes& out)
{
    if (type.kind == CommonKind::Date)
        return appendCivilDate(out, value);
    if (type.kind == CommonKind::Time)
        return appendCivilClock(out, value, -1);
    if (!appendCivilMoment(out, value, -1))
        return false;
    if (type.kind == CommonKind::Moment)
        out += kUtc;
    return true;
}

Refusal timeToCommon(const CommonType& type, BytesView text, Bytes& scratch, Cell& common)
{
    BytesView digits = text;
    if (type.kind == CommonKind::Moment && digits.ends_with(kUtc))
        digits.remove_suffix(kUtc.size());
    const auto value = type.kind == CommonKind::Date   ? parseCivilDate(digits)
                       : type.kind == CommonKind::Time ? parseCivilClock(digits)
                                                       : parseCivilMoment(digits);
    // Written in another way it would not come back as it was.
    if (!value || !appendTime(type, *value, scratch) || text != scratch)
        return "no date or time as SQLite itself writes it (2024-02-29, 08:30:00, 2024-02-29 08:30:00.5)";
    common = Cell::ofInteger(*value);
    return nullptr;
}

Refusal realToCommon(const CommonType& type, const Cell& own, Cell& common)
{
    common = own;
    if (own.kind == CellKind::Real)
        return nullptr;
    if (!type.isWhole || own.kind != CellKind::Integer || own.integer > kMostExact || own.integer < -kMostExact)
        return "no number of 53 bits, as its column's type says";
    common = Cell::ofReal(static_cast<double>(own.integer));
    return nullptr;
}

Refusal toCommonSqlite(const CommonType& type, const Cell& own, Bytes& scratch, Cell& common)
{
    scratch.clear();
    common = own;
    switch (type.kind) {
    case CommonKind::Boolean:
        return own.kind == CellKind::Integer && (own.integer == 0 || own.integer == 1) ? nullptr : "neither 0 nor 1";
    case CommonKind::Integer:
        if (isLarge(type))
            return own.kind == CellKind::Text && digitsToInteger(own.bytes, common) ? nullptr : "no whole number";
        return own.kind == CellKind::Integer ? nullptr : "no whole number, as its column's type says";
    case CommonKind::Float:
    case CommonKind::Double:
        return realToCommon(type, own, common);
    case CommonKind::Binary:
        return own.kind == CellKind::Blob ? nullptr : "no bytes (BLOB), as its column's type says";
    case CommonKind::Date:
    case CommonKind::Time:
    case CommonKind::DateTime:
    case CommonKind::Moment:
        return own.kind == CellKind::Text ? timeToCommon(type, own.bytes, scratch, common)
                                          : "no date or time, as its column's type says";
    default:
        if (own.kind == CellKind::Native) // read_as_rows.h
            return "bytes that are no text in the encoding of the source's column";
        return own.kind == CellKind::Text ? nullptr : "no text, as its column's type says";
    }
}

Refusal realFromCommon(const CommonType& type, double value, Cell& own)
{
    if (std::isnan(value))
        return "NaN, which SQLite has not";
    if (value == 0 && std::signbit(value))
        return "-0, which SQLite makes 0";
    const bool isWhole =
        type.isWhole && std::abs(value) <= static_cast<double>(kMostExact) && std::trunc(value) == value;
    if (isWhole)
        own = Cell::ofInteger(static_cast<std::int64_t>(value));
    return nullptr;
}

Refusal fromCommonSqlite(const CommonType& type, const Cell& common, Bytes& scratch, Cell& own)
{
    scratch.clear();
    own = common;
    switch (type.kind) {
    case CommonKind::Integer:
        if (isLarge(type) && common.kind == CellKind::Integer) {
            scratch = std::to_string(common.integer);
            own = Cell::ofText(scratch);
        }
        return isLarge(type) || common.kind == CellKind::Integer ? nullptr : "larger than its column";
    case CommonKind::Float:
    case CommonKind::Double:
        return realFromCommon(type, common.real, own);
    case CommonKind::Date:
    case CommonKind::Time:
    case CommonKind::DateTime:
    case CommonKind::Moment: {
        const bool good = appendTime(type, common.integer, scratch);
        own = Cell::ofText(scratch);
        return good ? nullptr : "outside the years 1 to 9999, which are all that SQLite's functions know";
    }
    default:
        return nullptr;
    }
}

} // namespace

const EngineValues& sqliteValues()
{
    static const EngineValues values{parseSqlite, declareSqlite, keepsOrderSqlite, toCommonSqlite, fromCommonSqlite};
    return values;
}

} // namespace busheng
