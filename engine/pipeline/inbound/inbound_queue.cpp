// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/inbound/inbound_queue.h"

#include "engine/base/failpoint.h"
#include "engine/model/events.h"
#include "engine/pipeline/inbound/inbound_store.h"
#include "engine/pipeline/pack/packet_header.h"
#include "engine/pipeline/pack/validate_frames.h"

namespace busheng {
namespace {

Result<> checkFrames(const PacketHeader& header, BytesView body)
{
    ENGINE_TRY_AS(const BodySummary found, validateFrames(body));
    if (found.transactions != header.transactions || found.changes != header.changes ||
        found.load != header.has(PacketFlag::Load) || found.transactionOpen != header.has(PacketFlag::TransactionOpen))
        return fail(ErrorCode::Corrupt, QStringLiteral("its header does not say what its body holds"));
    return {};
}

} // namespace

InboundQueue::InboundQueue(std::unique_ptr<RecordLog> log, StreamId stream, const Applied& applied)
    : m_stream(stream), m_applied(applied), m_reader(std::move(stream)), m_log(std::move(log))
{
}

InboundQueue::~InboundQueue() = default;

Result<std::unique_ptr<InboundQueue>> InboundQueue::open(FileSystem& fileSystem, const Options& options,
                                                         StreamId stream, const Applied& applied)
{
    RecordLog::Options log;
    log.directory = options.directory;
    log.name = QByteArrayLiteral("inbound");
    log.quotaBytes = options.quotaBytes;
    log.segmentBytes = options.segmentBytes;
    log.largestRecord = kLargestPacket;
    ENGINE_TRY_AS(auto opened, openInboundStore(fileSystem, log, applied.sequence, options.onDamaged));
    std::unique_ptr<InboundQueue> queue(new InboundQueue(std::move(opened), std::move(stream), applied));
    ENGINE_TRY(queue->findPlace());
    return queue;
}

Result<> InboundQueue::findPlace()
{
    if (m_applied.sequence > 0) {
        ENGINE_TRY_AS(const std::optional<Digest> held, knownDigest(m_applied.sequence));
        if (held && *held != m_applied.digest)
            return fork(m_applied.sequence);
    }
    m_lastDigest = m_applied.digest;
    const std::uint64_t end = m_log->durableEnd();
    if (end > m_log->firstNumber()) {
        ENGINE_TRY_AS(const Bytes newest, m_log->read(end - 1));
        m_lastDigest = packetDigest(newest);
    }
    return {};
}

void InboundQueue::addKey(const LinkKey& key)
{
    m_reader.addKey(key);
}

Result<InboundQueue::Accepted> InboundQueue::accept(BytesView packet)
{
    auto header = readPacketHeader(packet);
    if (!header)
        return malformedPacket(streamName(m_stream), header.error().args.value(1));
    ENGINE_TRY(m_reader.checkHeader(*header));
    const std::uint64_t due = m_log->nextNumber();
    if (header->sequence < due)
        return acceptRepeated(*header, packet);
    if (header->sequence > due)
        return fail(makeEvent(ErrorCode::Corrupt, events::PKT_ORDER,
                              {streamName(m_stream), QString::number(due), QString::number(header->sequence)},
                              QStringLiteral("packet %1 of stream %2 came where %3 is due")
                                  .arg(header->sequence)
                                  .arg(streamName(m_stream))
                                  .arg(due)));
    ENGINE_TRY(checkNew(*header, packet));
    ENGINE_FAILPOINT("inbound.check.after");
    ENGINE_TRY(m_log->append(packet));
    const Digest digest = packetDigest(packet);
    m_unsynced.push_back(digest);
    m_newest.header = *header;
    m_newest.digest = digest;
    const std::lock_guard lock(m_mutex);
    m_lastDigest = digest;
    return Accepted::Queued;
}

Result<InboundQueue::Accepted> InboundQueue::acceptRepeated(const PacketHeader& header, BytesView packet)
{
    ENGINE_TRY_AS(const std::optional<Digest> known, knownDigest(header.sequence));
    if (known && *known == packetDigest(packet))
        return Accepted::Repeated;
    // Another packet, or one that is too old to compare: what it is depends on whether the peer made it.
    ENGINE_TRY(m_reader.read(packet, m_newest.body));
    if (known)
        return fork(header.sequence);
    return Accepted::Repeated;
}

Result<> InboundQueue::checkNew(const PacketHeader& header, BytesView packet)
{
    ENGINE_TRY(m_reader.read(packet, m_newest.body));
    if (header.previous != lastDigest())
        return fork(header.sequence);
    if (auto checked = checkFrames(header, m_newest.body); !checked)
        return malformedPacket(streamName(m_stream), checked.error().detail);
    return {};
}

Result<std::optional<Digest>> InboundQueue::knownDigest(std::uint64_t sequence)
{
    const std::uint64_t durableEnd = m_log->durableEnd();
    if (sequence >= durableEnd)
        return std::optional<Digest>(m_unsynced.at(static_cast<std::size_t>(sequence - durableEnd)));
    if (sequence >= m_log->firstNumber()) {
        ENGINE_TRY_AS(const Bytes held, m_log->read(sequence));
        return std::optional<Digest>(packetDigest(held));
    }
    if (sequence == m_applied.sequence)
        return std::optional<Digest>(m_applied.digest);
    return std::optional<Digest>();
}

Failure InboundQueue::fork(std::uint64_t sequence) const
{
    const QString number = QString::number(sequence);
    return fail(makeEvent(ErrorCode::Corrupt, events::PKT_FORK, {streamName(m_stream), number},
                          QStringLiteral("packet %1 of stream %2 does not continue what was received before")
                              .arg(number, streamName(m_stream))));
}

Result<> InboundQueue::sync()
{
    ENGINE_TRY(m_log->sync());
    m_unsynced.clear();
    return {};
}

Result<> InboundQueue::release(std::uint64_t appliedSequence)
{
    if (appliedSequence >= m_log->durableEnd())
        return fail(ErrorCode::Internal, QStringLiteral("packet %1 is released, the newest is %2")
                                             .arg(appliedSequence)
                                             .arg(m_log->durableEnd() - 1));
    return m_log->trimBelow(appliedSequence + 1);
}

Result<Bytes> InboundQueue::read(std::uint64_t sequence)
{
    if (sequence < m_log->firstNumber() || sequence >= m_log->durableEnd())
        return fail(ErrorCode::Internal, QStringLiteral("packet %1 is asked for, those from %2 to %3 are held")
                                             .arg(sequence)
                                             .arg(m_log->firstNumber())
                                             .arg(m_log->durableEnd() - 1));
    return m_log->read(sequence);
}

bool InboundQueue::joins(std::uint64_t appliedSequence) const
{
    return m_log->durableEnd() > appliedSequence && m_log->firstNumber() <= appliedSequence + 1;
}

std::uint64_t InboundQueue::firstSequence() const
{
    return m_log->firstNumber();
}

std::uint64_t InboundQueue::endSequence() const
{
    return m_log->durableEnd();
}

Digest InboundQueue::lastDigest() const
{
    const std::lock_guard lock(m_mutex);
    return m_lastDigest;
}

qint64 InboundQueue::bytesUsed() const
{
    return m_log->bytesUsed();
}

} // namespace busheng
