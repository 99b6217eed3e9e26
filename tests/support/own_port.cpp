// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/own_port.h"

#include <QTcpServer>

#include <algorithm>
#include <cstddef>
#include <cstring>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace busheng::test {
namespace {

constexpr int kFirst = 12'000;
constexpr int kEnd = 32'000; ///< Linux takes outgoing connections' ports from 32768 on

/// Takes a name of this machine that is gone with the process, however it ends; no file has to be cleaned up.
bool claim(int port)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const QByteArray name = QByteArrayLiteral("busheng-test-port-") + QByteArray::number(port);
    std::memcpy(address.sun_path + 1, name.constData(), static_cast<std::size_t>(name.size()));
    const auto length =
        static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + static_cast<std::size_t>(name.size()));
    const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket < 0)
        return false;
    if (::bind(socket, reinterpret_cast<const sockaddr*>(&address), length) == 0)
        return true; // stays open: that is the claim
    ::close(socket);
    return false;
}

bool isFree(int port)
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost, static_cast<quint16>(port));
}

} // namespace

quint16 ownPort()
{
    const int count = kEnd - kFirst;
    const int start = static_cast<int>((::getpid() * 37LL) % count); // tests that run side by side begin far apart
    for (int i = 0; i < count; ++i) {
        const int port = kFirst + (start + i) % count;
        if (claim(port) && isFree(port))
            return static_cast<quint16>(port);
    }
    qFatal("no port of loopback is free between %d and %d", kFirst, kEnd);
}

} // namespace busheng::test
