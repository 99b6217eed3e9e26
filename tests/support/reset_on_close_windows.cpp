// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/reset_on_close.h"

#include <winsock2.h>

namespace busheng::test {

void resetOnClose(qintptr socket)
{
    const linger hard{1, 0};
    ::setsockopt(static_cast<SOCKET>(socket), SOL_SOCKET, SO_LINGER, reinterpret_cast<const char*>(&hard),
                 sizeof(hard));
}

} // namespace busheng::test
