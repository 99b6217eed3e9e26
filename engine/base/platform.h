// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLatin1String>
#include <QtGlobal>

/// What kind of system this program was built for, for rules that differ and are no system calls. Everything that calls
/// the system stands in pairs of files, x_posix.cpp and x_windows.cpp.
namespace busheng {

#ifdef Q_OS_WIN
inline constexpr bool kIsWindows = true;
#else
inline constexpr bool kIsWindows = false;
#endif

/// Vectors of 32 and 64 bytes may be kept on the stack. For 64-bit Windows GCC does not align it for them (its bug
/// 54412).
inline constexpr bool kHasWideVectors = !kIsWindows;

/// How the file of a program ends.
inline constexpr QLatin1String kProgramSuffix(kIsWindows ? ".exe" : "");
/// And that of a library which is loaded by its path.
inline constexpr QLatin1String kLibrarySuffix(kIsWindows ? ".dll" : ".so");

} // namespace busheng
