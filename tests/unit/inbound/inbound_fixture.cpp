// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/inbound/inbound_fixture.h"

namespace busheng::test {

std::vector<Bytes> chain(std::size_t count, char bootFill)
{
    std::vector<Bytes> packets;
    Digest previous{};
    for (std::size_t i = 1; i <= count; ++i) {
        PacketHeader header = smallHeader(10 * i);
        header.sequence = i;
        header.previous = previous;
        packets.push_back(write(header, smallBody(10 * i), bootFill));
        previous = packetDigest(packets.back());
    }
    return packets;
}

PacketHeader nextHeader(std::uint64_t sequence, const Digest& previous, std::size_t bodySize)
{
    PacketHeader header = smallHeader(10 * sequence);
    header.sequence = sequence;
    header.previous = previous;
    header.compression = 0;
    header.stream = stream();
    header.epoch = 1;
    header.bootId = bootId();
    header.plainLength = static_cast<std::uint32_t>(bodySize);
    return header;
}

Result<std::unique_ptr<InboundQueue>> openQueue(FileSystem& fileSystem, const InboundQueue::Applied& applied,
                                                qint64 quota)
{
    auto queue = InboundQueue::open(fileSystem, {kQueueDirectory, quota, 4096}, stream(), applied);
    if (queue)
        (*queue)->addKey(linkKey());
    return queue;
}

QueueState stateOf(const InboundQueue& queue)
{
    return {queue.endSequence(), queue.lastDigest(), queue.bytesUsed()};
}

} // namespace busheng::test
