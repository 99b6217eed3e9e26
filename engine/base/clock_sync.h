// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <optional>

namespace busheng {

/// What the system knows of its own clock.
struct ClockSync {
    bool isSynchronized = false; ///< something (NTP, PTP) keeps it right
    qint64 maxErrorMs = 0;       ///< by which it may be wrong, while it is synchronized
};

/// Asks the kernel; nothing where it does not say (other systems than Linux). Changes nothing. Thread: any.
std::optional<ClockSync> clockSync();

} // namespace busheng
