// SPDX-License-Identifier: GPL-3.0-or-later
// What a local client sends, cut at every place that the first byte says.
#include "engine/localapi/local_api_frame.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    using namespace busheng;
    constexpr qsizetype kLargest = 64 << 10;
    if (size == 0)
        return 0;
    const qsizetype step = data[0] + 1;
    const QByteArray bytes(reinterpret_cast<const char*>(data + 1), static_cast<qsizetype>(size - 1));
    LocalFrameReader reader(kLargest);
    for (qsizetype at = 0; at < bytes.size(); at += step) {
        reader.append(bytes.mid(at, step));
        while (true) {
            const auto frame = reader.next();
            if (!frame)
                return 0;
            if (!*frame)
                break;
            if (!encodeLocalFrame(**frame, kLargest * 8))
                std::abort();
        }
    }
    return 0;
}
