// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QStringList>

#include <optional>

namespace busheng {

/// The process at the other end of a local socket, as the kernel knows it. Accounts are the system's ids as text:
/// numbers on POSIX, SIDs on Windows.
struct LocalPeer {
    qint64 process = 0;
    QString user;
    QStringList groups;           ///< the main one and the others
    bool isAdministrator = false; ///< root; on Windows SYSTEM, and administrators who work as such

    /// Nothing when the kernel does not say.
    static std::optional<LocalPeer> behind(qintptr descriptor);
};

/// The account that this process works as.
QString ownAccount();
/// The id of a group of this machine; nothing when it has none of that name.
std::optional<QString> groupAccount(const QString& name);
/// Whether whoever listens at the other end may be told what is meant for the node: on POSIX the socket's folder says
/// so; on Windows anybody may make a pipe of any name, so it must be this user's, the node's service's or an
/// administrator's.
bool isTrustedServer(qintptr descriptor);
/// To be called before a socket is opened: lets the node find out whom this process belongs to. POSIX kernels tell it
/// anyway; on Windows the service's account may not ask that of other accounts' processes.
void allowToBeKnown();

/// Who may talk to a node at its local socket: the user that the node runs as, administrators, and the members of named
/// groups.
class LocalAccess {
public:
    /// No groups.
    LocalAccess();
    /// Fails: Config CFG_BAD_VALUE for a group that this machine does not have; file left empty.
    static Result<LocalAccess> withGroups(const QStringList& names);

    bool hasGroups() const { return !m_groups.isEmpty(); }
    bool admits(const LocalPeer& peer) const;

private:
    QString m_owner;
    QStringList m_groups;
};

} // namespace busheng
