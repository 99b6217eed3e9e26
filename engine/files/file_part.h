// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/crypto/packet_key.h"
#include "engine/files/paying_zstd.h"

#include <cstdint>
#include <memory>
#include <optional>

namespace busheng {

/// What a FileData message says before its body, in clear; it is authenticated with the body.
struct FilePartHead {
    enum class Kind : std::uint8_t {
        Bundle = 1,      ///< small files and directories
        Chunk = 2,       ///< of a large file, whole
        Differences = 3, ///< of a large file, against the version that the receiver has
        Close = 4,       ///< a large file is through: its digest
        Drop = 5,        ///< a large file is given up: it changed meanwhile
    };
    Kind kind = Kind::Bundle;
    std::uint64_t number = 0;      ///< of the large file
    std::uint64_t chunk = 0;       ///< of it, from 0
    std::uint32_t plainLength = 0; ///< set by seal()
    bool isCompressed = false;     ///< set by seal()
};

/// The longest plain body: a chunk, or a bundle that the last file overfilled.
inline constexpr std::size_t kLargestFilePart = 4U << 20;

/// Compresses (where a trial says that it pays) and seals the parts of one opening of a run, numbered from 0. Thread:
/// one at a time.
class FilePartSealer {
public:
    /// Without a key, parts are numbered and not sealed: the link's TLS is all there is. Fails: Crypto.
    static Result<FilePartSealer> create(const PacketKey* key, bool compress, const CipherSuite& suite = smSuite());
    /// The payload of a FileData message. Fails: Crypto.
    Result<Bytes> seal(FilePartHead head, BytesView plain);

private:
    PacketKey m_key;
    std::unique_ptr<Aead> m_cipher;
    std::uint64_t m_next = 0;
    std::optional<PayingZstd> m_zstd;
};

/// The exact reverse. Every part must come once and in order.
class FilePartOpener {
public:
    static Result<FilePartOpener> create(const PacketKey* key, const CipherSuite& suite = smSuite());
    /// `plain` is replaced. Fails: Crypto (its tag is wrong), Protocol (malformed, out of order, too large).
    Result<FilePartHead> open(BytesView payload, Bytes& plain);

private:
    PacketKey m_key;
    std::unique_ptr<Aead> m_cipher;
    std::uint64_t m_next = 0;
    std::optional<PayingZstd> m_zstd;
    Bytes m_opened;
};

} // namespace busheng
