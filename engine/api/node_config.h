// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/crypto_config.h"
#include "engine/base/result.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

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
    QString revocationLists = QStringLiteral("identity/crl"); ///< folder
    QString sm2Certificate = QStringLiteral("identity/sm2-sign.crt");
    QString sm2PrivateKey = QStringLiteral("identity/sm2-sign.key");
    QString sm2Authority = QStringLiteral("identity/sm2-authority.crt");
    /// What the authority gave for encryption; there need be none.
    QString sm2EncryptionCertificate = QStringLiteral("identity/sm2-enc.crt");
    QString sm2EncryptionKey = QStringLiteral("identity/sm2-enc.key");
    QString sm2Id = QStringLiteral("1234567812345678"); ///< distinguishing id by which the SM2 authority signs
    int crlGraceHours = 0; ///< that a revocation list is used behind its next date; more than 0 is a policy decision
    /// Whose members may use the local socket, beside the user that the node runs as.
    QStringList localGroups = {};
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
    /// What becomes of files in the receive directory that were fetched (`get`) so many days ago: "keep", "archive",
    /// "delete".
    struct ReceivedFiles {
        QString whenFetched = QStringLiteral("keep");
        qint64 afterDays = 30;

        bool operator==(const ReceivedFiles&) const = default;
    };
    ReceivedFiles receivedFiles = {};

    bool operator==(const NodeConfig&) const = default;
};

/// "<dataDirectory>/node.json"
QString nodeConfigPath(const QString& dataDirectory);

/// Reads the file; whether what it names is there is not looked at, and paths stay as they are written. Fails: as
/// loadNodeConfig(), by the file itself.
Result<NodeConfig> readNodeConfig(const QString& dataDirectory);

/// Reads and checks the file; relative paths resolve against the data directory. What has a value above may
/// be left out. Fails: Config with CFG_UNREADABLE, CFG_SYNTAX, CFG_UNKNOWN_KEY, CFG_MISSING_KEY, CFG_BAD_VALUE,
/// CFG_MISSING_CERT (an identity file is not there, nor a vault that may hold it), CFG_BAD_PATH (it is there and no
/// readable file).
Result<NodeConfig> loadNodeConfig(const QString& dataDirectory);

/// The file's content, for people to edit.
QByteArray toJson(const NodeConfig& config);

} // namespace busheng
