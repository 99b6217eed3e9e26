// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pipeline/inbound/inbound_queue.h"
#include "tests/support/crash_file_system.h"
#include "tests/unit/pack/packet_forge.h"

#include <vector>

namespace busheng::test {

using Accepted = InboundQueue::Accepted;

inline const QString kQueueDirectory = QStringLiteral("/inbound");

/// A chain of `count` small packets; with another `bootFill` another chain.
std::vector<Bytes> chain(std::size_t count, char bootFill = 0x5b);

/// The header of packet `sequence` behind `previous` for a body sealed as it is.
PacketHeader nextHeader(std::uint64_t sequence, const Digest& previous, std::size_t bodySize);

Result<std::unique_ptr<InboundQueue>> openQueue(FileSystem& fileSystem, const InboundQueue::Applied& applied = {},
                                                qint64 quota = 0);

/// What a refusal may not change.
struct QueueState {
    std::uint64_t end = 0;
    Digest last{};
    qint64 bytes = 0;
    bool operator==(const QueueState&) const = default;
};
QueueState stateOf(const InboundQueue& queue);

} // namespace busheng::test
