// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/random_source.h"
#include "engine/base/result.h"
#include "engine/crypto/link_key.h"
#include "engine/model/packet.h"

#include <memory>

namespace busheng {

inline constexpr std::size_t kLargestBody = 8U << 20; ///< plain, and sealed without its tag
inline constexpr std::size_t kLargestPacket = kLargestBody + 512;

/// Version 1 of the packet on the wire and on disk: fixed header, then the sealed body. docs/formats/packet.md; golden
/// files in tests/data/packet/. A later version gets its own pair beside this one.

/// Reads a header without opening the body. Checks magic, version, lengths against `bytes` and the limits, and reserved
/// bits, before anything is allocated. Fails: Corrupt with PKT_MALFORMED.
Result<PacketHeader> readPacketHeader(BytesView bytes);

/// Over the whole packet, by its suite (SM3 or SHA-256): what the next packet's `previous` must be.
Digest packetDigest(BytesView packet);

/// Compresses and seals bodies of one stream. Thread: one at a time.
class PacketWriter {
public:
    /// `key` must be the link key of header.epoch. A boot id that no writer had before makes (key, nonce) unique, so
    /// each writer takes a fresh one; within a writer sequences must rise.
    PacketWriter(const LinkKey& key, StreamId stream, BootId bootId);
    ~PacketWriter();
    /// What is sealed from now on is sealed with this key; sequences go on rising. The same epoch again is a no-op.
    void rekey(const LinkKey& key);
    const StreamId& stream() const;
    /// Fills version, suite, compression, stream, epoch, boot id, nonce and lengths of `header`, and appends the packet
    /// to `out`. Fails: Crypto; Internal when the body is empty or larger than kLargestBody, or the sequence did not
    /// rise.
    Result<> write(PacketHeader& header, BytesView body, Bytes& out);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// Opens packets of one stream: the exact reverse. Thread: one at a time.
class PacketReader {
public:
    explicit PacketReader(StreamId stream);
    ~PacketReader();
    void addKey(const LinkKey& key); ///< one per epoch; a key for a known epoch takes its place
    bool hasKey(std::uint32_t epoch) const;
    void forgetBelow(std::uint32_t epoch); ///< wipes the keys of earlier epochs
    const StreamId& stream() const;

    /// Whether a header that is well-formed may be opened here. Fails: Corrupt PKT_UNKNOWN_SENDER, PKT_UNKNOWN_STREAM;
    /// Crypto KEY_EPOCH, KEY_SUITE.
    Result<> checkHeader(const PacketHeader& header) const;
    /// `body` holds the decompressed body only when it returns ok, and is left empty otherwise.
    /// Fails: as checkHeader(); Corrupt PKT_TAMPERED (any bit of header, body or tag changed), PKT_MALFORMED.
    Result<PacketHeader> read(BytesView packet, Bytes& body);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace busheng
