// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/mariadb/my_platform.h"

#include <QCoreApplication>
#include <QDir>

#include <winsock2.h>

#include <mstcpip.h>

namespace busheng {

QByteArray mySignInFolder()
{
    // Else any library of that name is loaded that lies where Windows looks for libraries. This folder is the
    // administrators'; those that we know are in the library itself.
    return QDir::toNativeSeparators(QCoreApplication::applicationDirPath() + QStringLiteral("/mariadb")).toUtf8();
}

void watchPeer(qintptr socket)
{
    // Windows asks ten times, which nobody can change before its version of 2017.
    tcp_keepalive wanted{1, 10'000, 2'000};
    DWORD answered = 0;
    static_cast<void>(::WSAIoctl(static_cast<SOCKET>(socket), SIO_KEEPALIVE_VALS, &wanted, sizeof(wanted), nullptr, 0,
                                 &answered, nullptr, nullptr));
}

void shutDownSocket(qintptr socket)
{
    ::shutdown(static_cast<SOCKET>(socket), SD_BOTH);
}

} // namespace busheng
