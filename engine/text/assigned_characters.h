// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace busheng {

/// Characters of GB18030 that had no place in Unicode when ICU's table was made (GB 18030-2005), and have one now
/// (GB 18030-2022): ICU gives private-use places for them, names are written with some. True: there is one in `units`.
bool hasLateCharacters(std::u16string_view units);
/// The same text with these characters in their places of today.
std::u16string withAssignedCharacters(std::u16string_view units);

} // namespace busheng
