// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/worker_thread.h"
#include "engine/files/content_source.h"
#include "engine/files/file_digest.h"
#include "engine/files/file_messages.h"

#include <functional>

namespace busheng {

/// A large file on its way in: its chunks are checked and written to its staged name; beside it, in NAME.state, stands
/// which of them are durable, so that after a cut or a crash only the rest is sent.
///
/// With a `sealing` it is sealed as it comes, and lies sealed when it is whole: what is there is gone on with, and
/// cannot be written anew. Thread: one; what has come is made durable in `files.save`, while more comes. It stays where
/// it is from the first chunk on. Fails: Storage; Protocol (a chunk out of order); Conflict (sealed, and a chunk that
/// is there is another one); Corrupt FIL_TAMPERED; Crypto. The destination and the sealing must outlive it.
class LargePart {
public:
    LargePart(const TreeDirectory& staging, filemsg::Offer offer, Bytes stagedName,
              const AtRestSealing* sealing = nullptr);

    const filemsg::Offer& offer() const { return m_offer; }
    /// What is durable of this very version; what is staged of another one is forgotten.
    Result<std::vector<Digest>> resume();
    /// From now on differences are taken against this file.
    void setBasis(ContentSource basis) { m_basis = std::move(basis); }

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
    Result<> openSealed(bool isFresh);
    Result<> write(std::uint64_t offset, BytesView bytes);
    Bytes stateHead() const;
    Result<> put(std::uint64_t chunk, BytesView content, const Digest& digest);
    Bytes state() const;
    Result<> startSaving();
    Result<> finishSaving();
    Bytes stateName() const { return m_stagedName + ".state"; }

    const TreeDirectory& m_staging;
    filemsg::Offer m_offer;
    Bytes m_stagedName;
    std::optional<TreeFile> m_file;
    std::optional<ContentSource> m_basis;
    const AtRestSealing* m_sealing;
    std::optional<SealedFileWriter> m_writer; ///< with m_sealing
    std::uint64_t m_end = 0;                  ///< of what is sealed
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
