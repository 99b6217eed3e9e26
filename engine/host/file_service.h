// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/comparison_values.h"
#include "engine/api/node_config.h"
#include "engine/base/random_source.h"
#include "engine/files/file_receiver.h"
#include "engine/files/file_sender.h"
#include "engine/host/alarm_board.h"
#include "engine/host/errands.h"
#include "engine/host/file_reconciler.h"
#include "engine/host/link_keys.h"
#include "engine/scheduler/due.h"

#include <QObject>
#include <QTimer>

#include <deque>

namespace busheng {

/// The file transfer of a node: its tasks and their runs, and what peers send (docs/files.md). At the start it finishes
/// what a stop or a crash left: runs that were under way go on, files between staging and their place are settled.
///
/// Thread: the engine's.
class FileService : public QObject {
    Q_OBJECT
public:
    struct Context {
        QString ownCode;
        QString root;      ///< send, recv, staging, failed and archive lie in it
        QString workspace; ///< indexes
        QString journalPath;
        bool sealedOnly; ///< files that are not sealed are refused
        Clock& clock;
        RandomSource& random;
        Journal& journal;
        AlarmBoard& alarms;
        LinkKeys& keys;
        std::function<void(std::function<void()>)> post;        ///< from any thread into the engine's
        std::function<void(const QString& peer, Message)> send; ///< from any thread
        std::function<void()> onChange;
        /// A database that the node has as a source; its password is the vault's. Engine's thread.
        std::function<std::optional<DatabaseConfig>(const QString& name)> source = {};
        std::function<QStringList(const QString& peer)> suitesFor = {}; ///< CryptoConfig::suitesFor; any thread
        AtRestKeys atRestKeys = {};                                     ///< any thread
        NodeConfig::ReceivedFiles received = {};
    };
    template <typename T>
    using Done = std::function<void(Result<T>)>;

    explicit FileService(Context context);
    ~FileService() override;

    /// Makes the directories, and takes up what was left. Fails: Storage.
    Result<> open();
    void setTasks(const std::vector<FileTaskConfig>& tasks);
    /// Starts what is due by its timetable (engine/scheduler/due.h); its own timer sees to it too.
    void startDue();

    /// `by`: who asked for it; empty: nobody.
    Result<qint64> start(const QString& task, bool full, const QString& by);
    Result<> stop(const QString& task);
    Result<> setPaused(const QString& task, bool paused);
    /// Looks at files, so its answer comes later.
    void resend(const QString& task, const QStringList& paths, bool preview, const QString& by,
                Done<FileResend> onDone);
    Result<std::vector<FileRunRow>> runs(const QString& task, qint64 beforeId, int limit);
    Result<std::vector<FileRow>> files(qint64 run, const QString& state, qint64 afterId, int limit);
    Result<std::vector<FileRow>> arrivals(qint64 afterId, int limit);
    // file_service_fetch.cpp
    /// Looks at a file, so its answer comes later.
    void takeArrival(const QString& place, Done<FileTicket> onDone);
    Result<> noteFetched(qint64 arrival, const QString& by);
    Result<FileTicket> ticketToPut(const QString& task);

    // file_service_reconcile.cpp
    void reconcile(const QString& task, qint64 fromUtcMs, qint64 toUtcMs, qint64 lateAfterMs,
                   Done<FileReconciliation> onDone);
    /// What it finds is kept, and outlives this process. `wanted`: task, period, lateAfterMs and by; its id.
    Result<qint64> beginReconciliation(FileReconciliation wanted);
    Result<> stopReconciliation(qint64 id);
    /// Newest first, without their differences; of one that runs, how far it is.
    Result<std::vector<FileReconciliation>> reconciliations(const QString& task, qint64 beforeId, int limit);
    void differences(const DifferenceQuery& query, Done<FileDifferences> onDone);

    void onOpened(const QString& peer);
    void onClosed(const QString& peer);
    void onMessage(const QString& peer, const std::shared_ptr<const Message>& message, std::shared_ptr<void> hold);

    std::vector<FileTaskSnapshot> snapshot();
    qint64 newestArrival() const { return m_newestArrival; }
    QString root() const { return m_context.root; }

private:
    struct Running {
        FileTaskConfig config;
        FileRunRecord run;
        std::unique_ptr<FileSender> sender; ///< none: queued
    };
    struct Timed {
        Timetable table;
        qint64 coveredUtcMs = 0;           ///< DueInput; what is durable of it are the runs
        std::optional<qint64> lookedUtcMs; ///< DueInput
        std::optional<qint64> nextUtcMs;
        MissedRuns missed = MissedRuns::MakeUp;
    };
    struct Rate {
        std::int64_t sinceNs = 0;
        quint64 files = 0;
        quint64 bytes = 0;
        double filesPerSecond = 0;
        double bytesPerSecond = 0;
    };

    Result<const FileTaskConfig*> configOf(const QString& task) const;
    Result<Running*> runningOf(const QString& task);
    Result<qint64> begin(const FileTaskConfig& config, FileRunRecord run);
    Result<FileRunRecord> newRun(const FileTaskConfig& config, const QString& kind, const QString& by);
    void launch(Running& running);
    void launchQueued();
    void onFinished(const QString& task, const FileRunRecord& run);
    void onSchedule();
    Result<qint64> coveredBy(const FileTaskConfig& task);
    void planStarts();
    FileReceiver& receiverOf(const QString& peer);
    FileReceiver::Options receiverOptions(const QString& peer) const;
    Result<> cleanStaging();
    void onArrived(const QString& subject, bool isEnd);
    void joinParts();
    void answer(const QString& peer, const Message& message);
    void answerFetched(const QString& peer, const Message& message);
    void cleanReceived();
    // file_service_reconcile.cpp
    Result<std::shared_ptr<FileReconciler>> reconcilerFor(const FileTaskConfig& config);
    Result<> saveReconciliation(const FileReconciliation& reconciliation);
    void endReconciliation(FileReconciliation begun, const FileReconciliation& reached,
                           const Result<FileReconciliation>& found);
    Result<> settleReconciliations();
    // file_service_keys.cpp; any thread
    Result<FileSender::GrantedKey> grantKey(const QString& peer, const std::vector<filemsg::PublicKey>& theirs) const;
    Result<std::vector<filemsg::PublicKey>> ownKeys(const QString& peer) const;
    Result<LinkKey> acceptKey(const QString& peer, std::uint8_t suite, std::uint32_t epoch, BytesView wrapped) const;
    FileSender::Hooks senderHooks(const FileTaskConfig& task);

    Context m_context;
    FileRecords m_records;
    std::vector<FileTaskConfig> m_tasks;
    std::map<QString, Running> m_running;                             ///< by task
    std::map<QString, FileRunRecord> m_last;                          ///< by task: the last run that is over
    std::map<QString, Timed> m_timed;                                 ///< by task: those with a timetable
    std::map<QString, Rate> m_rates;                                  ///< by task
    std::map<QString, std::unique_ptr<FileReceiver>> m_receivers;     ///< by peer
    std::map<QString, std::shared_ptr<FileReconciler>> m_reconcilers; ///< by peer: one at a time
    std::map<qint64, std::shared_ptr<FileReconciler>> m_kept;         ///< of them, those that are kept, by id
    std::set<QString> m_answering;                                    ///< peers, or their runs, that are answered
    std::set<QString> m_openPeers;
    qint64 m_newestArrival = 0;
    qint64 m_joinedUpTo = 0; ///< lists of parts that arrived up to here are looked at
    bool m_isJoining = false;
    std::map<qint64, std::int64_t> m_taken; ///< arrivals that somebody reads, by id: up to when that is believed
    bool m_isCleaning = false;
    std::int64_t m_nextCleaningNs = 0;
    bool m_isOpen = false;
    QTimer m_schedule;
    Errands m_errands; ///< last: ends before what it comes back to
};

} // namespace busheng
