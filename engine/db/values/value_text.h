// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/cell.h"

namespace busheng {

/// "18446744073709551615" as an Integer of the common form. False: no whole number of 64 bits.
bool digitsToInteger(BytesView digits, Cell& common);

/// 16 bytes as 36 lower-case characters, and back. False: there are not so many, or other characters.
bool appendUuidText(Bytes& out, BytesView bytes);
bool appendUuidBytes(Bytes& out, BytesView text);

} // namespace busheng
