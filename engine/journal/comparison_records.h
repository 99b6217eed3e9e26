// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/journal/journal.h"

namespace busheng {

/// A row that a verification found to differ. What its fields hold is the host's to read.
struct RowDifferenceRecord {
    QString kind;
    QString table;
    QString key;
    qint64 range = 0;
    QString cells; ///< JSON

    bool operator==(const RowDifferenceRecord&) const = default;
};

/// A file that a reconciliation found to differ, or to be late.
struct FileDifferenceRecord {
    QString kind;
    QString path;
    QString here; ///< digest, hex; empty: the sender has not sent it
    QString there;
    quint64 size = 0;
    quint64 thereSize = 0;
    qint64 firstUtcMs = 0;
    qint64 lastUtcMs = 0;
    qint64 attempts = 0;

    bool operator==(const FileDifferenceRecord&) const = default;
};

/// A reconciliation of a file task.
struct FileReconciliationRecord {
    qint64 id = 0; ///< 0: new
    QString task;
    QString state; ///< "running", "equal", "different", "failed", "stopped"
    qint64 startedUtcMs = 0;
    qint64 finishedUtcMs = 0; ///< 0: not yet
    QString report;           ///< JSON, the host's
};

/// Which differences of one comparison; empty members let everything through.
struct DifferenceSelection {
    qint64 of = 0;
    QStringList kinds;
    QString table;    ///< of rows alone
    qint64 range = 0; ///< the same
    QString text;     ///< somewhere in it; ASCII letters in either case
};

/// The journal's part about what comparisons found. Nothing here reads a whole comparison into memory.
///
/// Thread: that of its journal. Durable: as Journal, Normal unless it says otherwise. Fails: Storage.
class ComparisonRecords {
public:
    explicit ComparisonRecords(Journal& journal) : m_journal(journal) {}

    /// Numbered from `first` on, in one transaction.
    Result<> keepRows(qint64 verification, qint64 first, const std::vector<RowDifferenceRecord>& rows);
    /// Forgets those with a number above `number`: what a slice found that is done again.
    Result<> cutRows(qint64 verification, qint64 number);
    /// Forgets the rows of all but the `kept` newest verifications of a subscription; the verifications stay.
    Result<> forgetOlderRows(const QString& subscription, int kept);
    Result<qint64> countRows(const DifferenceSelection& selection);
    /// In the order of their numbers, without the first `from`.
    Result<std::vector<RowDifferenceRecord>> rows(const DifferenceSelection& selection, qint64 from, int limit);

    /// Inserts with id 0, else replaces; returns the id. Durable at once.
    Result<qint64> saveReconciliation(const FileReconciliationRecord& record);
    Result<std::optional<FileReconciliationRecord>> reconciliation(qint64 id);
    /// Newest first, below `beforeId` (0: from the newest); `task` empty: of all.
    Result<std::vector<FileReconciliationRecord>> reconciliations(const QString& task, qint64 beforeId, int limit);
    /// Those that say "running".
    Result<std::vector<FileReconciliationRecord>> unfinishedReconciliations();
    Result<> keepFiles(qint64 reconciliation, qint64 first, const std::vector<FileDifferenceRecord>& files);
    Result<qint64> countFiles(const DifferenceSelection& selection);
    Result<std::vector<FileDifferenceRecord>> files(const DifferenceSelection& selection, qint64 from, int limit);

private:
    Journal& m_journal;
};

} // namespace busheng
