// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"
#include "engine/base/worker_thread.h"
#include "engine/host/mailbox.h"
#include "engine/host/row_repair.h"
#include "engine/host/table_loader.h"
#include "engine/pipeline/capture/capturer.h"
#include "engine/pipeline/logcache/log_cache.h"

#include <atomic>
#include <deque>
#include <map>
#include <optional>

namespace busheng {

/// A dataset while it is published: its capture worker and its log cache, shared by all streams that carry it.
///
/// Owns the thread cap.<dataset>. Streams read the log cache with their own composers and say how much of it they still
/// need. Snapshots, marks and repairs are made by the capture worker between two polls, so that their position is a
/// place where a transaction ends. Thread: public methods from any thread; callbacks come in the capture worker.
class Publication {
public:
    struct Context {
        Clock& clock;
        std::function<void(const Error&)> onError; ///< an error stands; called again when it changes
        std::function<void()> onRecovered;
        std::function<void()> onProgress; ///< something new is in the log cache
        std::function<void()> onReopen;   ///< the log cache must be opened again: the owner makes this anew; once
        std::function<void(const std::optional<Error>&)> onLogLow; ///< the source's log runs out; nothing: no longer
    };
    struct Resumption {
        Position after;
        std::optional<DatasetSchema> known; ///< of the rows behind `after`, when capture has begun before
        QString origin;                     ///< Capturer::origin() that `after` is of; empty: not known
        QStringList tables;                 ///< of the dataset as it is now; empty: as they are captured
    };
    /// `stop` ends every wait on the source.
    using OpenCapturer =
        std::function<Result<std::unique_ptr<Capturer>>(const Resumption& resumption, std::stop_token stop)>;
    using OnSnapshot = std::function<void(Result<PositionedSnapshot>)>;
    struct LoadStart {
        PositionedSnapshot snapshot;
        DatasetSchema schema; ///< the structure that holds there; a newer one comes with the changes behind it
    };
    using OnLoadStart = std::function<void(Result<LoadStart>)>;

    struct Options {
        QString name;        ///< of the dataset
        QStringList tables;  ///< as the configuration has them; empty: as they are captured
        QString journalPath; ///< for what capturing keeps beside the log cache
    };

    Publication(Options options, std::unique_ptr<LogCache> cache, OpenCapturer openCapturer, Context context);
    ~Publication();

    LogCache& cache() { return *m_cache; }
    /// A snapshot for an initial load. Its composer must start after the snapshot's position.
    void requestSnapshot(OnLoadStart onSnapshot);
    /// A snapshot whose position is followed by Mark(`markId`) in the log cache.
    void requestMark(std::uint64_t markId, OnSnapshot onSnapshot);
    /// Sends the rows with these keys as they are now, in order with the changes.
    /// `part`: of the stream that asks; null when it carries everything.
    void requestRepair(std::vector<RowKey> rows, std::shared_ptr<const DatasetProjection> part,
                       std::function<void(Result<>)> onDone);
    /// Whole rows of `tables` as they are at the source, no earlier than anything in the log cache; empty where there
    /// is none.
    using OnRows = std::function<void(Result<std::vector<Bytes>>)>;
    void requestRows(std::shared_ptr<const DatasetSchema> tables, std::vector<RowKey> rows, OnRows onRows);

    /// From now on the dataset is of these tables. New ones are loaded among the changes (TableLoader), and what cannot
    /// be done is an error that stands while all other tables flow.
    void setTables(const QStringList& tables);
    /// The next poll looks at the source, whatever its times say.
    void requestLook();
    /// From now on the source is read so: the route has other options.
    void reopenCapturer(OpenCapturer openCapturer);
    /// Loads one table anew, for all streams.
    void requestTableLoad(const QString& table);

    /// The structure of the dataset, once capture has begun.
    std::optional<DatasetSchema> schema() const;
    /// `stream` needs the log cache from `record` on. Forgotten by forgetStream().
    void setNeededFrom(const QString& stream, std::uint64_t record);
    void forgetStream(const QString& stream);
    /// `stream` has sealed all up to `position`.
    void noteSealed(const QString& stream, Position position);

    struct Status {
        bool capturing = false;
        Position source;
        Position cached;
        std::uint64_t changes = 0; ///< captured since start
        std::optional<Error> error;
        std::optional<SourceLogState> log;
        std::int64_t logBytesPerHour = -1; ///< written by the source, over up to the last hour; -1: not known
        std::int64_t logMinutesLeft = -1;  ///< until it runs out at that rate; -1: not known, or it does not
        std::vector<TableLoader::Progress> loading;
    };
    Status status() const;
    bool isBroken() const { return m_broken; } ///< onReopen was called

    /// `stream` has applied up to `applied` just now.
    void noteApplied(const QString& stream, Position applied);
    /// Lag of a stream that has applied up to `applied`, by this machine's monotonic clock: age of the oldest capture
    /// it has not applied; else how long the newest took, or the time since the source was looked at to its end, which
    /// is less once a source falls silent. -1: nothing is known yet.
    std::int64_t lagMs(const QString& stream, Position applied) const;
    /// The same, by what noteApplied() was told last.
    std::int64_t lagMs(const QString& stream) const;
    /// Changes captured since start beyond `applied`; -1 when not known.
    std::int64_t changesAfter(Position applied) const;

private:
    struct Sighting { ///< when the capture worker saw a position
        Position position;
        std::int64_t monotonicNs = 0;
        std::uint64_t changesSoFar = 0;
    };

    void run(std::stop_token stop);
    Result<> openCapturer();
    void closeCapturer();
    void noteStructure();
    Result<> followTables();
    bool isLoadingTables();
    Result<bool> loadTables();
    Result<> readLog();
    void tellLog(const SourceLogState& log, std::int64_t bytesPerHour);
    TableLoader::Source loadSource();
    Result<bool> pollOnce();
    Result<> pollUpTo(Position position, std::stop_token stop);
    Result<> trim();
    Position appliedByAll() const;
    Result<> makeRepair(const std::vector<RowKey>& rows, const DatasetProjection* part, std::stop_token stop);
    Result<std::vector<Bytes>> readRows(const DatasetSchema& tables, const std::vector<RowKey>& rows);
    void sight(const PollResult& polled, std::int64_t startedNs);
    void setError(const Error& error);
    void setRecovered();

    const QString m_name;
    std::unique_ptr<LogCache> m_cache;
    const QString m_journalPath;
    TableLoader m_loader;
    OpenCapturer m_openCapturer;
    Context m_context;
    Mailbox m_mailbox;

    // capture worker only
    std::unique_ptr<Capturer> m_capturer;
    Position m_released;
    std::int64_t m_lastBeatNs = 0;
    std::stop_token m_stop;
    QStringList m_wantedTables;
    bool m_followsTables = false;         ///< the dataset is of m_wantedTables, as far as it can be
    std::optional<Error> m_tablesRefused; ///< what m_wantedTables failed with
    std::int64_t m_tablesTriedNs = 0;
    std::function<Result<>(Position position)> m_pollUpTo;
    std::int64_t m_lastLogNs = 0; ///< 0: not read yet
    bool m_isLogLow = false;      ///< told
    std::unique_ptr<Journal> m_journal;
    struct LogSample {
        std::int64_t monotonicNs = 0;
        std::uint64_t written = 0;
    };
    std::deque<LogSample> m_logSamples;
    std::atomic<bool> m_broken{false};

    mutable std::mutex m_mutex; ///< guards what follows
    Status m_status;
    std::optional<DatasetSchema> m_schema;
    std::map<QString, std::uint64_t> m_neededFrom;
    std::map<QString, std::int64_t> m_lastLagMs;
    std::map<QString, Position> m_applied;
    std::map<QString, Position> m_sealed; ///< by stream
    std::deque<Sighting> m_sightings;
    std::int64_t m_lookedNs = 0; ///< start of the last look that found all there was; 0: none yet

    std::unique_ptr<WorkerThread> m_thread; ///< last: ends before what it uses
};

} // namespace busheng
