// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/record_log_cursor.h"

#include "engine/base/record_log_recovery.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr std::size_t kReadAhead = 128U << 10;

} // namespace

using recordlog::kRecordHeaderBytes;

Failure RecordLogCursor::damaged() const
{
    return recordlog::corruptFailure(m_log.pathOf(m_segment), QStringLiteral("record %1 is damaged").arg(m_number));
}

/// `count` bytes of the segment, fewer only at its end.
Result<BytesView> RecordLogCursor::bytesAt(std::uint64_t offset, std::size_t count)
{
    if (offset < m_base || offset + count > m_base + m_bytes.size()) {
        m_goodBelow = m_log.durableEnd(); // before the bytes are read: what becomes durable later may be old in them
        m_base = offset;
        m_bytes.resize(std::max(count, kReadAhead));
        ENGINE_TRY_AS(const std::size_t got, m_file->readAt(static_cast<qint64>(offset), m_bytes));
        m_bytes.resize(got);
    }
    return BytesView(m_bytes).substr(offset - m_base, count);
}

/// Of record m_number.
Result<recordlog::RecordHeader> RecordLogCursor::header()
{
    ENGINE_TRY_AS(const BytesView bytes, bytesAt(m_offset, kRecordHeaderBytes));
    const auto header = recordlog::decodeRecordHeader(bytes, m_salt);
    if (!header || header->number != m_number || header->length > m_log.m_options.largestRecord)
        return damaged();
    return *header;
}

Result<> RecordLogCursor::seek(std::uint64_t number)
{
    ENGINE_TRY_AS(const RecordLog::Place place, m_log.placeOf(number));
    const bool isHere = m_file && place.segment == m_segment && place.salt == m_salt;
    if (!isHere) {
        ENGINE_TRY_AS(m_file, m_log.openSegment(place.segment));
        m_segment = place.segment;
        m_salt = place.salt;
    }
    m_base = 0;
    m_bytes.clear();
    if (!isHere || m_number > number || m_number < place.from.number) {
        m_number = place.from.number;
        m_offset = place.from.offset;
    }
    while (m_number < number) {
        ENGINE_TRY_AS(const recordlog::RecordHeader passed, header());
        m_offset += kRecordHeaderBytes + passed.length;
        ++m_number;
    }
    return {};
}

Result<BytesView> RecordLogCursor::read(std::uint64_t number)
{
    // Behind the last record of a segment the next one begins elsewhere.
    const bool isNext = number == m_number && number < m_goodBelow && m_offset < m_base + m_bytes.size();
    if (!isNext)
        ENGINE_TRY(seek(number));
    ENGINE_TRY_AS(const recordlog::RecordHeader found, header());
    ENGINE_TRY_AS(const BytesView record, bytesAt(m_offset, kRecordHeaderBytes + found.length));
    if (record.size() < kRecordHeaderBytes + found.length || !found.fits(record.substr(kRecordHeaderBytes)))
        return damaged();
    m_offset += record.size();
    ++m_number;
    return record.substr(kRecordHeaderBytes);
}

} // namespace busheng
