// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scheduler/retry_policy.h"

#include <algorithm>

namespace busheng {

std::optional<qint64> pauseBeforeResend(const RetryPolicy& policy, int number)
{
    if (number < 1 || number > std::max(policy.resends, kFewestResends))
        return std::nullopt;
    qint64 pause = std::clamp<qint64>(policy.firstPauseMs, 0, policy.longestPauseMs);
    for (int i = 1; i < number && pause < policy.longestPauseMs; ++i)
        pause = std::min(pause * 2, policy.longestPauseMs);
    return pause;
}

} // namespace busheng
