// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/record_log.h"

#include "engine/base/failpoint.h"
#include "engine/base/log.h"
#include "engine/base/record_log_cursor.h"
#include "engine/base/record_log_recovery.h"

#include <algorithm>
#include <limits>

namespace busheng {
namespace {

constexpr qint64 kLargestSegment = 1LL << 30; // offsets within a segment are 32 bits
constexpr std::size_t kLargestRecordEver = 1U << 30;
constexpr std::size_t kKeptBuffer = 1U << 20;

} // namespace

using recordlog::Anchor;
using recordlog::IndexEntry;
using recordlog::kRecordHeaderBytes;
using recordlog::kSegmentHeaderBytes;
using recordlog::Segment;

RecordLog::RecordLog(FileSystem& fileSystem, Options options) : m_fileSystem(fileSystem), m_options(std::move(options))
{
    static constexpr std::array<const char*, kSteps> kNames = {".append.before", ".append.after", ".sync.before",
                                                               ".sync.after",    ".rotate",       ".rotate.after",
                                                               ".trim",          ".trim.after",   ".drop"};
    for (std::size_t i = 0; i < kNames.size(); ++i)
        m_failpoints[i] = m_options.name + kNames[i];
}

Result<std::unique_ptr<RecordLog>> RecordLog::open(FileSystem& fileSystem, Options options, const Visitor& visitor)
{
    if (options.largestRecord > kLargestRecordEver)
        return fail(ErrorCode::Internal, QStringLiteral("a record log's records are at most 1 GiB"));
    std::unique_ptr<RecordLog> log(new RecordLog(fileSystem, std::move(options)));
    ENGINE_TRY_AS(auto recovered, recordlog::recover(fileSystem, log->m_options, visitor));
    log->m_tail = std::move(recovered.tail);
    log->m_anchor = recovered.anchor;
    log->m_segments = std::move(recovered.segments);
    const Segment& last = log->m_segments.back();
    log->m_next = log->m_durableEnd = last.end;
    log->m_durableSegment = last.first;
    log->m_durableSize = last.size;
    for (const Segment& segment : log->m_segments)
        log->m_bytes += segment.size;
    return log;
}

RecordLog::~RecordLog()
{
    if (m_broken || m_dropPending || !m_tail)
        return;
    const Anchor now = anchorNow();
    // Only our own note is replaced: if it is not there any more, the directory has another owner by now.
    if (now != m_anchor)
        static_cast<void>(m_fileSystem.rename(m_options.directory + u'/' + m_anchor.fileName(),
                                              m_options.directory + u'/' + now.fileName()));
}

QString RecordLog::pathOf(std::uint64_t segment) const
{
    return m_options.directory + u'/' + recordlog::segmentName(segment);
}

Anchor RecordLog::anchorNow() const
{
    const std::lock_guard lock(m_mutex);
    return {m_segments.front().first, m_segments.back().first, m_durableEnd};
}

qint64 RecordLog::segmentLimit() const
{
    // Only whole segments are trimmed and one always stays, so a quota needs several of them.
    const qint64 wanted = std::min(m_options.segmentBytes, kLargestSegment);
    return m_options.quotaBytes > 0 ? std::min(wanted, m_options.quotaBytes / 4) : wanted;
}

Result<> RecordLog::checkRoom(BytesView record, Quota quota) const
{
    if (record.size() > m_options.largestRecord)
        return fail(ErrorCode::Internal, QStringLiteral("%1: a record of %2 bytes, at most %3 are allowed")
                                             .arg(m_options.directory)
                                             .arg(record.size())
                                             .arg(m_options.largestRecord));
    const qint64 after = bytesUsed() + static_cast<qint64>(record.size() + kRecordHeaderBytes);
    if (quota == Quota::Exceed || m_options.quotaBytes <= 0 || after <= m_options.quotaBytes)
        return {};
    Error error = makeTransient(ErrorCode::Storage, QStringLiteral("DSK_QUOTA"),
                                QStringLiteral("%1 has reached its quota").arg(m_options.directory));
    error.args = {m_options.directory, QString::number(m_options.quotaBytes)};
    return fail(error);
}

Result<std::uint64_t> RecordLog::append(BytesView record, Quota quota)
{
    if (m_broken)
        return fail(*m_broken);
    ENGINE_TRY(settle());
    ENGINE_TRY(checkRoom(record, quota));
    ENGINE_FAILPOINT(m_failpoints[AppendBefore].constData());
    // Only this thread changes segments and m_next, so it may read them without the mutex.
    if (m_segments.back().size >= segmentLimit() && m_segments.back().end > m_segments.back().first)
        ENGINE_TRY(rotate());
    recordlog::RecordHeader header;
    header.number = m_next;
    header.unsynced = static_cast<std::uint32_t>(
        std::min<std::uint64_t>(m_next - m_durableEnd, std::numeric_limits<std::uint32_t>::max()));
    const std::size_t before = m_gathered.size();
    recordlog::encodeRecord(m_gathered, header, record, m_segments.back().salt);
    const auto size = static_cast<qint64>(m_gathered.size() - before);
    if (m_gathered.size() >= m_options.gatherBytes) {
        if (auto written = writeGathered(); !written) {
            m_gathered.resize(before);
            static_cast<void>(settle()); // what cannot be cut now is cut before the next append
            return fail(written.error());
        }
    }
    const std::lock_guard lock(m_mutex);
    Segment& tail = m_segments.back();
    tail.noteRecord(m_next, tail.size);
    tail.size += size;
    tail.end = ++m_next;
    m_bytes += size;
    return header.number;
}

Result<> RecordLog::writeGathered()
{
    if (m_gathered.empty())
        return {};
    m_cutPending = true; // a failure may leave a part behind the tail's end
    ENGINE_TRY(m_tail->append(m_gathered));
    ENGINE_FAILPOINT(m_failpoints[AppendAfter].constData());
    m_cutPending = false;
    m_gathered.clear();
    if (m_gathered.capacity() > std::max(kKeptBuffer, 2 * m_options.gatherBytes))
        Bytes().swap(m_gathered);
    return {};
}

Result<> RecordLog::rotate()
{
    ENGINE_FAILPOINT(m_failpoints[Rotate].constData());
    ENGINE_TRY(writeGathered());
    // A segment that is not the last is durable to its end: recovery relies on it.
    ENGINE_TRY(syncTail());
    if (auto started = startSegment(); !started)
        return started.error().transient ? started : fatal(started.error());
    return {};
}

Result<> RecordLog::startSegment()
{
    Segment segment;
    segment.first = segment.end = m_next;
    segment.size = kSegmentHeaderBytes;
    // What an attempt at another number left would lie among later segments.
    if (m_stray && *m_stray != m_next)
        ENGINE_TRY(m_fileSystem.remove(pathOf(*m_stray)));
    m_stray = m_next;
    ENGINE_TRY_AS(segment.salt, recordlog::makeSalt(m_options));
    ENGINE_TRY_AS(auto file, recordlog::createSegment(m_fileSystem, m_options, segment));
    ENGINE_FAILPOINT(m_failpoints[RotateAfter].constData());
    Anchor anchor = anchorNow();
    anchor.newest = segment.first;
    ENGINE_TRY(recordlog::writeAnchor(m_fileSystem, m_options.directory, anchor));
    m_anchor = anchor;
    m_stray.reset();
    m_tail = std::move(file);
    const std::lock_guard lock(m_mutex);
    m_bytes += segment.size;
    m_segments.push_back(std::move(segment));
    return {};
}

Result<> RecordLog::fatal(Error error)
{
    error.transient = false;
    m_broken = withContext(error, QStringLiteral("%1 must be opened again").arg(m_options.directory));
    return fail(*m_broken);
}

Result<> RecordLog::syncTail()
{
    auto synced = m_tail->sync();
    if (synced)
        return {};
    // Never tried again: the kernel may have dropped the pages that it could not write, and would report success next
    // time. So what is behind the last good sync goes, or the next open would read it from memory and believe it.
    const bool holdsDurable = m_segments.back().first == m_durableSegment;
    static_cast<void>(m_tail->truncate(holdsDurable ? m_durableSize : static_cast<qint64>(kSegmentHeaderBytes)));
    return fatal(synced.error());
}

Result<> RecordLog::sync()
{
    if (m_broken)
        return fail(*m_broken);
    ENGINE_TRY(settle());
    if (m_durableEnd == m_next)
        return {};
    ENGINE_FAILPOINT(m_failpoints[SyncBefore].constData());
    ENGINE_TRY(writeGathered());
    ENGINE_TRY(syncTail());
    ENGINE_FAILPOINT(m_failpoints[SyncAfter].constData());
    const std::lock_guard lock(m_mutex);
    m_durableEnd = m_next;
    m_durableSegment = m_segments.back().first;
    m_durableSize = m_segments.back().size;
    return {};
}

Result<> RecordLog::dropUnsynced()
{
    if (m_broken)
        return fail(*m_broken);
    if (m_next != m_durableEnd) {
        const std::lock_guard lock(m_mutex);
        m_next = m_durableEnd;
        m_dropPending = true;
        m_gathered.clear();
    }
    return settle();
}

Result<> RecordLog::settle()
{
    if (m_dropPending) {
        ENGINE_FAILPOINT(m_failpoints[Drop].constData());
        while (m_segments.back().first != m_durableSegment)
            ENGINE_TRY(dropSegment());
        {
            const std::lock_guard lock(m_mutex);
            Segment& tail = m_segments.back();
            m_bytes += m_durableSize - tail.size;
            tail.cut(m_durableEnd, m_durableSize);
        }
        ENGINE_TRY(cutTail());
        // Else a crash could bring back whole records that were taken back, behind others that take their place.
        ENGINE_TRY(syncTail());
        m_dropPending = false;
    } else if (m_cutPending) {
        ENGINE_TRY(cutTail());
    }
    return {};
}

Result<> RecordLog::cutTail()
{
    ENGINE_TRY(m_tail->truncate(m_segments.back().size - static_cast<qint64>(m_gathered.size())));
    m_cutPending = false;
    return {};
}

/// Takes back the last segment. After each step the directory is a log that recovery accepts, and each step may be
/// repeated; the first one makes room, so none fails on a full disk.
Result<> RecordLog::dropSegment()
{
    const std::uint64_t dropped = m_segments.back().first;
    const std::uint64_t newest = m_segments[m_segments.size() - 2].first;
    ENGINE_TRY(m_tail->truncate(kSegmentHeaderBytes));
    ENGINE_TRY(syncTail());
    Anchor anchor = anchorNow();
    anchor.newest = newest;
    ENGINE_TRY(recordlog::writeAnchor(m_fileSystem, m_options.directory, anchor));
    m_anchor = anchor;
    ENGINE_TRY(m_fileSystem.remove(pathOf(dropped)));
    ENGINE_TRY_AS(m_tail, m_fileSystem.open(pathOf(newest), FileSystem::OpenMode::ReadWrite));
    const std::lock_guard lock(m_mutex);
    m_bytes -= m_segments.back().size;
    m_segments.pop_back();
    return {};
}

std::size_t RecordLog::segmentsBelow(std::uint64_t number) const
{
    const std::uint64_t limit = std::min(number, std::max<std::uint64_t>(m_durableEnd, 1) - 1);
    std::size_t count = 0;
    while (count + 1 < m_segments.size() && m_segments[count].end <= limit)
        ++count;
    return count;
}

std::uint64_t RecordLog::firstAfterTrim(std::uint64_t number) const
{
    return m_segments.empty() ? 0 : m_segments[segmentsBelow(number)].first;
}

Result<> RecordLog::trimBelow(std::uint64_t number)
{
    if (m_broken)
        return fail(*m_broken);
    ENGINE_TRY(settle());
    std::size_t count = segmentsBelow(number);
    if (count == 0)
        return {};
    ENGINE_FAILPOINT(m_failpoints[Trim].constData());
    Anchor anchor = anchorNow();
    anchor.first = m_segments[count].first;
    ENGINE_TRY(recordlog::writeAnchor(m_fileSystem, m_options.directory, anchor));
    m_anchor = anchor;
    std::vector<std::uint64_t> removed;
    {
        const std::lock_guard lock(m_mutex);
        for (; count > 0; --count) {
            const std::uint64_t first = m_segments.front().first;
            removed.push_back(first);
            m_bytes -= m_segments.front().size;
            m_segments.pop_front();
        }
    }
    ENGINE_FAILPOINT(m_failpoints[TrimAfter].constData());
    for (const std::uint64_t first : removed)
        ENGINE_TRY(m_fileSystem.remove(pathOf(first))); // what stays is removed by the next open
    return {};
}

Result<RecordLog::Place> RecordLog::placeOf(std::uint64_t number) const
{
    const std::lock_guard lock(m_mutex);
    if (number < m_segments.front().first || number >= m_durableEnd)
        return fail(ErrorCode::Internal, QStringLiteral("%1: record %2 is not among %3 to %4")
                                             .arg(m_options.directory)
                                             .arg(number)
                                             .arg(m_segments.front().first)
                                             .arg(m_durableEnd - 1));
    const auto after =
        std::upper_bound(m_segments.begin(), m_segments.end(), number,
                         [](std::uint64_t value, const Segment& segment) { return value < segment.first; });
    const Segment& segment = *(after - 1);
    return Place{segment.first, segment.salt, segment.locate(number)};
}

Result<std::shared_ptr<File>> RecordLog::openSegment(std::uint64_t segment) const
{
    return m_fileSystem.open(pathOf(segment), FileSystem::OpenMode::Read);
}

Result<Bytes> RecordLog::read(std::uint64_t number)
{
    RecordLogCursor cursor(*this);
    ENGINE_TRY_AS(const BytesView record, cursor.read(number));
    return Bytes(record);
}

std::uint64_t RecordLog::firstNumber() const
{
    const std::lock_guard lock(m_mutex);
    return m_segments.front().first;
}

std::uint64_t RecordLog::nextNumber() const
{
    const std::lock_guard lock(m_mutex);
    return m_next;
}

std::uint64_t RecordLog::durableEnd() const
{
    const std::lock_guard lock(m_mutex);
    return m_durableEnd;
}

qint64 RecordLog::bytesUsed() const
{
    const std::lock_guard lock(m_mutex);
    return m_bytes;
}

} // namespace busheng
