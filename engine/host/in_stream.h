// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bounded_queue.h"
#include "engine/base/clock.h"
#include "engine/base/worker_thread.h"
#include "engine/host/control_message.h"
#include "engine/host/database_drivers.h"
#include "engine/host/mailbox.h"
#include "engine/host/offline_import.h"
#include "engine/host/packet_ledger.h"
#include "engine/host/quality_gate.h"
#include "engine/pipeline/apply/applier.h"
#include "engine/pipeline/apply/target_desk.h"
#include "engine/pipeline/inbound/inbound_queue.h"

#include <atomic>
#include <optional>

namespace busheng {

/// One stream that this node receives: check, queue, apply. Owns two threads: in.<stream> checks and queues what the
/// network hands over, apply.<stream> loads it into the target.
///
/// The target is opened first, because its checkpoint says where the stream stands; only then the stream is `ready` and
/// may be subscribed. A packet that is refused is kept aside, told to the sender, and the stream asks for it again
/// later. Thread: public methods from any thread.
class InStream {
public:
    struct Context {
        FileSystem& fileSystem;
        Clock& clock;
        StreamId id;
        InboundQueue::Options queue;
        QString quarantine;
        std::vector<LinkKey> keys;
        Applier::Options applier;
        std::function<Result<std::unique_ptr<TargetWriter>>(TargetHooks hooks, std::stop_token stop)> openTarget;
        std::unique_ptr<PacketLedger> appliedLedger;
        std::unique_ptr<PacketLedger> refusedLedger;
        std::function<void(Message)> send;
        std::function<void()> onReady; ///< may be subscribed; called again when the stream must be asked for anew
        std::function<void()> onChange;
        Applier::OnMark onMark;
        std::function<void(const Error&)> onError;
        std::function<void()> onRecovered;
        std::function<void()> onReopen; ///< the queue must be opened again: the owner makes this anew; once
        std::function<Result<std::unique_ptr<TargetDesk>>(std::stop_token stop)> openDesk{}; ///< may be empty: no desk
        std::function<void(const TargetFaults&)> onFaults{}; ///< other exceptions or parked tables than before
        bool parks = false;                                  ///< a table that does not fit waits, and the others flow
        Fence fence = {};                                    ///< which copy of this node applies
        /// Whether these statements may run at the target; what it fails with stops the stream. Empty: any may.
        std::function<Result<>(const QStringList& statements)> review{};
        std::unique_ptr<QualityGate> gate{}; ///< between the load and the changes; null: none
        std::function<void(const PackageManifest& package)> onImported{};
    };

    InStream(Context context, bool paused);
    ~InStream();

    /// What to ask the sender for; empty until the target's checkpoint has been read.
    std::optional<control::Subscribe> subscription() const;
    void addKey(const LinkKey& key);
    void forgetKeysBelow(std::uint32_t epoch);
    /// A packet from the network. False: no room now; the caller stops reading the link and offers it again after
    /// `onRoom`.
    bool offer(Bytes packet);
    /// The sender was asked for the stream: what is still on its way was not asked for now and is void, until
    void onAsked();
    void onBegin(); ///< its Begin came, behind which it sends what was asked for.
    /// What was on its way is void.
    void onSessionClosed();
    void onSourceStatus(const control::SourceStatus& status);
    void setPaused(bool paused);
    /// A person takes the rows as the quality check found them; `onDone` is called in the apply worker.
    void acceptFindings(std::function<void(Result<>)> onDone);
    /// The packets of the package come before those of the link (in_stream_import.cpp). Another call replaces the
    /// package: the same one in another place, or after its trouble was mended.
    void importPackage(std::shared_ptr<OfflineImport> package, const LinkKey& key);
    void cancelImport();
    /// What a person says to what the gate found; `onDone` is called in the apply worker. Fails: Config OFL_STATE.
    using OnGate = std::function<void(Result<GateReport>)>;
    void decideGate(const GateDecision& decision, OnGate onDone);
    /// The rules are asked again.
    void askGateAgain(OnGate onDone);
    /// What a person asks of the target beside the stream; `work` is called in the apply worker, between packets.
    using AtDesk = std::function<void(Result<TargetDesk*>)>;
    void atDesk(AtDesk work);
    /// Tries at once whether parked tables fit again; `onDone` is called in the apply worker. A stream that is stopped
    /// tries when it goes on.
    void drainNow(std::function<void(Result<>)> onDone);
    void setOnRoom(std::function<void()> onRoom);

    struct Status {
        bool ready = false;
        bool paused = false;
        SubscriptionState state = SubscriptionState::Waiting;
        Checkpoint checkpoint;
        std::uint64_t receivedSequence = 0;
        Position receivedPosition;
        qint64 queueBytes = 0;
        qint64 plainBytes = 0; ///< applied by this process
        qint64 sealedBytes = 0;
        std::uint64_t rowsExpected = 0;
        std::shared_ptr<const DatasetSchema> schema; ///< of the checkpoint; null before the first
        std::optional<control::SourceStatus> source;
        std::optional<Error> error;
        QStringList qualityFindings;
        TargetFaults faults;
        std::vector<TableMapping> keptColumns; ///< of tables that the target has in part
        /// A structure that was not taken yet, and the statements for it that a person has to approve.
        struct Review {
            DatasetSchema structure;
            QStringList statements;
        };
        std::optional<Review> review;
        std::optional<GateReport> gate;        ///< of this load, when the gate was asked
        std::shared_ptr<OfflineImport> import; ///< under way; null: none
    };
    Status status() const;
    const StreamId& id() const { return m_context.id; }
    /// The structure in force; empty before the first.
    std::optional<DatasetSchema> schema() const;

private:
    void runInbound(std::stop_token stop);
    void runApply(std::stop_token stop);
    Result<> acceptWaiting(std::stop_token stop);
    void refuse(BytesView packet, const Error& why);
    // in_stream_import.cpp
    Result<> takeQueued(std::vector<OpenedPacket> opened, Position newest);
    Result<bool> importSome();
    Result<> readPackage(std::vector<OpenedPacket>& opened, Position& newest);
    void finishImport();
    void noteImportTrouble(const Error& error);
    // in_stream_gate.cpp
    Result<bool> gateHolds();
    void showGate(const GateReport& report);
    void noteCheckpoint(const Checkpoint& checkpoint);
    TargetHooks targetHooks();
    Result<> openAll();
    Result<bool> applyWaiting(std::stop_token stop);
    void handOver(std::vector<OpenedPacket> packets);
    Result<OpenedPacket> nextPacket();
    Result<> commit();
    Result<> afterCommit();
    Result<> followLag();
    Result<> takeFindings();
    // in_stream_faults.cpp
    Result<> noteFaults();
    void showFaults(const TargetFaults& faults);
    Result<bool> drainParked();
    bool isDrainDue() const;
    void answerDrains(const Result<>& done);
    bool parkInstead(const Error& error);
    enum class Worker { In, Apply };
    void noteError(Worker worker, const Error& error);
    bool askToReopen(const Error& error);
    void noteRecovered(Worker worker);

    Context m_context;
    Mailbox m_inMailbox;
    Mailbox m_applyMailbox;
    BoundedQueue<Bytes> m_waiting;

    // in worker only
    std::optional<std::int64_t> m_refusedAtNs; ///< until the sender is asked anew
    bool m_refused = false;                    ///< nothing was accepted since
    Quarantine m_quarantine;
    std::shared_ptr<OfflineImport> m_import; ///< in worker only
    bool m_importTroubled = false;           ///< told

    // apply worker only
    std::stop_token m_stop;
    std::unique_ptr<TargetWriter> m_target;
    std::unique_ptr<Applier> m_applier;
    std::unique_ptr<PacketReader> m_reader;
    bool m_stopped = false; ///< by an error that needs a person
    std::uint64_t m_nextToApply = 1;
    std::uint64_t m_toldApplied = 0;
    std::vector<std::pair<PacketHeader, Digest>> m_uncommitted;
    std::int64_t m_drainAtNs = 0; ///< when parked tables are looked at again
    std::int64_t m_drainPauseNs = 0;
    std::vector<std::function<void(Result<>)>> m_drainReplies; ///< who waits for the next attempt
    std::optional<std::uint64_t> m_gatePassed;                 ///< generation
    std::atomic<bool> m_isGateHeld{false};                     ///< written by the apply worker

    mutable std::mutex m_mutex;            ///< guards what follows
    std::deque<OpenedPacket> m_opened;     ///< queued and durable, sequences rising, perhaps with gaps
    std::size_t m_openedBytes = 0;         ///< of their bodies
    std::unique_ptr<InboundQueue> m_queue; ///< made once; the pointer is stable afterwards
    std::function<void()> m_onRoom;
    bool m_wantsRoom = false;
    bool m_begun = false; ///< what comes is what was asked for
    Status m_status;
    std::array<std::optional<Error>, 2> m_errors; ///< what stands, of each Worker
    bool m_broken = false;                        ///< onReopen was called

    std::unique_ptr<WorkerThread> m_inThread;
    std::unique_ptr<WorkerThread> m_applyThread; ///< last two: end before what they use
};

} // namespace busheng
