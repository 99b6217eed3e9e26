// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pipeline/logcache/log_cache.h"
#include "engine/pipeline/pack/packer.h"
#include "engine/pipeline/pack/resume_point.h"
#include "tests/support/crash_file_system.h"
#include "tests/unit/pack/packet_forge.h"

#include <memory>
#include <vector>

namespace busheng::test {

/// A log cache in memory that a test fills, for real Composers to read.
class Source {
public:
    Source();
    /// One transaction of `count` inserts with `text` each; ids rise from position * 1000.
    void transaction(std::uint64_t position, std::uint32_t count, BytesView text);
    LogCache& cache() { return *m_cache; }

private:
    CrashFileSystem m_fileSystem;
    std::unique_ptr<LogCache> m_cache;
};

struct Packet {
    PacketHeader header;
    Bytes bytes;
};

/// The newest packets of a stream, as an outbox would hold them, and the Packer that makes them.
class PackedStream {
public:
    explicit PackedStream(char bootFill = 0x5b);
    /// As a new process would: from the newest packet, with a new boot id.
    void restart();
    Packer& packer() { return *m_packer; }
    /// Everything that the composer has after the packer's position, then a flush.
    Result<> pack(LogCache& cache);

    std::vector<Packet> packets;
    bool fullNowAndThen = false; ///< two of three attempts to hand a packet over fail

private:
    void start(const Packer::Start& from);
    char m_boot;
    int m_attempts = 0;
    std::unique_ptr<PacketWriter> m_writer;
    std::unique_ptr<Packer> m_packer;
};

/// What a receiver makes of packets; throws std::runtime_error on anything that breaks the format's promises: chain,
/// sequence, header against body, what must be alone or last in a packet.
struct Received {
    struct Transaction {
        Position position;
        Bytes operations;
        bool operator==(const Transaction&) const = default;
    };
    std::vector<Transaction> transactions;
    std::vector<std::uint64_t> marks;
    Bytes loaded; ///< operations of the load
    int loads = 0;
    int loadEnds = 0;
    int dropped = 0;
    bool open = false; ///< a transaction is not at its end
};
Received receive(const std::vector<Packet>& packets);
ResumePoint resumePoint(const Packet& packet);
/// The operations, those in parts whole again; throws std::runtime_error for parts that do not fit.
Bytes putTogether(BytesView operations);

} // namespace busheng::test
