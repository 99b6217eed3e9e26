// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/file_values.h"
#include "engine/files/file_messages.h"
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
    };

    explicit FileReconciler(std::function<void(Message)> send) : m_send(std::move(send)) {}

    /// Fails: Network LNK_DOWN, Timeout; Storage.
    Result<FileReconciliation> compare(const Options& options);
    void onAnswer(std::uint32_t question, BytesView payload);
    void onClosed();

    /// What the receiver of a run says; in a thread that may read the journal.
    static Result<filemsg::Answer> answer(FileRecords& records, const QString& peer, const filemsg::Ask& ask);

private:
    Result<filemsg::Answer> ask(const filemsg::Ask& question);
    Result<> compareRun(FileRecords& records, const FileRunRecord& run, FileReconciliation& found);
    Result<> compareDirectory(FileRecords& records, const FileRunRecord& run, const Bytes& directory,
                              FileReconciliation& found);

    std::function<void(Message)> m_send;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::uint32_t m_lastQuestion = 0;
    std::map<std::uint32_t, Bytes> m_answers;
    bool m_isClosed = false;
    qint64 m_lateAfterMs = 0;
};

} // namespace busheng
