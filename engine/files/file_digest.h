// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/crypto/sm3.h"

#include <span>
#include <vector>

namespace busheng {

/// How files are cut for digests, for resumption and for what changed: chunks of 64 leaves; the last ones are shorter.
inline constexpr std::size_t kFileLeafBytes = 16U << 10;
inline constexpr std::size_t kFileChunkBytes = 1U << 20;

/// SM3 of each leaf of `chunk`, in order.
std::vector<Digest> leafDigests(BytesView chunk);
/// SM3 of the leaves' digests, one behind the other.
Digest chunkDigest(std::span<const Digest> leaves);

/// The digest by which a file is known (docs/files.md): SM3 of the content up to one leaf; of a larger file SM3 of
/// "busheng file v1\n", its size (u64, little-endian) and the digests of its chunks. A tree, because a national digest
/// of one long message uses a single core at a third of the speed of a line, and cannot be gone on with after a cut.
class FileDigest {
public:
    explicit FileDigest(std::uint64_t size);
    /// In order; of a file with more than one leaf.
    void addChunk(const Digest& digest) { m_sm3.update(view(digest)); }
    Digest finish() { return m_sm3.finish(); }

private:
    Sm3 m_sm3;
};

/// Of a file that is in memory as a whole.
Digest fileDigest(BytesView content);

inline std::uint64_t chunkCount(std::uint64_t size)
{
    return (size + kFileChunkBytes - 1) / kFileChunkBytes;
}

} // namespace busheng
