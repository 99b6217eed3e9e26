// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/random_source.h"
#include "engine/crypto/cipher_suite.h"
#include "engine/crypto/wipe.h"
#include "engine/files/paying_zstd.h"

#include <array>
#include <functional>
#include <optional>
#include <vector>

namespace busheng {

/// A node's secret for the files that lie sealed in its send and receive directories: kept in its vault, never used
/// itself. From it each file has a key of its own.
struct AtRestKey {
    std::uint32_t number = 0;
    const CipherSuite* suite = nullptr;
    std::shared_ptr<const SecretBytes> secret;
};
/// The key of a number; 0: the one to seal with now. Thread: any. Fails: Config CFG_MISSING_KEY (the node has no
/// vault), Crypto FIL_SEALED (no key of that number), Storage.
using AtRestKeys = std::function<Result<AtRestKey>(std::uint32_t number)>;

/// Who seals files here.
struct AtRestSealing {
    AtRestKeys keys;
    RandomSource* random = nullptr; ///< outlives it
};

/// How a file that lies sealed begins (docs/formats/sealed-file.md): which key, and what makes it this file's own.
struct SealedFileHead {
    const CipherSuite* suite = nullptr;
    std::uint32_t number = 0; ///< AtRestKey::number
    std::array<char, 16> salt{};

    static constexpr std::size_t kBytes = 26;
    static Result<SealedFileHead> make(const AtRestKey& key, RandomSource& random);
    Bytes encode() const;
    /// Empty: these are not the first bytes of a sealed file.
    static std::optional<SealedFileHead> decode(BytesView bytes);
    /// The key of this file alone. Fails: Crypto.
    Result<SecretBytes> fileKey(const AtRestKey& key) const;
};

/// Makes the bytes of a sealed file: encode() of its head, then chunk() by chunk(), then end(). Each chunk has a nonce
/// of its own at random, so that one may be made anew after a crash. Thread: one at a time. Fails: Crypto.
class SealedFileWriter {
public:
    static Result<SealedFileWriter> begin(const SealedFileHead& head, BytesView fileKey, RandomSource& random);
    /// The next one: 1 MiB (kFileChunkBytes) but for the last.
    Result<Bytes> chunk(BytesView plain);
    /// Behind the last one; `digest` is FileDigest of the content. Without it the file is none.
    Result<Bytes> end(const Digest& digest);
    /// Chunks before this one are there.
    void goOnAt(std::uint64_t chunk, std::uint64_t plainBytes);

private:
    Result<Bytes> record(std::uint8_t kind, bool isPacked, std::size_t plainBytes, BytesView body);

    Bytes m_head;
    RandomSource* m_random = nullptr;
    std::unique_ptr<Aead> m_cipher;
    std::optional<PayingZstd> m_zstd;
    std::uint64_t m_next = 0;
    std::uint64_t m_bytes = 0;
};

/// A whole file that is small enough to be in memory. Fails: as AtRestKeys, Crypto.
Result<Bytes> sealWhole(const AtRestSealing& sealing, BytesView content, const Digest& digest);

/// Reads one anywhere; a chunk of 1 MiB is in memory, and 8 bytes for each. Nothing of a chunk is given before its
/// whole seal is right. Thread: one at a time. Fails: Crypto FIL_SEALED (another key, or its beginning was changed),
/// Corrupt FIL_SEALED (damaged, or cut off), Storage.
class SealedFileReader {
public:
    using ReadAt = std::function<Result<std::size_t>(std::uint64_t offset, std::span<char> out)>;
    /// `shown`: its name for people.
    static Result<SealedFileReader> open(ReadAt read, BytesView fileKey, QString shown);
    /// The content's.
    std::uint64_t size() const { return m_size; }
    const Digest& digest() const { return m_digest; }
    /// Fewer bytes only at the end.
    Result<std::size_t> readAt(std::uint64_t offset, std::span<char> out);
    /// Of one that is not ended yet: where its chunks before `chunk` end; empty: it has not as many.
    static Result<std::optional<std::uint64_t>> offsetOf(const ReadAt& read, std::uint64_t chunk);

private:
    struct Record;
    Result<> find();
    Result<> load(std::uint64_t chunk);
    Result<> openRecord(const Record& record, std::uint64_t number, std::uint64_t offset, Bytes& out);
    Failure damaged(const char* why, ErrorCode code = ErrorCode::Corrupt) const;
    static Result<std::optional<Record>> recordAt(const ReadAt& read, std::uint64_t offset);

    ReadAt m_read;
    QString m_shown;
    Bytes m_head;
    std::unique_ptr<Aead> m_cipher;
    std::optional<PayingZstd> m_zstd;
    std::vector<std::uint64_t> m_offsets; ///< of the chunks
    std::uint64_t m_size = 0;
    Digest m_digest{};
    std::uint64_t m_loaded = ~std::uint64_t{0};
    Bytes m_chunk;
    Bytes m_sealed;
    Bytes m_opened;
};

} // namespace busheng
