// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace busheng {

/// Ends this process at once, as a power cut would: nothing is flushed, nobody is told.
[[noreturn]] void killThisProcess();

/// Ends this process in the usual way, when main() has nothing left to do: what is static is destroyed on POSIX systems
/// only. MinGW's runtime library waits while Windows ends a process for locks that threads of it may have kept, which
/// are gone by then: seen under wine with tests that were through, for good.
[[noreturn]] void endProcess(int code);

/// Keeps this memory from being swapped out. False when the system does not allow it.
bool lockMemory(void* memory, std::size_t size);
void unlockMemory(void* memory, std::size_t size);

} // namespace busheng
