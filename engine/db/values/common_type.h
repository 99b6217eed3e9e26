// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/cell.h"

#include <QString>

#include <cstdint>
#include <optional>

namespace busheng {

/// The one form that the values of unlike databases have in common, between the form of the one and that of the other.
///
/// | kind | cell |
/// |---|---|
/// | Boolean | Integer, 0 or 1 |
/// | Integer | Integer; above 2^63 - 1 Text with the digits |
/// | Decimal | Text: digits, `scale` of them behind the point |
/// | Number | Text: any digits, with the zeros that the source shows; "NaN", "Infinity", "-Infinity" |
/// | Float, Double | Real |
/// | Text, Json | Text, UTF-8 |
/// | Uuid | Text, 36 lower-case characters |
/// | Binary | Blob |
/// | Bits | Text of 0 and 1 |
/// | Date | Integer, days (civil_time.h) |
/// | Time, DateTime, Moment | Integer, microseconds (civil_time.h); of a Moment in UTC |
enum class CommonKind : std::uint8_t {
    Boolean,
    Integer,
    Decimal,
    Number,
    Float,
    Double,
    Text,
    Json, ///< as PostgreSQL's jsonb prints it
    Uuid,
    Binary,
    Bits,
    Date,
    Time,
    DateTime, ///< as a clock on the wall shows it
    Moment,   ///< the same everywhere
};

/// A column's type as what its values are, whoever stores them. How a database of another kind than the source's stores
/// such a column follows from this alone.
struct CommonType {
    CommonKind kind = CommonKind::Text;
    int bits = 0; ///< of an Integer: 8, 16, 24, 32 or 64
    bool isUnsigned = false;
    std::int64_t length = 0; ///< characters, bytes, bits or digits; 0: any number
    int scale = 0;           ///< digits behind the point, or behind the second
    bool isFixed = false;    ///< Bits: always `length` of them
    bool isPadded = false;   ///< PostgreSQL's character(n): blanks up to `length`, which are no part of the value
    bool isWhole = false;    ///< SQLite's NUMERIC: a whole number is an Integer there
    bool isRanked = false;   ///< an enum: its texts are sorted otherwise than their bytes

    bool operator==(const CommonType&) const = default;
};

/// Why a value has no form at the other end; English, one phrase. Null: it has one.
using Refusal = const char*;

/// How one kind of database writes the common values.
///
/// A value is exact in both directions or refused: fromCommon() of toCommon() of a cell is that cell, to the byte, in
/// the source; toCommon() of fromCommon() of a value is that value, in the target.
struct EngineValues {
    /// A source's declared type. Nothing: there is none; `why` says so and what to do about it.
    std::optional<CommonType> (*parse)(const QString& declared, QString& why);
    /// The declared type that a target gets; `isIndexed`: it is in a key. Empty: there is none; `why` says so.
    QString (*declare)(const CommonType& type, bool isIndexed, QString& why);
    /// Rows stand in the same order by it as by its common values, Binary and Text by their bytes.
    bool (*keepsOrder)(const CommonType& type);
    /// Of a cell that is neither Null nor Unchanged. The result may point into `scratch`, which is cleared before, and
    /// into the cell.
    Refusal (*toCommon)(const CommonType& type, const Cell& own, Bytes& scratch, Cell& common);
    Refusal (*fromCommon)(const CommonType& type, const Cell& common, Bytes& scratch, Cell& own);
};

/// "postgres", "mariadb", "sqlite" or "odbc" (neutral_values.h); null for others.
const EngineValues* engineValues(const QString& engine);

} // namespace busheng
