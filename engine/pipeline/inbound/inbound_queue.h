// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/record_log.h"
#include "engine/model/packet.h"
#include "engine/pipeline/inbound/quarantine.h"
#include "engine/pipeline/pack/packet_codec.h"

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace busheng {

/// A packet that passed all checks, as they left it.
struct OpenedPacket {
    PacketHeader header;
    Digest digest{}; ///< of the packet
    Bytes body;
};

/// Sixth stage: checks what arrived for one stream (lawful, whole, not repeated, §7.1.1) and queues it, still sealed,
/// for the loader. A packet's record number is its sequence.
///
/// Order of checks, cheapest first: size and magic, stream and sender, epoch, sequence, seal, digest chain, frames.
/// Only a packet that is sealed with the link's key can be called a fork, so that nobody else can halt a stream.
///
/// Thread: accept, sync and release from the stream's in worker; read and numbers from any thread.
/// Durable: what accept() called Queued, after sync(). Fails, state unchanged: Corrupt (PKT_*), Crypto (KEY_EPOCH),
/// Storage (DSK_FULL, DSK_QUOTA transient: stop reading the link until there is room; another failure of sync() is for
/// good: open the queue again). Failpoints: inbound.check.after, inbound.discard.before inbound.discard.after,
/// inbound.aside.before inbound.aside.after, and those of RecordLog behind "inbound.".
class InboundQueue {
public:
    enum class Accepted {
        Queued,   ///< new, in the queue
        Repeated, ///< had it already, byte for byte: acknowledge, do nothing
    };
    struct Options {
        QString directory;
        qint64 quotaBytes = 0;
        qint64 segmentBytes = 16LL << 20;
        std::function<void(const Error&)> onDamaged{}; ///< open() found damage and put the files aside
    };
    /// What the target's checkpoint says was applied last; sequence 0 for a new stream.
    struct Applied {
        std::uint64_t sequence = 0;
        Digest digest{};
    };
    /// A queue that does not join what was applied (it was lost, or the target was restored from a backup) is thrown
    /// away: a source releases nothing that is not applied, so the peer still has it. For the same reason one that is
    /// damaged is put aside (files "damaged-...") and begun anew. Fails: Storage; Corrupt PKT_FORK when the packet that
    /// was applied last is held and is another one.
    static Result<std::unique_ptr<InboundQueue>> open(FileSystem& fileSystem, const Options& options, StreamId stream,
                                                      const Applied& applied);
    ~InboundQueue();

    void addKey(const LinkKey& key);
    void forgetKeysBelow(std::uint32_t epoch) { m_reader.forgetBelow(epoch); }
    Result<Accepted> accept(BytesView packet);
    /// The packet that accept() called Queued last, so that a loader close behind need not open it again. Once.
    OpenedPacket takeNewest() { return std::move(m_newest); }
    Result<> sync();
    /// All up to `appliedSequence` is in the target. The newest packet is kept. Releasing again is a no-op.
    Result<> release(std::uint64_t appliedSequence);

    Result<Bytes> read(std::uint64_t sequence);
    /// Whether what is held goes on behind `appliedSequence`, as after open().
    bool joins(std::uint64_t appliedSequence) const;
    std::uint64_t firstSequence() const; ///< the oldest that is held
    std::uint64_t endSequence() const;   ///< one past the newest queued and durable: what to ask the peer for
    Digest lastDigest() const;           ///< of the newest queued
    qint64 bytesUsed() const;

private:
    InboundQueue(std::unique_ptr<RecordLog> log, StreamId stream, const Applied& applied);
    Result<> findPlace();
    Result<Accepted> acceptRepeated(const PacketHeader& header, BytesView packet);
    Result<> checkNew(const PacketHeader& header, BytesView packet);
    /// The digest of the packet that was taken as `sequence`, when it is still known.
    Result<std::optional<Digest>> knownDigest(std::uint64_t sequence);
    Failure fork(std::uint64_t sequence) const;

    const StreamId m_stream;
    const Applied m_applied; ///< at open()
    PacketReader m_reader;
    std::unique_ptr<RecordLog> m_log;
    OpenedPacket m_newest;
    std::vector<Digest> m_unsynced; ///< of the packets in [durableEnd, nextNumber)

    mutable std::mutex m_mutex; ///< m_lastDigest
    Digest m_lastDigest{};
};

} // namespace busheng
