// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pipeline/compose/composer.h"
#include "engine/pipeline/pack/frames.h"
#include "engine/pipeline/pack/packet_codec.h"

#include <functional>

namespace busheng {

/// Fourth stage: gathers frames into packets and seals them. A transaction that does not fit in what is left of a packet
/// begins a packet of its own, and the packet that ends it holds nothing after; so a target can always put whole
/// transactions and the packet's sequence into one commit.
///
/// Thread: one worker per stream. Each sealed packet is handed to `output` (the outbox), which makes it durable.
class Packer {
public:
    /// Receives a sealed packet; the next one is made only after it returned ok.
    using Output = std::function<Result<>(const PacketHeader& header, BytesView packet)>;

    struct Start {
        std::uint64_t lastSequence = 0; ///< of the newest packet in the outbox
        Digest lastDigest{};
        Position position;              ///< header.upTo of that packet
        std::uint32_t schemaVersion = 0;
    };

    Packer(PacketWriter& writer, Output output, Start start);
    ~Packer();

    Result<> structure(const DatasetSchema& schema);
    Result<> loadBegin(const LoadBegin& begin);
    /// `block` is Upserts of one table in key order.
    Result<> loadRows(BytesView block, std::uint32_t count);
    Result<> loadEnd(const LoadEnd& end);
    Result<> transactionDropped();
    /// Takes the item that `composer` yielded last.
    Result<> item(const ComposedItem& item, Composer& composer);
    /// Seals what is gathered, if anything: call when nothing more is at hand, so that nobody waits.
    Result<> flush();

    Position position() const; ///< of the newest sealed packet
};

/// How full a packet gets before it is sealed, in bytes of plain body.
inline constexpr std::size_t kPacketTarget = 1U << 20;

} // namespace busheng
