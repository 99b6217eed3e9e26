// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/localapi/local_access.h"

#include "engine/model/events.h"

#include <algorithm>

namespace busheng {

LocalAccess::LocalAccess() : m_owner(ownAccount()) {}

Result<LocalAccess> LocalAccess::withGroups(const QStringList& names)
{
    LocalAccess access;
    for (const QString& name : names) {
        const std::optional<QString> known = groupAccount(name);
        if (!known)
            return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                                  {QStringLiteral("node.json"), QStringLiteral("localGroups"), name,
                                   QStringLiteral("groups of this machine")},
                                  QStringLiteral("there is no group '%1'").arg(name)));
        access.m_groups.append(*known);
    }
    return access;
}

bool LocalAccess::admits(const LocalPeer& peer) const
{
    if (peer.isAdministrator || (!peer.user.isEmpty() && peer.user == m_owner))
        return true;
    return std::ranges::any_of(peer.groups, [this](const QString& group) { return m_groups.contains(group); });
}

} // namespace busheng
