// SPDX-License-Identifier: GPL-3.0-or-later
// The first message of a peer.
#include "engine/net/hello.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    using namespace busheng;
    const BytesView bytes(reinterpret_cast<const char*>(data), size);
    static_cast<void>(decodeBye(bytes));
    const auto hello = decodeHello(bytes);
    if (hello && !decodeHello(encodeHello(*hello)))
        std::abort();
    return 0;
}
