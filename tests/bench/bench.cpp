// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench.h"

#include <algorithm>

namespace busheng::bench {

QString Goal::text() const
{
    switch (of) {
    case Of::None:
        break;
    case Of::RatioAtLeast:
        return QStringLiteral("ratio >= %1").arg(value);
    case Of::RatioAtMost:
        return QStringLiteral("ratio <= %1").arg(value);
    case Of::OursAtLeast:
        return QStringLiteral("ours >= %1").arg(value, 0, 'f', 0);
    case Of::OursAtMost:
        return QStringLiteral("ours <= %1").arg(value);
    }
    return {};
}

std::optional<double> Row::ratio() const
{
    return ours && peer && *peer > 0 ? std::optional(*ours / *peer) : std::nullopt;
}

std::optional<bool> Row::isGoalReached() const
{
    const bool ofRatio = goal.of == Goal::Of::RatioAtLeast || goal.of == Goal::Of::RatioAtMost;
    const std::optional<double> figure = ofRatio ? ratio() : ours;
    if (goal.of == Goal::Of::None || !figure)
        return std::nullopt;
    const bool atLeast = goal.of == Goal::Of::RatioAtLeast || goal.of == Goal::Of::OursAtLeast;
    return atLeast ? *figure >= goal.value : *figure <= goal.value;
}

bool Options::wants(const QString& line) const
{
    return only.isEmpty() || only.contains(line);
}

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

} // namespace busheng::bench
