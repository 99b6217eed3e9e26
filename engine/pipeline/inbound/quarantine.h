// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"
#include "engine/base/file_system.h"

namespace busheng {

/// Keeps refused packets aside for an investigation: at most `kQuarantineFiles` newest, each with the reason beside it:
/// <n>.packet and <n>.json, n rising. Thread: one at a time. Fails: Storage.
class Quarantine {
public:
    Quarantine(FileSystem& fileSystem, QString directory, Clock& clock = systemClock());
    /// Of bytes that are longer than a packet can be, the beginning.
    Result<> keep(BytesView packet, const Error& reason);

private:
    Result<> removeOld();

    FileSystem& m_fileSystem;
    QString m_directory;
    Clock& m_clock;
    std::uint64_t m_next = 0; ///< 0: not looked up yet
};

inline constexpr int kQuarantineFiles = 64;

} // namespace busheng
