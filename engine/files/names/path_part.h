// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/files/names/name_fault.h"

namespace busheng {

/// What Linux takes for one name.
inline constexpr qsizetype kMostPartBytes = 255;

/// Whether one part of a path, which begins at the byte `at` of it, may be created: neither empty nor '.' nor '..' nor
/// too long; for Windows none of its own forbidden characters, devices and endings either. Thread: any.
NameResult<void> checkPathPart(BytesView part, std::size_t at, bool forWindows);

/// CON, NUL, COM1, with or without a suffix, in any case.
bool isWindowsDevice(BytesView part);

/// "C:" at the beginning.
bool beginsWithDrive(BytesView path);

} // namespace busheng
