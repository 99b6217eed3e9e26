// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/process.h"
#include "engine/base/process_info.h"

#include <windows.h>

#include <psapi.h>

#include <cstdio>
#include <cstdlib>

namespace busheng {
namespace {

constexpr UINT kKilled = 137; // what a shell says of a process that SIGKILL ended

} // namespace

void killThisProcess()
{
    ::TerminateProcess(::GetCurrentProcess(), kKilled);
    std::abort(); // not reached
}

void endProcess(int code)
{
    std::fflush(nullptr);
    ::TerminateProcess(::GetCurrentProcess(), static_cast<UINT>(code));
    std::abort(); // not reached
}

bool lockMemory(void* memory, std::size_t size)
{
    return size == 0 || ::VirtualLock(memory, size) != 0;
}

void unlockMemory(void* memory, std::size_t size)
{
    if (size > 0)
        ::VirtualUnlock(memory, size);
}

qint64 peakResidentBytes()
{
    PROCESS_MEMORY_COUNTERS counters{};
    counters.cb = sizeof(counters);
    if (::GetProcessMemoryInfo(::GetCurrentProcess(), &counters, sizeof(counters)) == 0)
        return 0;
    return static_cast<qint64>(counters.PeakWorkingSetSize);
}

} // namespace busheng
