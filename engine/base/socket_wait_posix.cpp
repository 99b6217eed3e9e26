// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/socket_wait.h"

#include <poll.h>

namespace busheng {

bool waitReadable(qintptr socket, int timeoutMs)
{
    pollfd waited{static_cast<int>(socket), POLLIN, 0};
    return ::poll(&waited, 1, timeoutMs) != 0;
}

} // namespace busheng
