// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/mariadb/my_platform.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace busheng {

QByteArray mySignInFolder()
{
    return {};
}

void watchPeer(qintptr socket)
{
    const auto set = [socket](int level, int name, int value) {
        static_cast<void>(::setsockopt(static_cast<int>(socket), level, name, &value, sizeof(value)));
    };
    set(SOL_SOCKET, SO_KEEPALIVE, 1);
    set(IPPROTO_TCP, TCP_KEEPIDLE, 10);
    set(IPPROTO_TCP, TCP_KEEPINTVL, 5);
    set(IPPROTO_TCP, TCP_KEEPCNT, 4);
    set(IPPROTO_TCP, TCP_USER_TIMEOUT, 30'000);
}

void shutDownSocket(qintptr socket)
{
    ::shutdown(static_cast<int>(socket), SHUT_RDWR);
}

} // namespace busheng
