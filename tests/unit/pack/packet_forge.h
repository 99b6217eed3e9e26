// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/crypto/link_key.h"
#include "engine/model/packet.h"
#include "engine/model/schema.h"
#include "engine/pipeline/pack/frames.h"

namespace busheng::test {

/// Fixed values that golden files were made with: never change them.
LinkKey linkKey(std::uint32_t epoch = 1);
StreamId stream(); ///< 340000 -> 100000-MOHRSS, number 7
BootId bootId(char fill = 0x5b);

DatasetSchema schema(); ///< tables 1 and 2 of two columns
Bytes row(std::int64_t id, BytesView text);
Bytes change(ChangeKind kind, std::uint32_t table, std::int64_t id, BytesView text);
/// `count` changes of one kind, ids rising from `first`.
Bytes block(ChangeKind kind, std::uint32_t table, std::int64_t first, std::uint32_t count, BytesView text);

void appendStructure(Bytes& body);
void appendLoadRows(Bytes& body, std::uint64_t generation, BytesView block, std::uint32_t count);
void appendBegin(Bytes& body, std::uint64_t position);
void appendOperations(Bytes& body, BytesView block, std::uint32_t count);
void appendEnd(Bytes& body, std::uint64_t changes);
void appendMark(Bytes& body, std::uint64_t markId, std::uint64_t position);
void appendHeartbeat(Bytes& body, std::uint64_t position);

/// A heartbeat and a transaction of one insert: about 60 bytes.
Bytes smallBody(std::uint64_t position = 5);
/// What the header must say of smallBody(position), sequence 1.
PacketHeader smallHeader(std::uint64_t position = 5);

/// A packet of the real writer, sealed with linkKey().
Bytes write(PacketHeader header, BytesView body, char bootFill = 0x5b);

/// An authentic packet that says what its forger wants: `packed` is sealed as it is, and the header's fields go in as
/// they are, but for nonce and body length, which come out right.
Bytes forge(PacketHeader header, BytesView packed, const LinkKey& key = linkKey());
/// Authentic as well: `header` are the bytes of a header, sent and authenticated unchanged.
Bytes sealWith(BytesView header, const PacketHeader& meaning, BytesView packed, const LinkKey& key = linkKey());
Bytes encodedHeader(const PacketHeader& header);

Bytes readData(const QString& name); ///< of tests/data/packet; empty when it is not there

} // namespace busheng::test
