// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace busheng {

/// Ends this process at once, as a power cut would: nothing is flushed, nobody is told.
[[noreturn]] void killThisProcess();

/// Keeps this memory from being swapped out. False when the system does not allow it.
bool lockMemory(void* memory, std::size_t size);
void unlockMemory(void* memory, std::size_t size);

} // namespace busheng
