// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/values/common_type.h"

namespace busheng {

/// The values of a database that is read through ODBC: words and cells of no database's own, into which its dialect
/// puts what it reads (engine/db/odbc). DatasetSchema::engine is "odbc".
///
/// Declared types: boolean, int8, int16, int24, int32, int64, "uint8" to "uint64", decimal(12,2), number, float,
/// double, text, text(20), json, uuid, binary, binary(16), bits(8), bits (any number), date, time(6), datetime(6),
/// moment(6). Cells are those of CommonKind, but dates and times are texts with just so many digits behind the second:
/// "2024-02-29", "08:30:00.500", "2024-02-29 08:30:00.500000"; of a moment in UTC.
///
/// Such a database is no target yet: declare() says so.
const EngineValues& neutralValues();

/// Nothing: it is no such word. Sizes of 0 are those that are not said.
std::optional<CommonType> parseNeutralType(const QString& declared);
/// "text(20)". Never empty.
QString neutralTypeName(const CommonType& type);

/// Makes of what a driver gave for a value, in digits and letters, the text of its cell: numbers with their zeros in
/// front and the point, dates and times with their digits, UUIDs in lower case. `scratch` may hold the result.
Refusal neutralText(const CommonType& type, BytesView given, Bytes& scratch, BytesView& text);

} // namespace busheng
