// SPDX-License-Identifier: GPL-3.0-or-later
// The frames of an opened body, and the compressed form of it, as a peer with the right key may seal them. A packet
// that was not sealed with the key never opens.
#include "engine/pipeline/pack/body_compression.h"
#include "engine/pipeline/pack/frames.h"
#include "engine/pipeline/pack/packet_codec.h"
#include "engine/pipeline/pack/validate_frames.h"

#include <cstdlib>

namespace {

using namespace busheng;

LinkKey key()
{
    LinkKey made;
    made.epoch = 1;
    made.secret.fill('k');
    return made;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    const BytesView bytes(reinterpret_cast<const char*>(data), size);
    FrameReader frames(bytes);
    Frame frame;
    while (frames.next(frame)) {
    }
    static_cast<void>(validateFrames(bytes));
    BodyDecompressor decompressor;
    Bytes out;
    static_cast<void>(decompressor.decompress(bytes, 4096, out));
    if (out.size() > 4096)
        std::abort();
    PacketReader reader({QStringLiteral("340000"), QStringLiteral("100000"), 1});
    reader.addKey(key());
    if (reader.read(bytes, out))
        std::abort();
    return 0;
}
