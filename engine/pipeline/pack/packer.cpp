// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/pack/packer.h"

#include "engine/base/failpoint.h"
#include "engine/base/log.h"
#include "engine/model/events.h"
#include "engine/model/large_change.h"

#include <algorithm>
#include <utility>

namespace busheng {
namespace {

Frame frameOf(FrameType type)
{
    Frame frame;
    frame.type = type;
    return frame;
}

Frame blockFrame(FrameType type, BytesView block, std::uint32_t count)
{
    Frame frame = frameOf(type);
    frame.block = block;
    frame.count = count;
    return frame;
}

} // namespace

Packer::Packer(PacketWriter& writer, Output output, Start start)
    : m_writer(writer), m_output(std::move(output)), m_sequence(start.lastSequence), m_digest(start.lastDigest),
      m_position(start.position), m_schemaVersion(start.schemaVersion), m_dropDue(start.transactionOpen),
      m_upTo(start.position)
{
}

Packer::~Packer() = default;

Result<> Packer::structure(const DatasetSchema& schema)
{
    ENGINE_TRY(settle());
    if (m_loading || m_unfinished)
        return fail(ErrorCode::Internal, QStringLiteral("a structure inside a load or a transaction"));
    ENGINE_TRY(checkReceiver(schema));
    const Bytes encoded = encodeSchema(schema);
    ENGINE_TRY(checkBlock(encoded));
    // The header speaks of one version only.
    ENGINE_TRY(seal());
    append(blockFrame(FrameType::Structure, encoded, 0));
    m_onlyStructure = true;
    m_schemaVersion = schema.version;
    return {};
}

Result<> Packer::loadBegin(const LoadBegin& begin)
{
    ENGINE_TRY(settle());
    if (m_unfinished)
        return fail(ErrorCode::Internal, QStringLiteral("a load inside a transaction"));
    if (!m_onlyStructure)
        ENGINE_TRY(seal());
    Frame frame = frameOf(FrameType::LoadBegin);
    frame.loadBegin = begin;
    append(frame);
    if (!begin.resumed)
        m_upTo = begin.position;
    m_loading = true;
    m_bodyLoads = true;
    m_generation = begin.generation;
    return {};
}

Result<> Packer::loadRows(BytesView block, std::uint32_t count)
{
    if (!m_loading)
        return fail(ErrorCode::Internal, QStringLiteral("rows outside a load"));
    ENGINE_TRY(checkBlock(block));
    ENGINE_TRY(checkReceiver(block));
    ENGINE_TRY(makeRoom(block.size() + kFrameRoom));
    if (count == 0)
        return {};
    Frame frame = blockFrame(FrameType::LoadRows, block, count);
    frame.generation = m_generation;
    append(frame);
    m_bodyLoads = true;
    m_changes += count;
    if (m_body.size() >= kPacketTarget)
        sealEarly();
    return {};
}

Result<> Packer::loadInterrupted()
{
    ENGINE_TRY(flush());
    m_loading = false;
    return {};
}

Result<> Packer::loadEnd(const LoadEnd& end)
{
    if (!m_loading)
        return fail(ErrorCode::Internal, QStringLiteral("the end of a load outside a load"));
    ENGINE_TRY(makeRoom(kFrameRoom + 10 * end.rowCount.size()));
    Frame frame = frameOf(FrameType::LoadEnd);
    frame.loadEnd = end;
    append(frame);
    m_bodyLoads = true;
    m_loading = false;
    sealEarly();
    return {};
}

Result<> Packer::transactionDropped()
{
    ENGINE_TRY(settle());
    if (std::exchange(m_dropTaken, false))
        return {};
    if (m_unfinished) {
        // What of it is not sealed need not be sealed at all.
        const Unfinished dropped = *std::exchange(m_unfinished, std::nullopt);
        m_body.resize(dropped.start);
        m_changes = dropped.changesBefore;
        if (!dropped.straddles)
            return {};
    } else {
        ENGINE_TRY(seal());
    }
    append(frameOf(FrameType::TransactionDropped));
    sealEarly();
    return {};
}

Result<> Packer::item(const ComposedItem& item, Composer& composer)
{
    ENGINE_TRY(settle());
    if (m_loading)
        return fail(ErrorCode::Internal, QStringLiteral("a change inside a load"));
    if (item.kind == ComposedItem::Kind::Transaction || item.kind == ComposedItem::Kind::Repair)
        return transaction(item, composer);
    if (m_unfinished)
        return fail(ErrorCode::Internal, QStringLiteral("a mark or heartbeat inside a transaction"));
    if (item.kind == ComposedItem::Kind::Structure) {
        ENGINE_TRY_AS(const DatasetSchema schema, decodeSchema(item.structure));
        return schema.version > m_schemaVersion ? structure(schema) : Result<>(); // the receiver has it already
    }
    ENGINE_TRY(makeRoom(kFrameRoom));
    const bool mark = item.kind == ComposedItem::Kind::Mark;
    Frame frame = frameOf(mark ? FrameType::Mark : FrameType::Heartbeat);
    frame.markId = item.markId;
    frame.position = item.position;
    frame.utcMs = item.utcMs;
    append(frame);
    m_upTo = std::max(m_upTo, item.position);
    if (mark)
        sealEarly();
    return {};
}

Result<> Packer::flush()
{
    ENGINE_TRY(settle());
    return seal();
}

Result<> Packer::transaction(const ComposedItem& item, Composer& composer)
{
    if (!m_unfinished) {
        ENGINE_TRY(makeRoom(2 * kFrameRoom));
        m_unfinished = Unfinished{item.kind, item.position, 0, 0, 0, m_body.size(), m_changes, false};
        Frame begin = frameOf(FrameType::TransactionBegin);
        begin.position = item.position;
        begin.utcMs = item.utcMs;
        append(begin);
    } else if (m_unfinished->kind != item.kind || m_unfinished->position != item.position) {
        return fail(ErrorCode::Internal,
                    QStringLiteral("the transaction at %1 is not at its end").arg(m_unfinished->position.toString()));
    }
    std::uint64_t at = 0;
    std::uint64_t piece = 0;
    const auto take = [&](BytesView block, std::uint32_t count) -> Result<> {
        if (std::exchange(at, composer.blockNumber()) != composer.blockNumber())
            piece = 0;
        ++piece;
        if (at < m_unfinished->block || (at == m_unfinished->block && piece <= m_unfinished->pieces))
            return {};
        if (count > 0)
            ENGINE_TRY(operations(block, count));
        m_unfinished->block = at;
        m_unfinished->pieces = piece;
        return {};
    };
    ENGINE_TRY(composer.forEachBlock(take));
    endTransaction();
    return {};
}

Result<> Packer::operations(BytesView block, std::uint32_t count)
{
    ENGINE_TRY(checkBlock(block));
    ENGINE_TRY(checkReceiver(block));
    ENGINE_TRY(makeRoom(block.size() + 2 * kFrameRoom));
    append(blockFrame(FrameType::Operations, block, count));
    m_changes += count;
    m_unfinished->changes += count;
    return {};
}

void Packer::endTransaction()
{
    Frame end = frameOf(FrameType::TransactionEnd);
    end.changes = m_unfinished->changes;
    append(end);
    m_upTo = std::max(m_upTo, m_unfinished->position);
    ++m_transactions;
    const bool straddles = m_unfinished->straddles;
    m_unfinished.reset();
    if (straddles || m_body.size() >= kPacketTarget)
        sealEarly();
}

void Packer::append(const Frame& frame)
{
    ByteWriter out(m_body);
    writeFrame(out, frame);
    m_onlyStructure = false;
    m_dropTaken = false;
}

Result<> Packer::checkBlock(BytesView block) const
{
    if (block.size() > kLargestBlock)
        return fail(ErrorCode::Schema, QStringLiteral("a row or structure of %1 bytes does not fit in a packet, which "
                                                      "holds at most %2")
                                           .arg(block.size())
                                           .arg(kLargestBlock));
    return {};
}

Result<> Packer::checkReceiver(const DatasetSchema& schema) const
{
    return m_mayHaveValues || !schema.hasLargeColumns() ? Result<>() : oldReceiver();
}

Result<> Packer::checkReceiver(BytesView block) const
{
    const bool isValue = isApart(block) && static_cast<ChangeKind>(block.front()) == ChangeKind::Value;
    return !isApart(block) || (isValue ? m_mayHaveValues : m_mayBeApart) ? Result<>() : oldReceiver();
}

Failure Packer::oldReceiver() const
{
    Error error = makeTransient(ErrorCode::Protocol, events::LNK_OLD_PEER,
                                QStringLiteral("the receiver does not know operations in parts, or large values"));
    error.args = {m_writer.stream().name()};
    return fail(std::move(error));
}

/// Finishes what an earlier call left to do.
Result<> Packer::settle()
{
    if (!m_sealed.empty())
        ENGINE_TRY(handOver());
    if (m_dropDue) {
        append(frameOf(FrameType::TransactionDropped));
        m_dropDue = false;
        m_dropTaken = true;
        m_sealDue = true;
    }
    if (m_sealDue)
        ENGINE_TRY(seal());
    return {};
}

/// Seals until `size` bytes more do not carry the body beyond its target, or it is as empty as it can be.
Result<> Packer::makeRoom(std::size_t size)
{
    ENGINE_TRY(settle());
    while (!m_body.empty() && m_body.size() + size > kPacketTarget) {
        const bool onlyBegin = m_unfinished && m_unfinished->start == 0 && m_changes == 0;
        if (onlyBegin)
            break;
        ENGINE_TRY(seal());
    }
    return {};
}

/// Seals the body and hands it over. Of a transaction in the making, what came before it goes first, by itself; its own
/// part stays and begins the next body.
Result<> Packer::seal()
{
    if (!m_sealed.empty())
        ENGINE_TRY(handOver());
    if (m_body.empty())
        return {};
    ENGINE_FAILPOINT("pack.seal.before");
    const bool before = m_unfinished && m_unfinished->start > 0;
    const std::size_t size = before ? m_unfinished->start : m_body.size();
    const std::uint32_t changes = before ? m_unfinished->changesBefore : m_changes;
    PacketHeader header;
    if (m_bodyLoads)
        header.set(PacketFlag::Load);
    if (m_unfinished && !before)
        header.set(PacketFlag::TransactionOpen);
    header.sequence = m_sequence + 1;
    header.previous = m_digest;
    header.from = m_bodyLoads ? m_upTo : m_position;
    header.upTo = m_upTo;
    header.transactions = m_transactions;
    header.changes = changes;
    header.schemaVersion = m_schemaVersion;
    ENGINE_TRY(m_writer.write(header, BytesView(m_body).substr(0, size), m_sealed));
    m_sealedHeader = header;
    m_sealedDigest = packetDigest(m_sealed);
    m_body.erase(0, size);
    m_changes -= changes;
    m_transactions = 0;
    m_bodyLoads = false;
    m_onlyStructure = false;
    m_sealDue = false;
    if (m_unfinished) {
        m_unfinished->straddles = !before;
        m_unfinished->start = 0;
        m_unfinished->changesBefore = 0;
    }
    ENGINE_FAILPOINT("pack.seal.after");
    return handOver();
}

Result<> Packer::handOver()
{
    ENGINE_TRY(m_output(m_sealedHeader, m_sealed));
    m_sequence = m_sealedHeader.sequence;
    m_digest = m_sealedDigest;
    m_position = m_sealedHeader.upTo;
    m_sealed.clear();
    return {};
}

/// Behind a frame that is taken already: a failure is the next call's, which tries again first.
void Packer::sealEarly()
{
    m_sealDue = true;
    if (auto sealed = settle(); !sealed)
        qCDebug(logPack) << "a packet waits:" << sealed.error().toString();
}

} // namespace busheng
