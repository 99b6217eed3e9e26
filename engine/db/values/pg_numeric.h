// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"

namespace busheng {

/// Appends a number in numeric's binary form as PostgreSQL prints it, with all its zeros; "NaN", "Infinity",
/// "-Infinity". False: the bytes are no number.
bool appendPgNumericText(Bytes& out, BytesView numeric);

/// Appends the binary form of what the above appends, as PostgreSQL itself makes it. False: it is no such text, or has
/// more digits than numeric can hold.
bool appendPgNumeric(Bytes& out, BytesView text);

} // namespace busheng
