// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/record_log.h"
#include "engine/model/packet.h"
#include "engine/pipeline/pack/packet_codec.h"

#include <memory>

namespace busheng {

/// Fifth stage, first half: the sealed packets of one stream, kept until the receiver has applied them. A packet's
/// record number is its sequence. The same bytes are resent after any cut, so nothing is ever sealed twice.
///
/// Thread: append and release from the stream's out worker; read and numbers from any thread.
/// Durable: when append() returns ok. Fails: Storage (DSK_FULL, DSK_QUOTA transient: nothing was taken, append the same
/// packet again), Corrupt. Failpoints: those of RecordLog behind "outbox.".
class Outbox {
public:
    struct Options {
        QString directory;
        qint64 quotaBytes = 0;
        qint64 segmentBytes = 16LL << 20;
        std::uint64_t firstSequence = 1; ///< of a new outbox: what came before went another way
    };
    static Result<std::unique_ptr<Outbox>> open(FileSystem& fileSystem, const Options& options);
    ~Outbox();

    /// `header.sequence` must be endSequence(), else Internal.
    Result<> append(const PacketHeader& header, BytesView packet);
    /// The receiver has applied all up to `sequence`; the newest packet is kept, so that a restart finds its place.
    /// Releasing again, or less, is a no-op. Fails: Protocol when `sequence` was never sent.
    Result<> release(std::uint64_t sequence);
    /// Fails: Protocol when it is not in [firstSequence(), endSequence()).
    Result<Bytes> read(std::uint64_t sequence);

    bool isEmpty() const { return firstSequence() == endSequence(); }
    std::uint64_t firstSequence() const; ///< oldest held
    std::uint64_t endSequence() const;   ///< one past the newest
    qint64 bytesUsed() const;

private:
    explicit Outbox(std::unique_ptr<RecordLog> log);
    std::unique_ptr<RecordLog> m_log;
};

} // namespace busheng
