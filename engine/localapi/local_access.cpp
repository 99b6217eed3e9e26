// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/localapi/local_access.h"

#include "engine/model/events.h"

#include <algorithm>
#include <array>

#include <grp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace busheng {
namespace {

constexpr std::size_t kMostGroups = 1024;
constexpr std::size_t kGroupEntryBytes = 64 << 10;
constexpr quint32 kRoot = 0;

std::optional<quint32> groupNamed(const QString& name)
{
    std::vector<char> buffer(kGroupEntryBytes);
    group entry{};
    group* found = nullptr;
    if (::getgrnam_r(name.toUtf8().constData(), &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr)
        return std::nullopt;
    return entry.gr_gid;
}

} // namespace

std::optional<LocalPeer> LocalPeer::behind(qintptr descriptor)
{
    const int socket = static_cast<int>(descriptor);
    ucred credentials{};
    socklen_t size = sizeof(credentials);
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0 || size != sizeof(credentials))
        return std::nullopt;
    LocalPeer peer{credentials.pid, credentials.uid, {credentials.gid}};
    std::array<gid_t, kMostGroups> groups{};
    size = sizeof(groups);
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, groups.data(), &size) == 0) {
        for (std::size_t at = 0; at < size / sizeof(gid_t); ++at)
            peer.groups.append(groups[at]);
    }
    return peer;
}

LocalAccess::LocalAccess() : m_owner(::geteuid()) {}

Result<LocalAccess> LocalAccess::withGroups(const QStringList& names)
{
    LocalAccess access;
    for (const QString& name : names) {
        const std::optional<quint32> known = groupNamed(name);
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
    if (peer.user == m_owner || peer.user == kRoot)
        return true;
    return std::ranges::any_of(peer.groups, [this](quint32 group) { return m_groups.contains(group); });
}

} // namespace busheng
