// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/file_values.h"
#include "engine/files/file_messages.h"
#include "engine/journal/comparison_records.h"
#include "engine/journal/file_records.h"

#include <condition_variable>
#include <map>

namespace busheng {

/// Compares this node's records of a task's runs with the receiver's, run by run and directory by directory, a page of
/// each at a time (§8.2.6). The messages of the transfer play no part: what was lost of them is repaired from what both
/// nodes have on disk.
///
/// Thread: compare() in one of its own, for it waits for the peer; onAnswer() and onClosed() from the engine's.
class FileReconciler {
public:
    struct Options {
        QString journalPath;
        FileTaskConfig task;
        qint64 fromUtcMs = 0;
        qint64 toUtcMs = 0;
        qint64 lateAfterMs = 0; ///< 0: nothing is late
        qint64 keptAs = 0;      ///< file_reconciliations.id under which all that is found is kept; 0: it is not
    };

    explicit FileReconciler(std::function<void(Message)> send) : m_send(std::move(send)) {}

    /// Fails: Network LNK_DOWN, Timeout; Storage; Cancelled.
    Result<FileReconciliation> compare(const Options& options);
    void onAnswer(std::uint32_t question, BytesView payload);
    void onClosed();
    /// From any thread, as the next one.
    void cancel();
    /// How far it is, or was when it failed; without the differences.
    FileReconciliation progress() const;

    /// What the receiver of a run says; in a thread that may read the journal.
    static Result<filemsg::Answer> answer(FileRecords& records, const QString& peer, const filemsg::Ask& ask);

private:
    Result<filemsg::Answer> ask(const filemsg::Ask& question);
    Result<> compareAll(Journal& journal, const Options& options, FileReconciliation& found);
    Result<> compareRun(FileRecords& records, const FileRunRecord& run, FileReconciliation& found);
    Result<> compareDirectory(FileRecords& records, const FileRunRecord& run, const Bytes& directory,
                              FileReconciliation& found);
    Result<> note(FileReconciliation& found, FileDifference difference);
    Result<> keepNoted(FileReconciliation& found);

    std::function<void(Message)> m_send;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::uint32_t m_lastQuestion = 0;
    std::map<std::uint32_t, Bytes> m_answers;
    bool m_isClosed = false;
    bool m_isCancelled = false;
    FileReconciliation m_progress;

    // of the thread that compares
    Journal* m_journal = nullptr;
    qint64 m_lateAfterMs = 0;
    qint64 m_keptAs = 0;
    std::vector<FileDifferenceRecord> m_noted; ///< to be kept
};

} // namespace busheng
