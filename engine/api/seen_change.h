// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

namespace busheng {

/// A change of something that is there, by one who has seen what it takes the place of. Two people who edit the same
/// thing do not undo each other's work unseen.
struct SeenChange {
    QString method;     ///< of the local API: "addLink", "setOperator" ...
    QJsonObject params; ///< its parameters
    QJsonObject seen;   ///< the thing as it was then, whole, as the local API shows it; empty: it was not there
};

/// The parameters with what was seen beside them, as they travel over the local socket.
inline constexpr QLatin1String kSeenKey{"seen"};
inline QJsonObject seenParams(const SeenChange& change)
{
    QJsonObject params = change.params;
    params.insert(kSeenKey, change.seen);
    return params;
}

} // namespace busheng
