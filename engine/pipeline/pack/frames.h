// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/model/position.h"
#include "engine/model/row_change.h"
#include "engine/model/schema.h"

#include <vector>

namespace busheng {

/// What a packet's body is made of, in order. Part of the packet format: values are fixed for ever
/// (docs/formats/packet.md).
///
///   stream   = Structure LoadBegin LoadRows* LoadEnd ( transaction | Mark | Heartbeat | Structure )*
///   transaction = TransactionBegin Operations* TransactionEnd
/// A sender that starts again in the middle of a load repeats LoadBegin (resumed) and goes on after the last rows it
/// sent; in the middle of a transaction it sends TransactionDropped and begins that transaction anew.
enum class FrameType : std::uint8_t {
    Structure = 1, ///< DatasetSchema
    LoadBegin = 2,
    LoadRows = 3, ///< operations, all Upsert, of one table in key order
    LoadEnd = 4,  ///< always the last frame of its packet
    TransactionBegin = 5,
    Operations = 6,
    TransactionEnd = 7,
    TransactionDropped = 8, ///< forget what came since TransactionBegin; alone in its packet
    Mark = 9,               ///< always the last frame of its packet: the packer seals right behind it
    Heartbeat = 10,
};

struct LoadBegin {
    std::uint64_t generation = 0; ///< rises with every fresh load; the target's tables are emptied at a new one
    Position position;            ///< of the snapshot that the rows which follow were read from
    bool resumed = false;
    std::vector<std::uint64_t> expectedRows; ///< per table of the structure, in its order; for progress
};

struct LoadEnd {
    Position position; ///< of the last snapshot used
    std::vector<std::uint64_t>
        rowCount; ///< per table at `position`, when one snapshot served the whole load; else empty
};

/// One frame, decoded; which members hold depends on the type. Views point into the body.
struct Frame {
    FrameType type = FrameType::Heartbeat;
    BytesView block;              ///< Operations, LoadRows: operations; Structure: encoded schema
    std::uint32_t count = 0;      ///< Operations, LoadRows; never 0
    std::uint64_t generation = 0; ///< LoadRows: of the load they belong to, so that the newest packet alone tells it
    Position position;            ///< TransactionBegin (its commit), Mark, Heartbeat
    qint64 utcMs = 0;             ///< TransactionBegin, Heartbeat: for display only
    std::uint64_t changes = 0;    ///< TransactionEnd: operations in the whole transaction
    std::uint64_t markId = 0;
    LoadBegin loadBegin;
    LoadEnd loadEnd;
};

void writeFrame(ByteWriter& out, const Frame& frame);

/// What a frame takes beside its block, at most; LoadBegin and LoadEnd take up to ten bytes per table more.
inline constexpr std::size_t kFrameRoom = 32;

/// Walks a body: while (reader.next(frame)) ...; then ask failed(). Fails on unknown types, short input, counts that
/// the bytes cannot hold.
class FrameReader {
public:
    explicit FrameReader(BytesView body) : m_in(body) {}
    /// False at the end, or when the body is malformed; then the frame's members mean nothing.
    bool next(Frame& frame);
    bool failed() const { return m_in.failed(); }

private:
    ByteReader m_in;
};

} // namespace busheng
