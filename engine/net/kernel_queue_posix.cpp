// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/kernel_queue.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace busheng {

bool keepKernelQueueShort(qintptr socket, int bytes)
{
    return ::setsockopt(static_cast<int>(socket), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &bytes, sizeof(bytes)) == 0;
}

} // namespace busheng
