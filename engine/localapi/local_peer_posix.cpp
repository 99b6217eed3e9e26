// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/localapi/local_access.h"

#include <array>
#include <vector>

#include <grp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace busheng {
namespace {

constexpr std::size_t kMostGroups = 1024;
constexpr std::size_t kGroupEntryBytes = 64 << 10;
constexpr uid_t kRoot = 0;

} // namespace

std::optional<LocalPeer> LocalPeer::behind(qintptr descriptor)
{
    const int socket = static_cast<int>(descriptor);
    ucred credentials{};
    socklen_t size = sizeof(credentials);
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0 || size != sizeof(credentials))
        return std::nullopt;
    LocalPeer peer{credentials.pid,
                   QString::number(credentials.uid),
                   {QString::number(credentials.gid)},
                   credentials.uid == kRoot};
    std::array<gid_t, kMostGroups> groups{};
    size = sizeof(groups);
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, groups.data(), &size) == 0) {
        for (std::size_t at = 0; at < size / sizeof(gid_t); ++at)
            peer.groups.append(QString::number(groups[at]));
    }
    return peer;
}

QString ownAccount()
{
    return QString::number(::geteuid());
}

std::optional<QString> groupAccount(const QString& name)
{
    std::vector<char> buffer(kGroupEntryBytes);
    group entry{};
    group* found = nullptr;
    if (::getgrnam_r(name.toUtf8().constData(), &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr)
        return std::nullopt;
    return QString::number(entry.gr_gid);
}

bool isTrustedServer(qintptr)
{
    return true;
}

void allowToBeKnown() {}

} // namespace busheng
