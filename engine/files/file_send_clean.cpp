// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of files that the receiver has acknowledged (§7.2.1).
#include "engine/files/file_send_run.h"

#include "engine/base/failpoint.h"
#include "engine/base/log.h"

namespace busheng {
namespace {

constexpr int kPage = 1000;
constexpr qint64 kMsPerDay = 86'400'000;

} // namespace

/// Archives or deletes what was acknowledged long enough ago and is still as it was acknowledged. Somebody who reads it
/// reads on: it is only its name that goes. Twice is as once.
Result<> FileSendRun::clean()
{
    const bool isArchived = m_options.task.cleaning == u"archive";
    if (!isArchived && m_options.task.cleaning != u"delete")
        return {};
    ENGINE_TRY(flush()); // what this run has brought is acknowledged too
    ENGINE_TRY_AS(const TreeDirectory archive, TreeDirectory::openRoot(m_options.archiveDirectory));
    const qint64 upTo = m_clock.utcMs() - m_options.task.cleanAfterDays * kMsPerDay;
    FileTransferRecord last;
    std::size_t cleaned = 0;
    for (;;) {
        ENGINE_TRY_AS(const auto page, m_records.cleanable(m_flow, upTo, last.directoryId, last.name, kPage));
        if (page.empty())
            break;
        last = page.back();
        const QString how = isArchived ? QStringLiteral("archived") : QStringLiteral("deleted");
        std::vector<FileTransferRecord> done;
        std::vector<LedgerEntry> lines;
        for (const FileTransferRecord& file : page) {
            ENGINE_TRY_AS(const auto place, placeOf(file.directory));
            ENGINE_TRY_AS(const auto known, m_records.known(file.directoryId, file.name));
            if (!place || !known)
                continue;
            ENGINE_TRY_AS(const auto now, place->look(file.name));
            // Changed, or gone by another hand: not ours to clean.
            if (now != FileIdentity{known->size, known->modifiedNs, known->changedNs, known->inode})
                continue;
            if (isArchived) {
                ENGINE_TRY_AS(const TreeDirectory to, archive.make(file.directory));
                ENGINE_TRY(place->rename(file.name, to, file.name));
            } else {
                ENGINE_TRY(place->remove(file.name));
            }
            ENGINE_FAILPOINT("files.clean.one");
            done.push_back(file);
            lines.push_back(lineOf(file, file.directory, how));
        }
        ENGINE_TRY(m_records.setCleaned(done, how, m_clock.utcMs(), lines));
        cleaned += done.size();
    }
    if (cleaned > 0)
        qCInfo(logFiles).noquote() << "task" << m_run.task << ":" << cleaned << "acknowledged files were"
                                   << (isArchived ? "archived" : "deleted");
    return {};
}

} // namespace busheng
