// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/model/position.h"

#include <QString>

#include <array>
#include <cstdint>

namespace busheng {

using Digest = std::array<char, 32>; ///< SM3
using BootId = std::array<char, 16>; ///< random, new at each start of a node's process
using Nonce = std::array<char, 12>;

inline BytesView view(const Digest& digest)
{
    return {digest.data(), digest.size()};
}
inline BytesView view(const BootId& id)
{
    return {id.data(), id.size()};
}
inline BytesView view(const Nonce& nonce)
{
    return {nonce.data(), nonce.size()};
}

/// Which ordered channel of which link: who sends, who receives, and the number the receiver gave the subscription.
struct StreamId {
    QString from; ///< node code
    QString to;
    std::uint32_t number = 0;

    bool operator==(const StreamId&) const = default;
    /// "340000>100000/1": how ledger, checkpoint, alarms and screens name it.
    QString name() const { return from + u'>' + to + u'/' + QString::number(number); }
};

enum class PacketFlag : std::uint32_t {
    Load = 1U << 0,            ///< carries initial load
    TransactionOpen = 1U << 1, ///< a transaction begun in or before this packet ends in a later one
};

/// What travels in clear before a packet's sealed body, and is authenticated with it. docs/formats/packet.md.
struct PacketHeader {
    std::uint16_t version = 1;
    std::uint8_t suite = 1;       ///< SuiteId: 1 SM4-GCM, SM3, SM2; 2 AES-256-GCM, SHA-256, P-256
    std::uint8_t compression = 1; ///< 0: none, 1: zstd
    std::uint32_t flags = 0;
    StreamId stream;
    std::uint32_t epoch = 0; ///< of the link key
    BootId bootId{};         ///< of the process that sealed it
    Nonce nonce{};
    std::uint64_t sequence = 0; ///< 1, 2, 3 ... within the stream, for ever
    Digest previous{};          ///< digest of the packet before; zeros for sequence 1
    Position from;              ///< position before the first change
    Position upTo; ///< position of the last whole transaction; all before it are in this or earlier packets
    std::uint32_t transactions = 0; ///< that end in this packet
    std::uint32_t changes = 0;
    std::uint32_t schemaVersion = 0;
    std::uint32_t plainLength = 0; ///< of the body, decompressed
    std::uint32_t bodyLength = 0;  ///< sealed: compressed body plus 16-byte tag

    bool has(PacketFlag flag) const { return (flags & static_cast<std::uint32_t>(flag)) != 0; }
    void set(PacketFlag flag) { flags |= static_cast<std::uint32_t>(flag); }
    bool operator==(const PacketHeader&) const = default;
};

} // namespace busheng
