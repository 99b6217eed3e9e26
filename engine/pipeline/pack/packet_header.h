// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/model/packet.h"

namespace busheng {

inline constexpr std::size_t kPacketHeaderBytes = 208;
inline constexpr std::size_t kSuiteOffset = 8;    ///< where a packet says its suite
inline constexpr std::size_t kNodeCodeBytes = 32; ///< zero-padded; as many as a certificate's code may have

/// Appends the kPacketHeaderBytes of version 1: docs/formats/packet.md has the byte table. Fails: Internal when a node
/// code does not fit; then `out` is as it was.
Result<> encodePacketHeader(const PacketHeader& header, Bytes& out);

/// "340000/7": the sender and the number of the subscription, as in checkpoints and events.
QString streamName(const StreamId& stream);

/// Corrupt with PKT_MALFORMED.
Failure malformedPacket(const QString& stream, const QString& why);

} // namespace busheng
