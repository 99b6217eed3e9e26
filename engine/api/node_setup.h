// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QString>
#include <QStringList>

namespace busheng {

class EngineApi;

/// What a node is called and where others reach it.
struct NodeNaming {
    QString code;   ///< GB/T 2260, optionally '-' and system initials
    QString name;   ///< for people
    QString listen; ///< "host:port"; empty: it dials, and is not dialled

    bool operator==(const NodeNaming&) const = default;
};

/// One of the two certificates of a node, as far as it has come. Empty and 0: not yet.
struct IdentitySetup {
    QString requestFile; ///< made, and not answered yet
    QString requestSha256;
    QString subject; ///< of the certificate that is there
    QString issuer;
    qint64 untilUtcMs = 0;

    bool operator==(const IdentitySetup&) const = default;
};

/// How far a data directory has come on its way to a node that can start.
struct NodeSetupState {
    QString directory;
    bool isNamed = false; ///< node.json is there
    NodeNaming naming;
    IdentitySetup channel; ///< the certificate of TLS
    IdentitySetup sm2;     ///< that of the identity inside it
    int revocationLists = 0;
    bool isPractice = false; ///< of the pair of nodes to practise with

    bool hasIdentity() const { return !channel.subject.isEmpty() && !sm2.subject.isEmpty(); }
    bool isRequested() const { return !channel.requestFile.isEmpty() || !sm2.requestFile.isEmpty(); }
    bool isReady() const { return isNamed && hasIdentity(); }

    bool operator==(const NodeSetupState&) const = default;
};

/// Which node a backup is of, and from when.
struct BackupOrigin {
    QString code;
    QString name;
    qint64 takenUtcMs = 0;
};

/// By its name: ".p12", ".pfx".
inline bool isPkcs12(const QString& file)
{
    return file.endsWith(QLatin1String(".p12"), Qt::CaseInsensitive) ||
           file.endsWith(QLatin1String(".pfx"), Qt::CaseInsensitive);
}

/// Makes a node out of an empty data directory, step by step; each step is durable when it returns, so that one can
/// leave and go on another day. Every function blocks (disks, keys, a process that starts).
///
/// Thread: one, which is no window's. Fails: as each says, and Storage.
class NodeSetupApi {
public:
    virtual ~NodeSetupApi() = default;
    /// Fails: Config CFG_BAD_PATH when this user may not look into the directory; also as readNodeConfig().
    virtual Result<NodeSetupState> look() = 0;
    /// From now on the node of another directory, which need not be there.
    virtual Result<NodeSetupState> useDirectory(const QString& directory) = 0;
    /// Names a new node, or changes how one is called. Another code takes back requests that are under way; once there
    /// is a certificate the code stays. Fails: Config CFG_BAD_VALUE.
    virtual Result<NodeSetupState> nameNode(const NodeNaming& naming) = 0;
    /// New keys, and by which files an authority is asked for certificates. `again`: in the place of those under way.
    /// Fails: Config CFG_NAME_TAKEN when there are some.
    virtual Result<NodeSetupState> requestIdentity(const QString& organization, bool again) = 0;
    /// Copies the request files to where they can be carried from.
    virtual Result<> copyRequests(const QString& folder) = 0;
    /// Takes over what the authority answered: any of certificates, authorities and revocation lists, in PEM form, and
    /// certificates with their keys as PKCS#12 (isPkcs12()), which `passphrase` opens. What fits before a file that
    /// does not stays. Fails: as sortIdentityFiles(), importCertificate() and readPkcs12().
    virtual Result<NodeSetupState> importFiles(const QStringList& files, const QString& passphrase) = 0;
    /// What a person looks at before restore(). Fails: as readBackupHead().
    virtual Result<BackupOrigin> lookAtBackup(const QString& file, const QString& passphrase) = 0;
    /// A backup of the node `code` made a node again, in this directory, which must be empty: it takes over from the
    /// node that the backup was taken of. Fails: as restoreNode().
    virtual Result<NodeSetupState> restore(const QString& file, const QString& passphrase, const QString& code) = 0;
    /// Instead of all that: a pair of nodes of this user's own, with an authority, data and a second node that runs as
    /// long as this object, to practise with.
    virtual Result<NodeSetupState> practise() = 0;
    /// Starts the engine; it lives until end(). Fails: as the engine's start.
    virtual Result<EngineApi*> start() = 0;
    /// Stops what start() started, in order; the last call.
    virtual void end() = 0;
};

} // namespace busheng
