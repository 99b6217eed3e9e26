// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace busheng {

/// How a flow went in one step of time: a minute, or a quarter of an hour.
struct FlowFigure {
    qint64 atUtcMs = 0;        ///< where the step begins
    double rowsPerSecond = -1; ///< mean; -1: not known
    qint64 lagMs = -1;         ///< the largest; -1: not known

    bool operator==(const FlowFigure&) const = default;
};

/// How long the steps are that figures are kept in, and how long they stay. In seconds.
inline constexpr qint64 kMinuteStep = 60;
inline constexpr qint64 kMinuteFiguresKept = 24 * 3600;
inline constexpr qint64 kQuarterStep = 15 * 60;
inline constexpr qint64 kQuarterFiguresKept = 7 * 24 * 3600;

/// What flows are called in figures: what stays the same as long as rows flow from the same place to the same place.
/// A new load, which is another stream, goes on where the one before ended.
inline QString incomingFlow(const QString& subscription)
{
    return QStringLiteral("in/") + subscription;
}
inline QString outgoingFlow(const QString& dataset, const QString& peerCode)
{
    return QString(QStringLiteral("out/") + dataset + u'/' + peerCode);
}

} // namespace busheng
