// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"

#include <cstdint>
#include <optional>

namespace busheng {

// Dates and times as calendar and clock show them, in numbers: days since 2000-01-01, microseconds since its midnight.
// Only the calendar is counted (Gregorian, also before its time); no zone is asked, so that a date never moves.

inline constexpr std::int64_t kMicrosPerSecond = 1'000'000;
inline constexpr std::int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;
inline constexpr int kMostFraction = 6; ///< digits behind the second

/// "2024-02-29". Nothing for what is no day of the years 1 to 9999: "0000-00-00", "2024-00-10", "2023-02-29".
std::optional<std::int64_t> parseCivilDate(BytesView text);
/// "[-]838:59:59.000001": hours of any number up to 5 digits.
std::optional<std::int64_t> parseCivilClock(BytesView text);
/// A date, a blank and a time of day below 24 h.
std::optional<std::int64_t> parseCivilMoment(BytesView text);

/// What parse reads. `digits` behind the second: so many, or -1: none too many. False: outside the years 1 to 9999, or
/// more digits are needed.
bool appendCivilDate(Bytes& out, std::int64_t days);
bool appendCivilClock(Bytes& out, std::int64_t micros, int digits);
bool appendCivilMoment(Bytes& out, std::int64_t micros, int digits);

} // namespace busheng
