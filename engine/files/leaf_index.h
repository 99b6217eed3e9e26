// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/files/large_part.h"

namespace busheng {

/// The leaves of the version of a large file that the receiver has acknowledged, kept at the sender, so that of a
/// changed file only what differs is hashed in full and sent. 48 bytes a leaf; losing it costs one whole transfer.
/// Thread: one at a time. Fails: Storage.
class LeafIndex {
public:
    struct Leaves {
        std::vector<differences::FastHash> fast;
        std::vector<Digest> digests;
    };

    /// Empty: there is none, or it is not whole.
    static Result<std::optional<LeafIndex>> open(const TreeDirectory& directory, const Bytes& name);
    const Digest& fileDigest() const { return m_digest; }
    /// Fewer, or none, where the file was shorter.
    Result<Leaves> leaves(std::uint64_t chunk) const;

private:
    TreeFile m_file;
    Digest m_digest{};
    std::uint64_t m_size = 0;
};

/// Writes one beside the old one, chunk by chunk.
class LeafIndexWriter {
public:
    static Result<LeafIndexWriter> create(const TreeDirectory& directory, const Bytes& name);
    Result<> add(const LeafIndex::Leaves& leaves);
    Result<> finish(std::uint64_t size, const Digest& digest);
    /// The one that is finished takes the place of what was there: the receiver has acknowledged that version.
    static Result<> replace(const TreeDirectory& directory, const Bytes& name);

private:
    TreeFile m_file;
    std::uint64_t m_at = 0;
};

} // namespace busheng
