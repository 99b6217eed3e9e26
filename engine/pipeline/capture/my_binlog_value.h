// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/mariadb/my_value.h"
#include "engine/pipeline/capture/my_binlog_event.h"

namespace busheng::binlog {

/// Whether rows with this column can be those of a column that is declared so: what is different is a change of the
/// structure. `saysKind`: the log says whether numbers have a sign, and strings characters.
bool fits(const Column& column, const MyType& declared, bool saysKind = true);

/// Reads the value of a column that is not NULL and appends its cell: the same bytes that a SELECT gives
/// (engine/db/mariadb/my_value.h). False: the bytes are short or no value (then in.failed()), or a text holds what is
/// no character in its encoding.
bool writeValue(ByteReader& in, const Column& column, const MyColumn& declared, ByteWriter& out);

/// Appends the digits of a decimal: `meta` is its precision, and 256 times its scale. False: it is none.
bool decimalText(ByteReader& in, std::uint16_t meta, Bytes& out);

} // namespace busheng::binlog
