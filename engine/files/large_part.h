// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/worker_thread.h"
#include "engine/files/file_digest.h"
#include "engine/files/file_messages.h"

#include <functional>

namespace busheng {

/// A large file on its way in: its chunks are checked and written to its staged name; beside it, in NAME.state, stands
/// which of them are durable, so that after a cut or a crash only the rest is sent.
///
/// Thread: one; what has come is made durable in `files.save`, while more comes. It stays where it is from the first
/// chunk on. Fails: Storage; Protocol (a chunk out of order); Corrupt FIL_TAMPERED. The destination must outlive it.
class LargePart {
public:
    LargePart(const TreeDirectory& staging, filemsg::Offer offer, Bytes stagedName);

    const filemsg::Offer& offer() const { return m_offer; }
    /// What is durable of this very version; what is staged of another one is forgotten.
    Result<std::vector<Digest>> resume();
    /// From now on differences are taken against this file.
    void setBasis(TreeFile basis) { m_basis = std::move(basis); }

    Result<> takeChunk(std::uint64_t chunk, BytesView content);
    /// False: the basis is not what the sender thinks it is.
    Result<bool> takeDifferences(std::uint64_t chunk, BytesView body);
    /// All chunks are there and give this digest; the file is closed, with that time of its last change.
    Result<> close(const Digest& digest, std::int64_t modifiedNs);
    /// Makes durable what has come.
    Result<> save();
    /// Nothing of it is kept.
    Result<> drop();

    bool isGivenUp = false; ///< its further parts are thrown away

private:
    Result<> open();
    Result<> put(std::uint64_t chunk, BytesView content, const Digest& digest);
    Bytes state() const;
    Result<> startSaving();
    Result<> finishSaving();
    Bytes stateName() const { return m_stagedName + ".state"; }

    const TreeDirectory& m_staging;
    filemsg::Offer m_offer;
    Bytes m_stagedName;
    std::optional<TreeFile> m_file;
    std::optional<TreeFile> m_basis;
    std::vector<Digest> m_chunks;
    std::uint64_t m_next = 0; ///< the lowest chunk that may come
    std::uint64_t m_unsaved = 0;
    Bytes m_assembled;
    Result<> m_saved;                      ///< by m_saver, when it is through
    std::unique_ptr<WorkerThread> m_saver; ///< last: ends before what it uses
};

/// How the sender says what differs: docs/protocol.md §7.
namespace differences {

inline constexpr std::size_t kLeaves = kFileChunkBytes / kFileLeafBytes;
using FastHash = std::array<char, 16>; ///< XXH3, 128 bits

FastHash fastHash(BytesView leaf);
/// `changed`: bit i says that leaf i is in `content`; of the others, the hashes.
void append(Bytes& out, std::uint64_t changed, BytesView content, std::span<const FastHash> fast,
            std::span<const Digest> digests);

} // namespace differences

} // namespace busheng
