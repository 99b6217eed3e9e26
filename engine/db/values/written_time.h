// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstdint>
#include <optional>

namespace busheng {

/// A date, a time of day, or both, as a person writes them: '2026-01-31', '08:30:00.5', '2026-01-31T08:30+08'.
struct WrittenTime {
    std::int64_t days = 0;         ///< since 2000-01-01
    std::int64_t microseconds = 0; ///< of the day, less the zone
    bool hasDate = false;
    bool hasClock = false;
    bool hasZone = false;

    /// Microseconds since 2000-01-01; of one with a zone in UTC.
    std::int64_t moment() const;
};

/// Nothing for what is no day of the calendar or no time below 24 h.
std::optional<WrittenTime> readWrittenTime(const QString& text);

} // namespace busheng
