// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of files that the receiver has acknowledged (§7.2.1).
#include "engine/files/file_send_run.h"

#include "engine/base/failpoint.h"
#include "engine/base/log.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr int kPage = 1000;
constexpr qint64 kMsPerDay = 86'400'000;
constexpr std::int64_t kAnswerWithinNs = 30'000'000'000;
static_assert(kPage <= static_cast<int>(filemsg::kMostFetchedAsked));

} // namespace

/// Archives or deletes what was acknowledged long enough ago, or must make room, and is still as it was acknowledged.
/// Somebody who reads it reads on: it is only its name that goes. Twice is as once.
Result<> FileSendRun::clean()
{
    const bool isArchived = m_options.task.cleaning == u"archive";
    if (!isArchived && m_options.task.cleaning != u"delete")
        return {};
    ENGINE_TRY(flush()); // what this run has brought is acknowledged too
    ENGINE_TRY_AS(const TreeDirectory archive, TreeDirectory::openRoot(m_options.archiveDirectory));
    const TreeDirectory* const to = isArchived ? &archive : nullptr;
    const qint64 upTo = m_clock.utcMs() - m_options.task.cleanAfterDays * kMsPerDay;
    FileTransferRecord last;
    std::uint64_t bytes = 0;
    for (;;) {
        ENGINE_TRY_AS(const auto page, m_records.cleanable(m_flow, upTo, last.directoryId, last.name, kPage));
        if (page.empty())
            break;
        last = page.back();
        ENGINE_TRY(cleanPage(
            page, to, [] { return true; }, bytes));
    }
    return cleanForRoom(to);
}

/// Before their time, the oldest first, while those that lie there are too many or their disk has too little room.
/// Archiving makes no room on the disk: it is the same one.
Result<> FileSendRun::cleanForRoom(const TreeDirectory* archive)
{
    const FileTaskConfig& task = m_options.task;
    if (task.cleanAboveBytes == 0 && task.cleanFreeBytes == 0)
        return {};
    std::uint64_t tooMuch = 0;
    if (task.cleanAboveBytes > 0) {
        const auto most = static_cast<std::uint64_t>(task.cleanAboveBytes);
        ENGINE_TRY_AS(quint64 lying, m_records.cleanableBytes(m_flow)); // with those that went by another hand
        if (lying > most) {
            ENGINE_TRY_AS(lying, lyingBytes());
        }
        tooMuch = lying > most ? lying - most : 0;
    }
    if (task.cleanFreeBytes > 0 && archive == nullptr) {
        ENGINE_TRY_AS(const qint64 free, systemFileSystem().freeBytes(m_options.sendDirectory));
        tooMuch = std::max(tooMuch, static_cast<std::uint64_t>(std::max<qint64>(0, task.cleanFreeBytes - free)));
    }
    std::uint64_t bytes = 0;
    FileTransferRecord last;
    while (bytes < tooMuch) {
        ENGINE_TRY_AS(const auto page, m_records.cleanableByAge(m_flow, last, kPage));
        if (page.empty())
            break;
        last = page.back();
        ENGINE_TRY(cleanPage(
            page, archive, [&] { return bytes < tooMuch; }, bytes));
    }
    return {};
}

/// Of these, what somebody has fetched at the receiver, where the task waits for that: it is asked directory by
/// directory. No answer is none fetched: the next run asks again.
Result<std::vector<FileTransferRecord>> FileSendRun::fetchedOf(const std::vector<FileTransferRecord>& page)
{
    if (!m_options.task.cleanFetched)
        return page;
    std::vector<FileTransferRecord> fetched;
    std::map<Bytes, std::vector<const FileTransferRecord*>> directories;
    for (const FileTransferRecord& file : page) {
        if (file.digest.size() == static_cast<qsizetype>(sizeof(Digest)))
            directories[file.directory].push_back(&file);
    }
    for (const auto& [directory, files] : directories) {
        // An answer that comes late would be taken for the next one's: in this run nothing is asked any more.
        if (m_fetchedUnanswered)
            return fetched;
        filemsg::FetchedAsk ask{m_options.task.name, directory, {}};
        for (const FileTransferRecord* file : files) {
            filemsg::FetchedAsk::Item& item = ask.items.emplace_back();
            item.name = file->name;
            std::ranges::copy(view(file->digest), item.digest.begin());
        }
        m_fetched.reset();
        m_hooks.send(filemsg::encode(m_stream, ask));
        ENGINE_TRY(waitUntil([this] { return m_fetched.has_value(); }, m_clock.monotonicNs() + kAnswerWithinNs));
        m_fetchedUnanswered = !m_fetched.has_value();
        if (!m_fetched || m_fetched->fetched.size() != files.size())
            continue;
        for (std::size_t i = 0; i < files.size(); ++i) {
            if (m_fetched->fetched[i])
                fetched.push_back(*files[i]);
        }
    }
    return fetched;
}

/// Of the acknowledged files that are still there as they were.
Result<std::uint64_t> FileSendRun::lyingBytes()
{
    std::uint64_t bytes = 0;
    FileTransferRecord last;
    for (;;) {
        ENGINE_TRY_AS(const auto page, m_records.cleanableByAge(m_flow, last, kPage));
        if (page.empty())
            return bytes;
        last = page.back();
        for (const FileTransferRecord& file : page) {
            ENGINE_TRY_AS(const bool isThere, isAsAcknowledged(file));
            bytes += isThere ? file.size : 0;
        }
    }
}

/// Else it is changed, or gone by another hand: not ours to clean.
Result<bool> FileSendRun::isAsAcknowledged(const FileTransferRecord& file)
{
    ENGINE_TRY_AS(const auto place, placeOf(file.directory));
    ENGINE_TRY_AS(const auto known, m_records.known(file.directoryId, file.name));
    if (!place || !known)
        return false;
    ENGINE_TRY_AS(const auto now, place->look(file.name));
    return now == FileIdentity{known->size, known->modifiedNs, known->changedNs, known->inode};
}

/// `archive`: none when they are deleted. Adds the sizes of those that went to `bytes`, while `isWanted`.
Result<> FileSendRun::cleanPage(const std::vector<FileTransferRecord>& all, const TreeDirectory* archive,
                                const std::function<bool()>& isWanted, std::uint64_t& bytes)
{
    ENGINE_TRY_AS(const std::vector<FileTransferRecord> page, fetchedOf(all));
    const QString how = archive != nullptr ? QStringLiteral("archived") : QStringLiteral("deleted");
    std::vector<FileTransferRecord> done;
    std::vector<LedgerEntry> lines;
    for (const FileTransferRecord& file : page) {
        if (!isWanted())
            break;
        ENGINE_TRY_AS(const bool isOurs, isAsAcknowledged(file));
        if (!isOurs)
            continue;
        ENGINE_TRY_AS(const auto place, placeOf(file.directory));
        if (archive != nullptr) {
            ENGINE_TRY_AS(const TreeDirectory to, archive->make(file.directory));
            ENGINE_TRY(place->rename(file.name, to, file.name));
        } else {
            ENGINE_TRY(place->remove(file.name));
        }
        ENGINE_FAILPOINT("files.clean.one");
        bytes += file.size;
        done.push_back(file);
        lines.push_back(lineOf(file, file.directory, how));
    }
    ENGINE_TRY(m_records.setCleaned(done, how, m_clock.utcMs(), lines));
    if (!done.empty())
        qCInfo(logFiles).noquote() << "task" << m_run.task << ":" << done.size() << "acknowledged files were" << how;
    return {};
}

} // namespace busheng
