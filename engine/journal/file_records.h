// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/journal/journal.h"

namespace busheng {

/// One execution of a file transfer task, as the journal keeps it; the receiving node has a record of its own with the
/// same key.
struct FileRunRecord {
    qint64 id = 0;     ///< given by the journal
    QByteArray key;    ///< 16 random bytes, chosen by the sender
    QString direction; ///< "out", "in"
    QString task;
    QString peerCode;
    QString targetDirectory; ///< beneath the receive directory
    QString kind;            ///< "full", "incremental", "resend"
    QString state;           ///< "running", "paused", "done", "failed" (some files), "stopped" (by a person)
    qint64 startedUtcMs = 0;
    qint64 finishedUtcMs = 0; ///< 0: not yet
    quint64 arrived = 0;      ///< files that were published at the receiver
    quint64 repeated = 0;     ///< that the receiver had already
    quint64 unchanged = 0;    ///< since they were acknowledged: not sent
    quint64 failed = 0;
    quint64 skipped = 0; ///< neither file nor directory, or not whole yet
    quint64 bytes = 0;   ///< of the files that arrived
    quint64 sentBytes = 0;
    QString event; ///< catalogue id of what stopped it
    QStringList args;
    QByteArray receipt; ///< the receiver's SM2 signature over what it took
    QString by = {};    ///< who started it; empty: nobody
};

/// What the other side is known to have of one file.
struct FileCatalogueEntry {
    Bytes name;
    quint64 size = 0;
    qint64 modifiedNs = 0;
    qint64 changedNs = 0;
    quint64 inode = 0;
    QByteArray digest; ///< 32 bytes
    qint64 run = 0;
    qint64 utcMs = 0;
    QString encoding = {}; ///< that the sender found it in; empty: nobody looked
};

/// What became of one file in one run.
struct FileTransferRecord {
    qint64 id = 0;
    qint64 run = 0;
    qint64 directoryId = 0;
    Bytes directory; ///< filled when read
    Bytes name;
    quint64 size = 0;
    QByteArray digest;
    QString state; ///< "arrived", "repeated", "waiting" (for a resend), "failed", "skipped", "publishing" (in, short)
    qint64 attempts = 0;
    qint64 firstUtcMs = 0;
    qint64 lastUtcMs = 0;
    QString event;
    QStringList args;
    QString task = {};            ///< filled when arrivals are read
    QString peerCode = {};        ///< the same
    QString targetDirectory = {}; ///< the same
    QString encoding = {};        ///< that the sender found the file in; empty: nobody looked
    QByteArray original = {};     ///< SM3 of a text before it became UTF-8; empty: sent as it is
    bool sealed = false;          ///< of one that arrived here: it lies sealed
    qint64 fetchedUtcMs = 0;      ///< of one that arrived here; kept by setFetched() only; 0: not yet
    QString fetchedBy = {};       ///< the same
};

/// An outcome to be kept: the transfer, for one that arrived what is now known of the file, and its ledger line (§9 c).
struct FileOutcome {
    FileTransferRecord transfer;
    std::optional<FileCatalogueEntry> known;
    std::optional<LedgerEntry> line = {};
};

/// Totals over a period, of one direction of a task.
struct FileTotals {
    quint64 runs = 0;
    quint64 files = 0; ///< that arrived
    quint64 bytes = 0;
    quint64 repeated = 0;
    quint64 failed = 0;
    quint64 waiting = 0;
};

/// The journal's part about files: what was sent, what arrived. Nothing here reads a whole task into memory.
///
/// Thread: that of its journal. Durable: as Journal, Normal unless it says otherwise. Fails: Storage, Corrupt.
class FileRecords {
public:
    explicit FileRecords(Journal& journal) : m_journal(journal) {}

    /// Inserts with id 0, else replaces; returns the id. Durable at once.
    Result<qint64> saveRun(const FileRunRecord& run);
    /// One of which there is nothing to tell.
    Result<> removeRun(qint64 id);
    Result<std::optional<FileRunRecord>> run(qint64 id);
    Result<std::optional<FileRunRecord>> runByKey(const QByteArray& key);
    /// Newest first, below `beforeId` (0: from the newest); `task` empty: of all, in both directions.
    Result<std::vector<FileRunRecord>> runs(const QString& task, qint64 beforeId, int limit);
    Result<std::vector<FileRunRecord>> unfinishedRuns(const QString& direction);

    /// Sets the counts of files and bytes that are those of the run's transfers; `unchanged` and `sentBytes` stay.
    Result<> countRun(FileRunRecord& run);

    /// The number of one direction of a task with a peer; made at the first call.
    Result<qint64> flow(const QString& direction, const QString& peerCode, const QString& task);
    /// The number of a directory of a flow; made at the first call. `path` relative, with '/', empty for the root.
    Result<qint64> directory(qint64 flow, BytesView path);
    /// Whether the other side is known to have the directory itself.
    Result<bool> isDirectoryThere(qint64 directory);
    Result<> setDirectoryThere(qint64 directory);

    /// In the order of names' bytes, those behind `after`.
    Result<std::vector<FileCatalogueEntry>> catalogue(qint64 directory, BytesView after, int limit);
    Result<std::optional<FileCatalogueEntry>> known(qint64 directory, BytesView name);

    /// Files of a flow that were acknowledged up to then and have not been cleaned, behind (directory, name), in that
    /// order.
    Result<std::vector<FileTransferRecord>> cleanable(qint64 flow, qint64 upToUtcMs, qint64 directory, BytesView name,
                                                      int limit);
    /// The same, the oldest acknowledgement first, behind (acknowledged, directory, name).
    Result<std::vector<FileTransferRecord>> cleanableByAge(qint64 flow, const FileTransferRecord& after, int limit);
    /// Bytes of the files of a flow that were acknowledged and have not been cleaned.
    Result<quint64> cleanableBytes(qint64 flow);
    /// `how`: "archived", "deleted". Of each, directory and name count; `lines` go to the ledger with them.
    Result<> setCleaned(const std::vector<FileTransferRecord>& files, const QString& how, qint64 utcMs,
                        const std::vector<LedgerEntry>& lines);

    /// Many outcomes in one transaction; one of a file that the run has already replaces it. A transfer without a run
    /// is not kept: only what is known of its file.
    Result<> keep(const std::vector<FileOutcome>& outcomes);
    /// Before files are made visible: in full durability, so that after a crash it is known which may be.
    Result<> beginPublishing(const std::vector<FileTransferRecord>& files);
    /// What a crash left between: see FilePublisher.
    Result<std::vector<FileTransferRecord>> publishing(int limit);
    Result<> forgetTransfer(qint64 id);

    /// By id; `state` empty: all.
    Result<std::vector<FileTransferRecord>> transfers(qint64 run, const QString& state, qint64 afterId, int limit);
    /// Directories in which a run has files, in the order of their paths' bytes, behind `after` ("" and `first`: all).
    Result<std::vector<Bytes>> runDirectories(const FileRunRecord& run, BytesView after, bool first, int limit);
    /// Of one directory, those that arrived or had arrived, in the order of their names' bytes, behind `after`.
    Result<std::vector<FileTransferRecord>> runArrived(qint64 run, qint64 directory, BytesView after, int limit);
    /// Runs that began from `fromUtcMs` to before `toUtcMs`, oldest first, at most 10,000.
    Result<std::vector<FileRunRecord>> runsBetween(const QString& task, const QString& direction, qint64 fromUtcMs,
                                                   qint64 toUtcMs);
    /// Files that arrived here, in the order in which they did. The newest id: arrivals(...) after it is empty.
    Result<std::vector<FileTransferRecord>> arrivals(qint64 afterId, int limit);
    Result<qint64> newestTransfer();
    /// The same of files with a name that ends like this.
    Result<std::vector<FileTransferRecord>> arrivalsNamed(BytesView ending, qint64 afterId, int limit);
    /// They are no longer what arrived, nor known: something else was made of them here.
    Result<> forgetArrived(qint64 directory, const std::vector<Bytes>& names);
    /// What `path` beneath the receive directory of `peer` is: the version that arrived last. Empty: nothing of ours.
    Result<std::optional<FileTransferRecord>> arrivedAt(const QString& peer, BytesView path);
    Result<std::optional<FileTransferRecord>> transfer(qint64 id);
    /// The first time counts. `line` goes to the ledger with it.
    Result<> setFetched(qint64 transfer, qint64 utcMs, const QString& by, const LedgerEntry& line);
    /// Files that arrived from anybody, were fetched up to then and have not been cleaned, behind `afterId`, by id.
    Result<std::vector<FileTransferRecord>> fetchedUpTo(qint64 utcMs, qint64 afterId, int limit);
    /// Whether the version with this digest arrived here, and was fetched.
    Result<bool> isFetched(qint64 flow, BytesView directory, BytesView name, BytesView digest);
    Result<FileTotals> totals(const QString& task, const QString& direction, qint64 fromUtcMs, qint64 toUtcMs);

private:
    Result<std::vector<FileRunRecord>> readRuns(const QString& condition, const QVariantList& values);
    Result<std::vector<FileTransferRecord>> readTransfers(const QString& condition, const QVariantList& values);

    Journal& m_journal;
};

} // namespace busheng
