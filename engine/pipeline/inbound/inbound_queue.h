// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/record_log.h"
#include "engine/model/packet.h"
#include "engine/pipeline/pack/packet_codec.h"

#include <memory>

namespace busheng {

/// Sixth stage: checks what arrived for one stream (lawful, whole, not repeated, §7.1.1) and queues it, still sealed,
/// for the loader. A packet's record number is its sequence.
///
/// Order of checks, cheapest first: size and magic, stream and sender, epoch, sequence, seal, digest chain, frames.
///
/// Thread: accept and release from the stream's in worker; read and numbers from any thread.
/// Durable: what accept() called Queued, after sync(). Fails, state unchanged: Corrupt (PKT_*), Crypto (KEY_EPOCH),
/// Storage (DSK_FULL, DSK_QUOTA transient: stop reading the link until there is room).
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
    };
    /// What the target's checkpoint says was applied last; sequence 0 for a new stream.
    struct Applied {
        std::uint64_t sequence = 0;
        Digest digest{};
    };
    static Result<std::unique_ptr<InboundQueue>> open(FileSystem& fileSystem, const Options& options, StreamId stream,
                                                      const Applied& applied);
    ~InboundQueue();

    void addKey(const LinkKey& key);
    Result<Accepted> accept(BytesView packet);
    Result<> sync();
    Result<> release(std::uint64_t appliedSequence);

    Result<Bytes> read(std::uint64_t sequence);
    std::uint64_t endSequence() const;   ///< one past the newest queued and durable: what to ask the peer for
    Digest lastDigest() const;           ///< of the newest queued
    qint64 bytesUsed() const;
};

/// Keeps refused packets aside for an investigation: at most `kQuarantineFiles` newest, each with the reason beside it.
class Quarantine {
public:
    Quarantine(FileSystem& fileSystem, QString directory);
    Result<> keep(BytesView packet, const Error& reason);

private:
    FileSystem& m_fileSystem;
    QString m_directory;
    std::uint64_t m_next = 0;
};

inline constexpr int kQuarantineFiles = 64;

} // namespace busheng
