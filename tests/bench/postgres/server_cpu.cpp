// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/postgres/server_cpu.h"

#include <QFile>
#include <QStringList>

#include <unistd.h>

namespace busheng::bench {
namespace {

/// utime, stime, cutime, cstime of /proc/PID/stat, in clock ticks.
struct Ticks {
    double own = 0;
    double ofEndedChildren = 0;
};

Result<Ticks> readTicks(qint64 pid)
{
    QFile file(QStringLiteral("/proc/%1/stat").arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::Internal, file.fileName() + QStringLiteral(": ") + file.errorString());
    const QByteArray text = file.readAll();
    // The second field is the name in parentheses, which may have blanks in it: count from its end.
    const QList<QByteArray> fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
    if (fields.size() < 15)
        return fail(ErrorCode::Internal, file.fileName() + QStringLiteral(" is not as expected"));
    return Ticks{fields[11].toDouble() + fields[12].toDouble(), fields[13].toDouble() + fields[14].toDouble()};
}

} // namespace

Result<double> serverCpuSeconds(qint64 pid)
{
    ENGINE_TRY_AS(const Ticks postmaster, readTicks(pid));
    double ticks = postmaster.own + postmaster.ofEndedChildren;
    QFile children(QStringLiteral("/proc/%1/task/%1/children").arg(pid));
    if (!children.open(QIODevice::ReadOnly))
        return fail(ErrorCode::Internal, children.fileName() + QStringLiteral(": ") + children.errorString());
    for (const QByteArray& child : children.readAll().split(' ')) {
        // One that ends in between is counted by the postmaster the next time.
        if (const auto own = child.isEmpty() ? Result<Ticks>(Ticks{}) : readTicks(child.toLongLong()))
            ticks += own->own;
    }
    return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

} // namespace busheng::bench
