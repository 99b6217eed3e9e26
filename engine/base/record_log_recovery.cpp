// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/record_log_recovery.h"

#include "engine/base/log.h"

#include <algorithm>
#include <bit>

namespace busheng::recordlog {
namespace {

struct Listing {
    std::vector<std::uint64_t> segments; ///< rising
    std::vector<Anchor> anchors;
};

Result<Listing> listDirectory(FileSystem& fileSystem, const QString& directory)
{
    ENGINE_TRY_AS(const QStringList names, fileSystem.list(directory));
    Listing listing;
    for (const QString& name : names) {
        if (const auto number = segmentNumber(name))
            listing.segments.push_back(*number);
        else if (const auto anchor = Anchor::fromFileName(name))
            listing.anchors.push_back(*anchor);
    }
    std::sort(listing.segments.begin(), listing.segments.end());
    return listing;
}

/// One opening. Looks first, changes afterwards.
class Recovery {
public:
    Recovery(FileSystem& fileSystem, const RecordLog::Options& options, const Visitor& visitor)
        : m_fileSystem(fileSystem), m_options(options), m_visitor(visitor)
    {
    }

    Result<Recovered> run()
    {
        ENGINE_TRY(m_fileSystem.makeDirectories(m_options.directory));
        ENGINE_TRY_AS(m_listing, listDirectory(m_fileSystem, m_options.directory));
        if (m_listing.anchors.size() > 1)
            return corruptFailure(m_options.directory, QStringLiteral("it has more than one anchor"));
        if (m_listing.anchors.empty()) {
            // The anchor is written before the first record: without one there is nothing, or the anchor was lost.
            for (const std::uint64_t number : m_listing.segments)
                ENGINE_TRY(refuseRecordsIn(number, QStringLiteral("there are records but no anchor")));
            return createLog(m_listing.segments);
        }
        m_found.anchor = m_listing.anchors.front();
        ENGINE_TRY(checkSegments());
        return repair();
    }

private:
    QString pathOf(std::uint64_t number) const { return m_options.directory + u'/' + segmentName(number); }

    Result<> refuseRecordsIn(std::uint64_t number, const QString& why)
    {
        ENGINE_TRY_AS(const auto file, m_fileSystem.open(pathOf(number), FileSystem::OpenMode::Read));
        ENGINE_TRY_AS(const Scan scan, scanSegment(*file, m_options.largestRecord, {}));
        if (scan.headerGood && scan.segment.end > scan.segment.first)
            return corruptFailure(pathOf(number), why);
        return {};
    }

    Result<> checkSegments()
    {
        const Anchor& anchor = m_found.anchor;
        std::vector<std::uint64_t> inside;
        for (const std::uint64_t number : m_listing.segments) {
            if (number >= anchor.first && number <= anchor.newest) {
                inside.push_back(number);
                continue;
            }
            // Below: trimmed. Beyond: begun, but no record goes into a segment that the anchor does not name.
            if (number > anchor.newest)
                ENGINE_TRY(refuseRecordsIn(number, QStringLiteral("it has records that the anchor does not know")));
            m_leftOver.push_back(number);
        }
        if (inside.empty() || inside.front() != anchor.first)
            return corruptFailure(pathOf(anchor.first), QStringLiteral("it is missing"));
        if (inside.back() != anchor.newest)
            return corruptFailure(pathOf(anchor.newest), QStringLiteral("it is missing"));
        for (const std::uint64_t number : inside)
            ENGINE_TRY(checkSegment(number));
        return {};
    }

    Result<> checkSegment(std::uint64_t number)
    {
        const QString path = pathOf(number);
        const bool newest = number == m_found.anchor.newest;
        if (!m_found.segments.empty() && m_found.segments.back().end != number)
            return corruptFailure(
                path, QStringLiteral("the segment before ends at record %1").arg(m_found.segments.back().end));
        const auto mode = newest ? FileSystem::OpenMode::ReadWrite : FileSystem::OpenMode::Read;
        ENGINE_TRY_AS(auto file, m_fileSystem.open(path, mode));
        auto scan = scanSegment(*file, m_options.largestRecord, m_visitor);
        if (!scan) {
            if (scan.error().code == ErrorCode::Corrupt && scan.error().event.isEmpty())
                return corruptFailure(path, scan.error().detail);
            return fail(scan.error());
        }
        if (!scan->headerGood || scan->segment.first != number)
            return corruptFailure(path, QStringLiteral("its header is damaged"));
        if (scan->segment.size < scan->fileSize) {
            const bool durable = !newest || scan->promised || scan->segment.end < m_found.anchor.end;
            if (durable)
                return corruptFailure(path, QStringLiteral("record %1 at byte %2 is damaged, and it had been durable")
                                                .arg(scan->segment.end)
                                                .arg(scan->segment.size));
        } else if (newest && scan->segment.end < m_found.anchor.end) {
            return corruptFailure(path, QStringLiteral("it ends at record %1, but all below %2 had been durable")
                                            .arg(scan->segment.end)
                                            .arg(m_found.anchor.end));
        }
        m_tornBytes = scan->fileSize - scan->segment.size;
        m_found.segments.push_back(std::move(scan->segment));
        if (newest)
            m_found.tail = std::move(file);
        return {};
    }

    Result<Recovered> repair()
    {
        const Segment& tail = m_found.segments.back();
        const bool neverHadRecords = m_found.segments.size() == 1 && tail.end == tail.first;
        if (neverHadRecords && tail.first != m_options.firstNumber) {
            m_leftOver.push_back(tail.first);
            return createLog(m_leftOver);
        }
        if (m_tornBytes > 0) {
            qCWarning(logBase) << "record log" << m_options.directory << "is cut behind record" << tail.end - 1 << ":"
                               << m_tornBytes << "bytes that were not whole";
            ENGINE_TRY(m_found.tail->truncate(tail.size));
        }
        ENGINE_TRY(m_found.tail->sync());
        for (const std::uint64_t number : m_leftOver)
            ENGINE_TRY(m_fileSystem.remove(pathOf(number)));
        ENGINE_TRY(m_fileSystem.syncDirectory(m_options.directory));
        return std::move(m_found);
    }

    Result<Recovered> createLog(const std::vector<std::uint64_t>& old)
    {
        Recovered created;
        Segment segment;
        segment.first = segment.end = m_options.firstNumber;
        segment.size = kSegmentHeaderBytes;
        ENGINE_TRY_AS(segment.salt, makeSalt(m_options));
        ENGINE_TRY_AS(created.tail, createSegment(m_fileSystem, m_options, segment));
        created.anchor = {segment.first, segment.first, segment.first};
        ENGINE_TRY(writeAnchor(m_fileSystem, m_options.directory, created.anchor));
        for (const std::uint64_t number : old) {
            if (number != segment.first)
                ENGINE_TRY(m_fileSystem.remove(pathOf(number)));
        }
        created.segments.push_back(std::move(segment));
        return created;
    }

    FileSystem& m_fileSystem;
    const RecordLog::Options& m_options;
    const Visitor& m_visitor;
    Listing m_listing;
    std::vector<std::uint64_t> m_leftOver;
    Recovered m_found;
    qint64 m_tornBytes = 0;
};

} // namespace

Result<Recovered> recover(FileSystem& fileSystem, const RecordLog::Options& options, const Visitor& visitor)
{
    return Recovery(fileSystem, options, visitor).run();
}

Result<std::unique_ptr<File>> createSegment(FileSystem& fileSystem, const RecordLog::Options& options,
                                            const Segment& segment)
{
    const QString path = options.directory + u'/' + segmentName(segment.first);
    ENGINE_TRY_AS(auto file, fileSystem.open(path, FileSystem::OpenMode::ReadWrite));
    ENGINE_TRY(file->truncate(0));
    ENGINE_TRY(file->append(encodeSegmentHeader(segment.first, segment.salt)));
    ENGINE_TRY(file->sync());
    ENGINE_TRY(fileSystem.syncDirectory(options.directory));
    return file;
}

Result<> writeAnchor(FileSystem& fileSystem, const QString& directory, const Anchor& anchor)
{
    const QString path = directory + u'/' + anchor.fileName();
    // Looked up, not remembered: the destructor of a log that was opened here before may have renamed it since.
    ENGINE_TRY_AS(const Listing listing, listDirectory(fileSystem, directory));
    if (listing.anchors.empty()) {
        ENGINE_TRY_AS(const auto file, fileSystem.open(path, FileSystem::OpenMode::ReadWrite));
        ENGINE_TRY(file->sync());
    } else if (listing.anchors.front() != anchor) {
        ENGINE_TRY(fileSystem.rename(directory + u'/' + listing.anchors.front().fileName(), path));
    }
    return fileSystem.syncDirectory(directory);
}

Result<std::uint64_t> makeSalt(const RecordLog::Options& options)
{
    RandomSource& random = options.random != nullptr ? *options.random : systemRandom();
    std::array<char, sizeof(std::uint64_t)> bytes{};
    ENGINE_TRY(random.fill(bytes));
    return std::bit_cast<std::uint64_t>(bytes);
}

Failure corruptFailure(const QString& path, const QString& why)
{
    return fail(
        makeEvent(ErrorCode::Corrupt, QStringLiteral("SPL_CORRUPT"), {path}, path + QStringLiteral(": ") + why));
}

} // namespace busheng::recordlog
