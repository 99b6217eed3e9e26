// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace busheng {

/// A registered database that has several addresses, and which of its servers is used (§10.4 c).
struct ServerUse {
    QString database;      ///< registered name
    QStringList addresses; ///< "host:port" in their order: the main one, then those that stand by
    QString identity;      ///< what the server that was used last says it is, and how far it is; empty: not known
    int used = -1;         ///< place in `addresses` of the one that was used last; -1: none yet

    bool operator==(const ServerUse&) const = default;
};

} // namespace busheng
