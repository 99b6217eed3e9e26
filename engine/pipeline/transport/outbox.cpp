// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/transport/outbox.h"

#include "engine/model/events.h"
#include "engine/pipeline/pack/packet_header.h"

namespace busheng {

Outbox::Outbox(std::unique_ptr<RecordLog> log) : m_log(std::move(log)) {}

Outbox::~Outbox() = default;

Result<std::unique_ptr<Outbox>> Outbox::open(FileSystem& fileSystem, const Options& options)
{
    RecordLog::Options log;
    log.directory = options.directory;
    log.name = QByteArrayLiteral("outbox");
    log.quotaBytes = options.quotaBytes;
    log.segmentBytes = options.segmentBytes;
    log.firstNumber = options.firstSequence;
    log.largestRecord = kLargestPacket;
    ENGINE_TRY_AS(auto opened, RecordLog::open(fileSystem, log));
    return std::unique_ptr<Outbox>(new Outbox(std::move(opened)));
}

Result<> Outbox::append(const PacketHeader& header, BytesView packet)
{
    if (header.sequence != m_log->nextNumber())
        return fail(ErrorCode::Internal, QStringLiteral("packet %1 of stream %2 where %3 is due")
                                             .arg(header.sequence)
                                             .arg(streamName(header.stream))
                                             .arg(m_log->nextNumber()));
    ENGINE_TRY(m_log->append(packet));
    auto synced = m_log->sync();
    // The caller offers the packet again, so it may not be here already. A log that must be reopened refuses this too.
    if (!synced)
        static_cast<void>(m_log->dropUnsynced());
    return synced;
}

Result<> Outbox::release(std::uint64_t sequence)
{
    if (sequence >= m_log->durableEnd())
        return fail(
            ErrorCode::Protocol,
            QStringLiteral("packet %1 is acknowledged, the newest is %2").arg(sequence).arg(m_log->durableEnd() - 1));
    return m_log->trimBelow(sequence + 1);
}

Result<Bytes> Outbox::read(std::uint64_t sequence)
{
    if (sequence < m_log->firstNumber() || sequence >= m_log->durableEnd())
        return fail(ErrorCode::Protocol, QStringLiteral("packet %1 is asked for, those from %2 to %3 are held")
                                             .arg(sequence)
                                             .arg(m_log->firstNumber())
                                             .arg(m_log->durableEnd() - 1));
    return m_log->read(sequence);
}

std::uint64_t Outbox::firstSequence() const
{
    return m_log->firstNumber();
}

std::uint64_t Outbox::endSequence() const
{
    return m_log->durableEnd();
}

qint64 Outbox::bytesUsed() const
{
    return m_log->bytesUsed();
}

} // namespace busheng
