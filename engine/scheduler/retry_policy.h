// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <optional>

namespace busheng {

/// The fewest resends of §8.2.7.
inline constexpr int kFewestResends = 3;

/// How often a run that failed is tried again, and how long it waits before (§8.2.5, §8.2.7).
struct RetryPolicy {
    int resends = kFewestResends; ///< kFewestResends or more; fewer are raised to it
    qint64 firstPauseMs = 5'000;  ///< before the first resend
    qint64 longestPauseMs = 3'600'000;

    bool operator==(const RetryPolicy&) const = default;
};

/// The pause before resend `number` (from 1): firstPauseMs * 2^(number - 1), at most longestPauseMs. Nothing: there is
/// no such resend, the run has failed.
std::optional<qint64> pauseBeforeResend(const RetryPolicy& policy, int number);

} // namespace busheng
