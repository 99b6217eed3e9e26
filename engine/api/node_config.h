// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/crypto_config.h"
#include "engine/base/result.h"

#include <QByteArray>
#include <QString>

namespace busheng {

/// What a node must know before it can open anything: the file node.json in its data directory. Everything else is
/// configuration in the journal. docs/formats/node-config.md.
struct NodeConfig {
    QString code;        ///< GB/T 2260, optionally '-' and system initials: "340000", "340000-LWJC"
    QString name;        ///< for people: "安徽省人社厅"
    QString listen;      ///< "host:port", "[::]:7443"; empty: does not listen
    QString certificate; ///< paths; absolute once loaded
    QString privateKey;
    QString authority;
    struct Limits {
        qint64 logCacheMiB = 4096;
        qint64 outboxMiB = 4096;
        qint64 inboundMiB = 4096;

        bool operator==(const Limits&) const = default;
    };
    Limits limits; ///< of each directory on disk
    /// To a source, by which an initial load reads side by side; 0: two, or one on a machine with fewer than four
    /// cores.
    int loadConnections = 0;
    CryptoConfig crypto = {};

    bool operator==(const NodeConfig&) const = default;
};

/// "<dataDirectory>/node.json"
QString nodeConfigPath(const QString& dataDirectory);

/// Reads and checks the file; relative paths resolve against the data directory. `listen`, `limits` and each limit may
/// be left out. Fails: Config with CFG_UNREADABLE, CFG_SYNTAX, CFG_UNKNOWN_KEY, CFG_MISSING_KEY, CFG_BAD_VALUE,
/// CFG_MISSING_CERT (one of the three identity files is not there), CFG_BAD_PATH (it is there and no readable file).
Result<NodeConfig> loadNodeConfig(const QString& dataDirectory);

/// The file's content, for people to edit.
QByteArray toJson(const NodeConfig& config);

} // namespace busheng
