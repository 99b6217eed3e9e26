// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/pack/frames.h"

namespace busheng {
namespace {

constexpr std::size_t kMostTables = 65'536;   // of a structure; bounds what a lying count allocates
constexpr std::size_t kSmallestOperation = 2; // kind and table: a truncate

void writeCounts(ByteWriter& out, const std::vector<std::uint64_t>& counts)
{
    out.varint(counts.size());
    for (const std::uint64_t count : counts)
        out.varint(count);
}

void readCounts(ByteReader& in, std::vector<std::uint64_t>& counts)
{
    const std::uint64_t size = in.varint();
    if (size > kMostTables || size > in.rest().size()) {
        in.fail();
        return;
    }
    counts.resize(static_cast<std::size_t>(size));
    for (std::uint64_t& count : counts)
        count = in.varint();
}

void readBlock(ByteReader& in, Frame& frame)
{
    const std::uint64_t count = in.varint();
    frame.block = in.sized();
    if (count == 0 || count > frame.block.size() / kSmallestOperation)
        in.fail();
    frame.count = static_cast<std::uint32_t>(count);
}

void readLoadBegin(ByteReader& in, LoadBegin& begin)
{
    begin.generation = in.varint();
    begin.position.order = in.varint();
    const auto resumed = in.fixed<std::uint8_t>();
    if (resumed > 1)
        in.fail();
    begin.resumed = resumed == 1;
    readCounts(in, begin.expectedRows);
}

} // namespace

void writeFrame(ByteWriter& out, const Frame& frame)
{
    out.fixed(static_cast<std::uint8_t>(frame.type));
    switch (frame.type) {
    case FrameType::Structure:
        out.sized(frame.block);
        break;
    case FrameType::LoadBegin:
        out.varint(frame.loadBegin.generation);
        out.varint(frame.loadBegin.position.order);
        out.fixed(static_cast<std::uint8_t>(frame.loadBegin.resumed ? 1 : 0));
        writeCounts(out, frame.loadBegin.expectedRows);
        break;
    case FrameType::LoadRows:
        out.varint(frame.generation);
        [[fallthrough]];
    case FrameType::Operations:
        out.varint(frame.count);
        out.sized(frame.block);
        break;
    case FrameType::LoadEnd:
        out.varint(frame.loadEnd.position.order);
        writeCounts(out, frame.loadEnd.rowCount);
        break;
    case FrameType::TransactionBegin:
    case FrameType::Heartbeat:
        out.varint(frame.position.order);
        out.zigzag(frame.utcMs);
        break;
    case FrameType::TransactionEnd:
        out.varint(frame.changes);
        break;
    case FrameType::TransactionDropped:
        break;
    case FrameType::Mark:
        out.varint(frame.markId);
        out.varint(frame.position.order);
        break;
    }
}

bool FrameReader::next(Frame& frame)
{
    if (m_in.failed() || m_in.atEnd())
        return false;
    frame = {};
    frame.type = static_cast<FrameType>(m_in.fixed<std::uint8_t>());
    switch (frame.type) {
    case FrameType::Structure:
        frame.block = m_in.sized();
        break;
    case FrameType::LoadBegin:
        readLoadBegin(m_in, frame.loadBegin);
        break;
    case FrameType::LoadRows:
        frame.generation = m_in.varint();
        readBlock(m_in, frame);
        break;
    case FrameType::Operations:
        readBlock(m_in, frame);
        break;
    case FrameType::LoadEnd:
        frame.loadEnd.position.order = m_in.varint();
        readCounts(m_in, frame.loadEnd.rowCount);
        break;
    case FrameType::TransactionBegin:
    case FrameType::Heartbeat:
        frame.position.order = m_in.varint();
        frame.utcMs = m_in.zigzag();
        break;
    case FrameType::TransactionEnd:
        frame.changes = m_in.varint();
        break;
    case FrameType::TransactionDropped:
        break;
    case FrameType::Mark:
        frame.markId = m_in.varint();
        frame.position.order = m_in.varint();
        break;
    default:
        m_in.fail();
    }
    return !m_in.failed();
}

} // namespace busheng
