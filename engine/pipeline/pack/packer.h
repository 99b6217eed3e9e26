// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pipeline/compose/composer.h"
#include "engine/pipeline/pack/frames.h"
#include "engine/pipeline/pack/packet_codec.h"

#include <functional>
#include <optional>

namespace busheng {

/// How full a packet gets before it is sealed, in bytes of plain body.
inline constexpr std::size_t kPacketTarget = 1U << 20;
/// What a block may have at most, so that it fits in a packet of its own. Larger operations come in parts
/// (model/large_change.h).
inline constexpr std::size_t kLargestBlock = kLargestBody - 4 * kFrameRoom;

/// Fourth stage: gathers frames into packets and seals them. A transaction that does not fit in what is left of a
/// packet begins a packet of its own, and the packet that ends it holds nothing after; so a target can always put whole
/// transactions and the packet's sequence into one commit. For the same reason a Mark ends its packet.
///
/// A call that fails has taken nothing: call it again with the same argument. item() then goes on behind the blocks it
/// had taken. A packet that `output` refused is kept, sealed, and offered again by the next call before it does
/// anything else: what was sealed is never sealed again. Or throw the Packer away and start another from the newest
/// packet that is durable, with a PacketWriter of a new boot id.
///
/// Thread: one worker per stream. Each sealed packet is handed to `output` (the outbox), which makes it durable.
/// Memory: two bodies and a sealed packet. Fails: what output and composer return; Schema for a block beyond
/// kLargestBlock, and transient LNK_OLD_PEER for operations apart, and structures with large columns, while they may
/// not be sent; Crypto. Failpoints: pack.seal.before pack.seal.after.
class Packer {
public:
    /// Receives a sealed packet; the next one is made only after it returned ok.
    using Output = std::function<Result<>(const PacketHeader& header, BytesView packet)>;

    struct Start {
        std::uint64_t lastSequence = 0; ///< of the newest packet in the outbox
        Digest lastDigest{};
        Position position; ///< header.upTo of that packet
        std::uint32_t schemaVersion = 0;
        bool transactionOpen = false; ///< that packet ends inside a transaction: it is dropped before anything else
    };

    /// `writer` must outlive it.
    Packer(PacketWriter& writer, Output output, Start start);
    ~Packer();
    /// Whether the receiver knows operations in parts and left out ones, and values apart from their rows.
    void allowApart(bool operations, bool values)
    {
        m_mayBeApart = operations;
        m_mayHaveValues = values;
    }

    Result<> structure(const DatasetSchema& schema);
    /// Transient LNK_OLD_PEER: the receiver could not read the structure, which speaks of large columns.
    Result<> checkReceiver(const DatasetSchema& schema) const;
    /// Until loadEnd() all packets' positions are that of the generation's first snapshot.
    Result<> loadBegin(const LoadBegin& begin);
    /// `block` is Upserts of one table in key order.
    Result<> loadRows(BytesView block, std::uint32_t count);
    /// Seals what is gathered: the load will go on with another loadBegin(), perhaps behind another structure.
    Result<> loadInterrupted();
    /// Seals right behind.
    Result<> loadEnd(const LoadEnd& end);
    /// Has the receiver forget the transaction that the newest packet left open. Not needed when Start told of it.
    Result<> transactionDropped();
    /// Takes the item that `composer` yielded last.
    Result<> item(const ComposedItem& item, Composer& composer);
    /// Seals what is gathered, if anything: call when nothing more is at hand, so that nobody waits.
    Result<> flush();

    Position position() const { return m_position; }                    ///< of the newest packet that output took
    bool isEmpty() const { return m_body.empty() && m_sealed.empty(); } ///< output has taken all that was given
    /// While `output` is called: of the packet it is given.
    const Digest& sealedDigest() const { return m_sealedDigest; }

private:
    /// A transaction in the making.
    struct Unfinished {
        ComposedItem::Kind kind = ComposedItem::Kind::Transaction;
        Position position;
        std::uint64_t block = 0;   ///< Composer::blockNumber() of the newest one taken
        std::uint64_t pieces = 0;  ///< of what came out for it, taken so far
        std::uint64_t changes = 0; ///< taken so far
        std::size_t start = 0;     ///< of its frames in m_body
        std::uint32_t changesBefore = 0;
        bool straddles = false; ///< a part of it is in earlier packets
    };

    Result<> settle();
    Result<> makeRoom(std::size_t size);
    Result<> seal();
    Result<> handOver();
    void sealEarly();
    void append(const Frame& frame);
    Result<> checkBlock(BytesView block) const;
    Result<> checkReceiver(BytesView block) const;
    Failure oldReceiver() const;
    Result<> transaction(const ComposedItem& item, Composer& composer);
    Result<> operations(BytesView block, std::uint32_t count);
    void endTransaction();

    PacketWriter& m_writer;
    const Output m_output;
    std::uint64_t m_sequence;
    Digest m_digest;
    Position m_position;
    std::uint32_t m_schemaVersion;
    bool m_dropDue;           ///< before anything else: Start told of an open transaction
    bool m_dropTaken = false; ///< that was the newest frame

    // The body being gathered, and what its header will say.
    Bytes m_body;
    Position m_upTo;
    std::uint32_t m_transactions = 0;
    std::uint32_t m_changes = 0;
    bool m_bodyLoads = false;
    bool m_onlyStructure = false;
    bool m_sealDue = false; ///< nothing more may go into it
    std::optional<Unfinished> m_unfinished;

    bool m_loading = false;
    bool m_mayBeApart = true;
    bool m_mayHaveValues = true;
    std::uint64_t m_generation = 0;

    // Sealed, but not yet taken by output.
    PacketHeader m_sealedHeader;
    Bytes m_sealed;
    Digest m_sealedDigest{};
};

} // namespace busheng
