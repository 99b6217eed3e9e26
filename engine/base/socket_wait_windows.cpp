// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/socket_wait.h"

#include <winsock2.h>

namespace busheng {

bool waitReadable(qintptr socket, int timeoutMs)
{
    WSAPOLLFD waited{static_cast<SOCKET>(socket), POLLRDNORM, 0};
    return ::WSAPoll(&waited, 1, timeoutMs) != 0;
}

} // namespace busheng
