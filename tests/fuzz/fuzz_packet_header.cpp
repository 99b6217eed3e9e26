// SPDX-License-Identifier: GPL-3.0-or-later
// A packet's header is refused, or is written again to the same bytes.
#include "engine/pipeline/pack/packet_codec.h"
#include "engine/pipeline/pack/packet_header.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    using namespace busheng;
    const BytesView bytes(reinterpret_cast<const char*>(data), size);
    const auto header = readPacketHeader(bytes);
    if (!header)
        return 0;
    Bytes again;
    if (!encodePacketHeader(*header, again) || again != bytes.substr(0, kPacketHeaderBytes))
        std::abort();
    return 0;
}
