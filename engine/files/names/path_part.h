// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/files/names/name_fault.h"

namespace busheng {

/// What Linux takes for one name.
inline constexpr qsizetype kMostPartBytes = 255;

/// Which names a part of a path may have beside those that only Linux knows.
enum class PartRules {
    Linux,   ///< whatever Linux takes
    NoTraps, ///< none that is another thing under Windows: devices, a dot or a blank at the end
    Windows, ///< none that Windows refuses either
};

/// Whether one part of a path, which begins at the byte `at` of it, may be created: neither empty nor '.' nor '..' nor
/// too long, and what `rules` say. Thread: any.
NameResult<void> checkPathPart(BytesView part, std::size_t at, PartRules rules);

/// CON, NUL, COM1, with or without a suffix, in any case.
bool isWindowsDevice(BytesView part);

/// "C:" at the beginning.
bool beginsWithDrive(BytesView path);

} // namespace busheng
