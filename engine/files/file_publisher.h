// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bounded_queue.h"
#include "engine/base/clock.h"
#include "engine/base/worker_thread.h"
#include "engine/crypto/sm3.h"
#include "engine/files/file_messages.h"
#include "engine/journal/file_records.h"

#include <functional>
#include <map>
#include <set>

namespace busheng {

/// Where the files of one incoming run go.
struct FileDestination {
    std::uint32_t stream = 0;
    filemsg::RunKey key{};
    qint64 run = 0;  ///< FileRunRecord::id here
    qint64 flow = 0; ///< FileRecords::flow()
    QString task;
    QString suite;           ///< that its parts are sealed in; empty: they are not
    std::uint32_t epoch = 0; ///< of the link key
    TreeDirectory target;
    TreeDirectory staging;
    mutable bool isClosed = false; ///< by FilePublisher::close(), and its alone
};

/// A file that is whole and checked under its staged name, or a word about one, on its way to be seen and recorded.
struct StagedFile {
    enum class Kind { File, Directory, Settled, End };
    Kind kind = Kind::File;
    std::shared_ptr<const FileDestination> destination;
    std::uint64_t number = 0;
    Bytes directory;
    Bytes name;
    std::uint64_t size = 0;
    Digest digest{};
    filemsg::Result settled;  ///< of Settled: was decided before
    QString encoding = {};    ///< that the sender found it in; empty: nobody looked
    QByteArray original = {}; ///< SM3 before it became UTF-8; empty: it is as it was
    bool sealed = false;      ///< it lies so
};

/// The last step of a file's way: many at once are made durable, renamed to where consumers look, and recorded.
///
/// For each batch: the journal says which files are about to be seen; one sync of the file system; the renames; one
/// sync more; the journal says that they have arrived; only then the sender is told. recover() finds what a crash left
/// between the first and the last step: a staged file that is gone was renamed. So nobody ever sees a part of a file,
/// and none arrives twice. Durable: what the sender is told. Thread: owns `files.publish.<peer>`; add() from one.
class FilePublisher {
public:
    struct Hooks {
        /// In its thread: to the sender of the run.
        std::function<void(Message)> send;
        /// Signs a receipt; empty when it cannot.
        std::function<Bytes(BytesView text)> sign;
        std::function<void(const Error&)> onFault; ///< what a person must know
        /// Files can be seen now; `isEnd`: and the run is over.
        std::function<void(bool isEnd)> onArrived;
    };

    FilePublisher(const QString& peer, QString ownCode, QString journalPath, Clock& clock, Hooks hooks);
    ~FilePublisher();

    /// Waits while too many are on their way. False when `stop` came first.
    bool add(StagedFile file, std::stop_token stop);
    /// Waits until no file of that path is on its way: its staged name may be used again. False when `stop` came first.
    bool waitUntilFree(qint64 flow, const Bytes& stagedName, std::stop_token stop);
    /// Nothing more is told to the sender of what came through this opening of a run: its numbers mean nothing in the
    /// next one.
    void close(const FileDestination& destination);

    /// At the start, before anything is received. `directoriesOf`: the target and staging directories of a run.
    static Result<> recover(FileRecords& records,
                            const std::function<Result<FileDestination>(const FileRunRecord&)>& directoriesOf);

    /// The name of a file while it is not whole or not published.
    static Bytes stagedName(BytesView directory, BytesView name);

private:
    struct Told {
        Sm3 results; ///< all payloads of FileResult, in order
        std::uint64_t files = 0;
    };

    void work(const std::stop_token& stop);
    Result<> publish(FileRecords& records, std::vector<StagedFile>& batch);
    Result<> rename(FileRecords& records, std::vector<StagedFile*>& files, std::vector<FileOutcome>& outcomes);
    void tell(const std::vector<StagedFile>& batch);
    Result<> finish(FileRecords& records, const StagedFile& end);

    LedgerEntry lineOf(const StagedFile& file, const FileTransferRecord& record) const;

    const QString m_peer;
    const QString m_ownCode;
    const QString m_journalPath;
    Clock& m_clock;
    const Hooks m_hooks;
    BoundedQueue<StagedFile> m_queue;
    std::mutex m_mutex; ///< of the two that follow
    std::map<std::uint32_t, Told> m_told;
    std::set<std::pair<qint64, Bytes>> m_onTheWay; ///< flow and staged name
    std::condition_variable_any m_arrived;
    std::unique_ptr<WorkerThread> m_thread; ///< last: ends before what it uses
};

} // namespace busheng
