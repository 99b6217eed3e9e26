// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/process.h"
#include "engine/base/process_info.h"

#include <QFile>

#include <csignal>
#include <cstdlib>
#include <sys/mman.h>

namespace busheng {

void killThisProcess()
{
    std::raise(SIGKILL);
    std::abort(); // not reached
}

void endProcess(int code)
{
    std::exit(code);
}

bool lockMemory(void* memory, std::size_t size)
{
    return ::mlock(memory, size) == 0;
}

void unlockMemory(void* memory, std::size_t size)
{
    ::munlock(memory, size);
}

qint64 peakResidentBytes()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (QByteArray line = status.readLine(); !line.isEmpty(); line = status.readLine()) {
        if (line.startsWith("VmHWM:"))
            return line.mid(6).trimmed().split(' ').first().toLongLong() * 1024;
    }
    return 0;
}

} // namespace busheng
