// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QList>
#include <QStringList>

#include <optional>

namespace busheng {

/// The process at the other end of a local socket, as the kernel knows it.
struct LocalPeer {
    qint64 process = 0;
    quint32 user = 0;
    QList<quint32> groups; ///< the main one and the others

    /// Nothing when the kernel does not say.
    static std::optional<LocalPeer> behind(qintptr descriptor);
};

/// Who may talk to a node at its local socket: the user that the node runs as, root, and the members of named groups.
class LocalAccess {
public:
    /// No groups.
    LocalAccess();
    /// Fails: Config CFG_BAD_VALUE for a group that this machine does not have; file left empty.
    static Result<LocalAccess> withGroups(const QStringList& names);

    bool hasGroups() const { return !m_groups.isEmpty(); }
    bool admits(const LocalPeer& peer) const;

private:
    quint32 m_owner = 0;
    QList<quint32> m_groups;
};

} // namespace busheng
