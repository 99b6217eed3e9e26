// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"
#include "engine/base/worker_thread.h"
#include "engine/host/control_message.h"
#include "engine/host/initial_load.h"
#include "engine/host/key_life.h"
#include "engine/host/mailbox.h"
#include "engine/host/offline_export.h"
#include "engine/host/packet_ledger.h"
#include "engine/host/publication.h"
#include "engine/host/stream_part.h"
#include "engine/pipeline/compose/composer.h"
#include "engine/pipeline/pack/packer.h"
#include "engine/pipeline/pack/resume_point.h"
#include "engine/pipeline/transport/outbox.h"

#include <deque>
#include <optional>

namespace busheng {

/// One stream that this node sends: compose, pack, outbox, send. Owns the thread out.<stream>.
///
///   Unsubscribed -> WaitingForSnapshot -> Loading -> Flowing     (a restart finds its place from the outbox's newest
///   packet)
///   or, started offline: WaitingForOrder -> WaitingForSnapshot -> Loading -> Packaged, and then opened again: Flowing
///
/// The worker produces packets as long as the outbox has room and sends them as long as the receiver's window has; when
/// either is full, the one before waits. Nothing is sent before the receiver has said in this session what it has.
/// Thread: public methods from any thread.
class OutStream {
public:
    struct Context {
        Clock& clock;
        StreamId id;
        std::uint64_t generation = 1;
        BootId bootId{};
        std::shared_ptr<Publication> publication;
        std::unique_ptr<Outbox> outbox;
        LinkKey key;
        std::unique_ptr<PacketLedger> ledger;
        std::function<void(Message)> send;         ///< to the peer; dropped when there is no session
        std::function<void(const Error&)> onError; ///< this stream cannot go on, or not now
        std::function<void()> onRecovered;
        std::function<void()> onReopen; ///< the outbox must be opened again: the owner makes this anew; once
        int loadReaders = 1;            ///< connections that the initial load reads by, beside the snapshot's own
        std::unique_ptr<StreamPart> part = {}; ///< which part of the dataset goes; null: all of it
        std::vector<LinkKey> olderKeys = {};   ///< of packets that are still in the outbox
        std::shared_ptr<SealCounter> counter = std::make_shared<SealCounter>(); ///< of `key`
        std::unique_ptr<OfflineExport> offline = {}; ///< its load goes, or went, into a package; null: over the link
        std::function<void(const Packer::Start& joint)> onJoined = {}; ///< the receiver stands at the package's end
    };

    explicit OutStream(Context context);
    ~OutStream();

    /// From where to send: a Begin goes first, what comes behind it is what the receiver asked for now.
    void onSubscribe(const control::Subscribe& subscribe);
    void onReceived(const control::Progress& progress);
    void onApplied(const control::Progress& progress);
    /// The receiver refuses a packet: nothing more is sent until it asks again.
    void onRefused(const control::Refusal& refusal);
    void onSessionClosed();
    /// What is sealed from now on is sealed with this key, and counted there.
    void setKey(const LinkKey& key, std::shared_ptr<SealCounter> counter);
    void wake() { m_mailbox.wake(); } ///< the publication has something new

    struct Status {
        bool loading = false;
        bool connected = false;
        InitialLoad::Progress load; ///< while loading
        double loadRowsPerSecond = 0;
        Position packed;
        std::uint64_t lastSequence = 0;
        std::uint64_t receivedSequence = 0;
        std::uint64_t appliedSequence = 0;
        Position applied;
        qint64 outboxBytes = 0;
        qint64 plainBytes = 0; ///< sealed by this process
        qint64 sealedBytes = 0;
        bool takesLargeRows = false;   ///< control::Subscribe::largeRows
        bool takesLargeValues = false; ///< control::Subscribe::largeValues
        quint32 oldestEpoch = 0;       ///< whose packets are here and may be needed; 0: not known yet
    };
    Status status() const;
    /// What the receiver said last in this session, whether the worker has come to it or not.
    std::optional<control::Subscribe> asked() const
    {
        const std::lock_guard lock(m_mutex);
        return m_asked;
    }
    /// Nothing: it does not start offline.
    std::optional<OfflineExport::Status> offlineStatus() const;
    const StreamId& id() const { return m_context.id; }
    const std::shared_ptr<Publication>& publication() const { return m_context.publication; }

private:
    enum class Phase { Starting, WaitingForOrder, WaitingForSnapshot, Loading, Packaged, Flowing };

    void noteAsked(const std::optional<control::Subscribe>& asked)
    {
        const std::lock_guard lock(m_mutex);
        m_asked = asked;
    }
    void run(std::stop_token stop);
    void close();
    Result<> start();
    Result<> startFrom(const Packer::Start& from);
    // out_stream_offline.cpp
    Result<> startOffline();
    Result<> waitForOrder();
    Result<> finishPackage();
    Result<> keepInPackage(const PacketHeader& header, BytesView packet);
    bool waitsForPackage(const control::Subscribe& subscribe);
    Result<bool> produce();
    Result<> beginLoad(Publication::LoadStart start);
    Result<bool> load();
    Result<> interruptLoad();
    void noteLoad();
    Result<bool> composeOne();
    bool waitsForReceiver(const Error& error) const;
    void attachPart();
    Result<std::vector<Bytes>> fetchRows(const std::vector<DatasetProjection::Key>& keys);
    Result<> sendSome();
    Result<> serveReceiver();
    Result<> release();
    void sendStatus();
    Result<> keep(const PacketHeader& header, BytesView packet);
    Result<bool> askForSnapshot();
    Result<> findEpochs();
    void noteOldestEpoch();

    Context m_context;
    Mailbox m_mailbox;

    // out worker only
    Phase m_phase = Phase::Starting;
    PacketWriter m_writer;
    std::optional<Packer> m_packer;
    std::optional<Composer> m_composer;
    std::optional<ComposedItem> m_item;   ///< yielded, and not yet taken by the packer
    std::optional<ComposedItem> m_newest; ///< taken by the packer and not yet known to be sealed
    std::stop_token m_stop;
    std::optional<ResumePoint> m_resume; ///< a load to go on with
    std::unique_ptr<InitialLoad> m_load;
    std::int64_t m_loadBeganNs = 0;
    std::uint64_t m_loadBeganAt = 0; ///< rows
    bool m_snapshotAsked = false;
    std::optional<Error> m_failure; ///< ends the stream, and is told to the receiver
    bool m_takesLargeValues = false;
    std::optional<bool> m_takesLargeRows;           ///< nothing: the receiver has not said so in this process
    bool m_subscribed = false;                      ///< the receiver has said in this session what it has
    std::optional<std::uint64_t> m_refusedSequence; ///< what the receiver refused, and has not taken since
    std::uint64_t m_nextToSend = 1;
    std::deque<std::pair<std::uint64_t, std::uint64_t>> m_inFlight; ///< sequence, bytes
    std::uint64_t m_inFlightBytes = 0;
    std::uint64_t m_applied = 0;
    std::uint64_t m_released = 0;
    std::int64_t m_lastStatusNs = 0;
    std::deque<std::pair<std::uint32_t, std::uint64_t>>
        m_epochs; ///< that the outbox holds, each from which sequence on

    mutable std::mutex m_mutex; ///< guards m_status, m_asked
    Status m_status;
    std::optional<control::Subscribe> m_asked;

    /// What the capture worker answers may come when this is gone.
    struct Addressee {
        std::mutex mutex;
        OutStream* stream = nullptr;
    };
    const std::shared_ptr<Addressee> m_addressee = std::make_shared<Addressee>();

    std::unique_ptr<WorkerThread> m_thread; ///< last: ends before what it uses
};

} // namespace busheng
