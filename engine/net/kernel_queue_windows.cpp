// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/kernel_queue.h"

#include <winsock2.h>

namespace busheng {

bool keepKernelQueueShort(qintptr socket, int bytes)
{
    // Windows has no bound for what is not sent yet, only one for all that is in its buffer.
    return ::setsockopt(static_cast<SOCKET>(socket), SOL_SOCKET, SO_SNDBUF, reinterpret_cast<const char*>(&bytes),
                        sizeof(bytes)) == 0;
}

} // namespace busheng
