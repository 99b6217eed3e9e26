// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/packet.h"
#include "engine/model/schema.h"
#include "engine/pipeline/pack/frames.h"

#include <initializer_list>

namespace busheng::test {

inline Cell text(const char* utf8)
{
    return Cell::ofText(utf8);
}

inline Cell number(std::int64_t value)
{
    return Cell::ofInteger(value);
}

Bytes row(std::initializer_list<Cell> cells);

/// Operations one behind the other, as they stand in a frame.
class Block {
public:
    explicit Block(std::uint32_t tableId = 1) : m_tableId(tableId) {}
    Block& table(std::uint32_t tableId);
    Block& insert(const Bytes& after) { return add(ChangeKind::Insert, {}, after); }
    Block& update(const Bytes& key, const Bytes& after) { return add(ChangeKind::Update, key, after); }
    Block& erase(const Bytes& key) { return add(ChangeKind::Delete, key, {}); }
    Block& upsert(const Bytes& after) { return add(ChangeKind::Upsert, {}, after); }
    Block& remove(const Bytes& key) { return add(ChangeKind::Remove, key, {}); }
    Block& add(ChangeKind kind, BytesView before, BytesView after);

    const Bytes& bytes() const { return m_bytes; }
    std::uint32_t count() const { return m_count; }

private:
    Bytes m_bytes;
    std::uint32_t m_tableId;
    std::uint32_t m_count = 0;
};

struct FedPacket {
    PacketHeader header;
    Digest digest{};
    Bytes body;
};

/// Makes the packets of one stream out of frames, sequence and digests chained as a packer chains them.
class PacketFeed {
public:
    PacketFeed& structure(const DatasetSchema& schema);
    PacketFeed& loadBegin(std::uint64_t generation, std::uint64_t position, bool resumed = false);
    PacketFeed& loadRows(const Block& block);
    PacketFeed& loadEnd(std::uint64_t position, std::vector<std::uint64_t> rowCount = {});
    PacketFeed& begin(std::uint64_t position);
    PacketFeed& operations(const Block& block);
    PacketFeed& end();
    PacketFeed& transaction(std::uint64_t position, const Block& block)
    {
        return begin(position).operations(block).end();
    }
    PacketFeed& dropped();
    PacketFeed& mark(std::uint64_t markId, std::uint64_t position);
    PacketFeed& heartbeat(std::uint64_t position);
    /// The only operation of `block`, which is large, as frames of a load or a transaction; each part in a packet of
    /// its own when `sealEach`, but for the last `leave` parts, which are not there.
    PacketFeed& large(const Block& block, bool load, bool sealEach, std::size_t leave = 0);
    PacketFeed& frame(const Frame& frame);
    /// Ends the packet. Inside a transaction the header says so.
    PacketFeed& seal();

    const std::vector<FedPacket>& packets() const { return m_packets; }
    const FedPacket& last() const { return m_packets.back(); }

private:
    std::vector<FedPacket> m_packets;
    Bytes m_body;
    std::uint64_t m_generation = 0;
    std::uint64_t m_changes = 0; ///< of the transaction at hand
    bool m_open = false;
};

} // namespace busheng::test
