// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/file_digest.h"

#include "engine/base/byte_writer.h"
#include "engine/crypto/sm3_lanes.h"

namespace busheng {

std::vector<Digest> leafDigests(BytesView chunk)
{
    const std::size_t whole = chunk.size() / kFileLeafBytes;
    std::vector<Digest> digests(whole);
    sm3OfPieces(chunk.substr(0, whole * kFileLeafBytes), digests);
    if (whole * kFileLeafBytes < chunk.size())
        digests.push_back(sm3(chunk.substr(whole * kFileLeafBytes)));
    return digests;
}

Digest chunkDigest(std::span<const Digest> leaves)
{
    Sm3 whole;
    for (const Digest& leaf : leaves)
        whole.update(view(leaf));
    return whole.finish();
}

FileDigest::FileDigest(std::uint64_t size)
{
    Bytes head = "busheng file v1\n";
    ByteWriter(head).fixed(size);
    m_sm3.update(head);
}

Digest fileDigest(BytesView content)
{
    if (content.size() <= kFileLeafBytes)
        return sm3(content);
    FileDigest whole(content.size());
    for (std::size_t at = 0; at < content.size(); at += kFileChunkBytes)
        whole.addChunk(chunkDigest(leafDigests(content.substr(at, kFileChunkBytes))));
    return whole.finish();
}

} // namespace busheng
