// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QString>
#include <QStringList>

namespace busheng {

/// What `busheng-node init` needs to know.
struct NodeInit {
    QString dataDirectory;
    QString code;
    QString name;
    QString listen;
    QString demoAuthority; ///< folder of a demo authority, made when it is not there; empty: no certificate is issued
    QStringList localGroups = {}; ///< whose members may use the local socket
};

/// Lays out a new data directory: folders, node.json, and, from a demo authority, a certificate and its key. Refuses a
/// directory that already has a node.json. Fails: Config, Storage, Crypto.
Result<> initializeNode(const NodeInit& init);

} // namespace busheng
