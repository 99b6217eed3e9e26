// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/files/names/name_fault.h"

namespace busheng {

/// The bytes of UTF-8 that a whole path may have, its file's name included (§8.2.4 d).
inline constexpr qsizetype kMostPathBytes = 256;

/// How paths are written on the machine that has them.
enum class PathStyle {
    Posix,   ///< /lwjc/send
    Windows, ///< C:\lwjc\send or C:/lwjc/send
};

/// Whether a path may be a task's directory, or the whole path of a file (§8.2.4 d): absolute, at most 256 bytes, no
/// double quotes, angle brackets or vertical bars in either width, nothing hidden, no '.' or '..'; under Windows none
/// of its own forbidden characters, devices and endings either. One separator may stand at the end. Thread: any.
NameResult<void> checkAbsolutePath(BytesView path, PathStyle style);

/// What §8.2.4 d forbids in names, in both widths: " “ ” ＂ < ＜ > ＞ | ｜, and the separators' wide twins ／ ＼.
bool isForbiddenInPath(char32_t character);

} // namespace busheng
