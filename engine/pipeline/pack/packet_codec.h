// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/random_source.h"
#include "engine/base/result.h"
#include "engine/crypto/link_key.h"
#include "engine/model/packet.h"

namespace busheng {

inline constexpr std::size_t kLargestBody = 8U << 20;       ///< plain and sealed
inline constexpr std::size_t kLargestPacket = kLargestBody + 512;

/// Version 1 of the packet on the wire and on disk: fixed header, then the sealed body. docs/formats.md, "Packet";
/// golden files in tests/data/packet/. A later version gets its own pair beside this one.

/// Reads a header without opening the body. Checks magic, version, lengths against `bytes` and the limits, and reserved
/// bits, before anything is allocated. Fails: Corrupt with PKT_MALFORMED.
Result<PacketHeader> readPacketHeader(BytesView bytes);

/// SM3 over the whole packet: what the next packet's `previous` must be.
Digest packetDigest(BytesView packet);

/// Compresses and seals bodies of one stream. Thread: one at a time.
class PacketWriter {
public:
    /// `key` must be the link key of header.epoch. A fresh boot id per process start makes (key, nonce) unique.
    PacketWriter(LinkKey key, StreamId stream, BootId bootId);
    ~PacketWriter();
    /// Fills suite, compression, stream, epoch, boot id, nonce and lengths of `header`, and appends the packet to `out`.
    /// Fails: Crypto; Internal when the body is larger than kLargestBody.
    Result<> write(PacketHeader& header, BytesView body, Bytes& out);
};

/// Opens packets of one stream: the exact reverse. Thread: one at a time.
class PacketReader {
public:
    explicit PacketReader(StreamId stream);
    ~PacketReader();
    void addKey(LinkKey key); ///< one per epoch
    /// `body` holds the decompressed body only when it returns ok, and is left empty otherwise.
    /// Fails: Crypto KEY_EPOCH, Corrupt PKT_TAMPERED (any bit of header, body or tag changed), PKT_MALFORMED.
    Result<PacketHeader> read(BytesView packet, Bytes& body);
};

} // namespace busheng
