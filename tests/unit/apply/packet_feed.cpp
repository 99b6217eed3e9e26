// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/apply/packet_feed.h"

#include "engine/model/large_change.h"

#include <xxhash.h>

#include <cstring>

namespace busheng::test {
namespace {

Frame frameOf(FrameType type)
{
    Frame frame;
    frame.type = type;
    return frame;
}

/// Stands in for SM3: different packets, different digests.
Digest digestOf(const FedPacket& packet)
{
    Bytes all = packet.body;
    ByteWriter out(all);
    out.fixed(packet.header.sequence);
    out.raw(view(packet.header.previous));
    Digest digest{};
    const XXH128_hash_t hash = XXH3_128bits(all.data(), all.size());
    std::memcpy(digest.data(), &hash, sizeof hash);
    return digest;
}

} // namespace

Bytes row(std::initializer_list<Cell> cells)
{
    Bytes bytes;
    encodeRow(cells, bytes);
    return bytes;
}

Block& Block::table(std::uint32_t tableId)
{
    m_tableId = tableId;
    return *this;
}

Block& Block::add(ChangeKind kind, BytesView before, BytesView after)
{
    ByteWriter out(m_bytes);
    writeChange(out, {kind, m_tableId, before, after});
    ++m_count;
    return *this;
}

PacketFeed& PacketFeed::frame(const Frame& frame)
{
    ByteWriter out(m_body);
    writeFrame(out, frame);
    return *this;
}

PacketFeed& PacketFeed::structure(const DatasetSchema& schema)
{
    Frame structure = frameOf(FrameType::Structure);
    const Bytes encoded = encodeSchema(schema);
    structure.block = encoded;
    return frame(structure);
}

PacketFeed& PacketFeed::loadBegin(std::uint64_t generation, std::uint64_t position, bool resumed)
{
    Frame begin = frameOf(FrameType::LoadBegin);
    begin.loadBegin.generation = generation;
    begin.loadBegin.position.order = position;
    begin.loadBegin.resumed = resumed;
    m_generation = generation;
    return frame(begin);
}

PacketFeed& PacketFeed::loadRows(const Block& block)
{
    Frame rows = frameOf(FrameType::LoadRows);
    rows.generation = m_generation;
    rows.block = block.bytes();
    rows.count = block.count();
    return frame(rows);
}

PacketFeed& PacketFeed::loadEnd(std::uint64_t position, std::vector<std::uint64_t> rowCount)
{
    Frame end = frameOf(FrameType::LoadEnd);
    end.loadEnd.position.order = position;
    end.loadEnd.rowCount = std::move(rowCount);
    return frame(end);
}

PacketFeed& PacketFeed::begin(std::uint64_t position)
{
    Frame begin = frameOf(FrameType::TransactionBegin);
    begin.position.order = position;
    m_open = true;
    m_changes = 0;
    return frame(begin);
}

PacketFeed& PacketFeed::operations(const Block& block)
{
    Frame operations = frameOf(FrameType::Operations);
    operations.block = block.bytes();
    operations.count = block.count();
    m_changes += block.count();
    return frame(operations);
}

PacketFeed& PacketFeed::end()
{
    Frame end = frameOf(FrameType::TransactionEnd);
    end.changes = m_changes;
    m_open = false;
    return frame(end);
}

PacketFeed& PacketFeed::dropped()
{
    m_open = false;
    return frame(frameOf(FrameType::TransactionDropped));
}

PacketFeed& PacketFeed::mark(std::uint64_t markId, std::uint64_t position)
{
    Frame mark = frameOf(FrameType::Mark);
    mark.markId = markId;
    mark.position.order = position;
    return frame(mark);
}

PacketFeed& PacketFeed::heartbeat(std::uint64_t position)
{
    Frame heartbeat = frameOf(FrameType::Heartbeat);
    heartbeat.position.order = position;
    return frame(heartbeat);
}

PacketFeed& PacketFeed::large(const Block& block, bool load, bool sealEach, std::size_t leave)
{
    std::vector<Bytes> parts;
    const auto given = giveInPieces(block.bytes(), block.count(), kWholeChange, [&](BytesView part, std::uint32_t) {
        parts.emplace_back(part);
        return Result<>();
    });
    if (!given)
        qFatal("%s", qPrintable(given.error().toString()));
    parts.resize(parts.size() - leave);
    for (const Bytes& part : parts) {
        Frame one = frameOf(load ? FrameType::LoadRows : FrameType::Operations);
        one.generation = m_generation;
        one.block = part;
        one.count = 1;
        m_changes += load ? 0 : 1;
        frame(one);
        if (sealEach)
            seal();
    }
    return *this;
}

PacketFeed& PacketFeed::seal()
{
    FedPacket packet;
    packet.body = std::exchange(m_body, {});
    packet.header.sequence = m_packets.size() + 1;
    if (!m_packets.empty())
        packet.header.previous = m_packets.back().digest;
    if (m_open)
        packet.header.set(PacketFlag::TransactionOpen);
    packet.digest = digestOf(packet);
    m_packets.push_back(std::move(packet));
    return *this;
}

} // namespace busheng::test
