// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/configuration.h"
#include "engine/api/node_config.h"
#include "engine/api/values.h"
#include "engine/host/alarm_board.h"
#include "engine/host/credential_watch.h"
#include "engine/host/data_directory.h"
#include "engine/host/database_desks.h"
#include "engine/host/evidence.h"
#include "engine/host/exchange_desk.h"
#include "engine/host/file_service.h"
#include "engine/host/in_stream.h"
#include "engine/host/key_life.h"
#include "engine/host/offered_structure.h"
#include "engine/host/out_stream.h"
#include "engine/host/peer_links.h"
#include "engine/host/source_verification.h"
#include "engine/host/verifications.h"
#include "engine/net/tls_context.h"

#include <QObject>
#include <QTimer>

#include <deque>
#include <map>
#include <set>

namespace busheng {

/// The arguments of LNK_NO_RIGHT as the peer sees it, for which we are the peer.
QStringList noRightThere(const QString& ownCode, LinkRight right);

/// A node at work: wires the stages of its streams, in both directions, to the links. What is configured runs; a change
/// of the configuration starts and stops what it concerns.
///
/// Start order: journal, keys, publications and outgoing streams, incoming streams, links. Stop order: the reverse.
/// Thread: the engine's. Workers reach it by posted calls only.
class NodeRuntime : public QObject {
    Q_OBJECT
public:
    struct Seams {
        FileSystem& fileSystem;
        Clock& clock;
        RandomSource& random;
    };

    /// Fails: Config (node.json, certificates, port, second instance), Storage, Corrupt.
    static Result<std::unique_ptr<NodeRuntime>> start(const QString& dataDirectory, Seams seams);
    ~NodeRuntime() override;

    Journal& journal() { return *m_journal; }
    AlarmBoard& alarms() { return *m_alarms; }
    const NodeConfig& config() const { return m_config; }
    NodeSnapshot snapshot();

    /// Makes what runs agree with the journal: call after every change of configuration.
    Result<> reload();
    Result<> setPaused(const QString& subscription, bool paused);
    void acceptFindings(const QString& subscription, std::function<void(Result<>)> onDone);
    /// `table` empty: the whole subscription, as another stream; else that table alone, among the changes.
    Result<> reloadSubscription(const QString& subscription, const QString& table);
    Result<> reloadTable(const QString& subscription, const QString& table);
    Result<> look(const QString& dataset); ///< FlowApi::look()
    /// Refuses another mapping of a subscription that is there: its rows would no longer be what the target has.
    Result<> checkMappingKept(const SubscriptionConfig& subscription) const;
    Result<> reloadSubscriptionAs(SubscriptionConfig subscription);
    void structure(const SubscriptionConfig& subscription, std::function<void(Result<StructureSnapshot>)> onDone);
    Result<> approveStructure(const QString& subscription);
    Verifications& verifications() { return *m_verifications; }
    FileService& files() { return *m_files; }
    ExchangeDesk& exchange() { return *m_exchange; }
    DatabaseDesks& desks() { return *m_desks; }

    // node_runtime_keys.cpp: the keys of the links
    std::vector<LinkKeyRecord> linkKeys();
    /// The next key for what goes to the peer, or for all peers when empty; `by` asked for it.
    Result<> rotateKeys(const QString& peer, const QString& by);
    /// Passwords of databases, in the vault. Fails: Config CFG_MISSING_KEY when the node has none.
    Result<> setSecret(const QString& name, BytesView secret, const QString& by);
    Result<> removeSecret(const QString& name, const QString& by);
    Result<QStringList> secretNames() const;
    Result<Vault*> vault() const; ///< fails: as setSecret()
    Result<> sealLedger();        ///< node_runtime_evidence.cpp
    /// A person has registered this database: any server may be it. node_runtime_servers.cpp.
    Result<> forgetServers(const QString& database);

    // node_runtime_offline.cpp: packages of offline starts, and quality gates
    Result<> exportPackage(const QString& stream, const OfflineExport::Order& order);
    Result<> cancelExport(const QString& stream);
    Result<> importPackage(const QString& subscription, const QString& directory, const QString& by);
    Result<> cancelImport(const QString& subscription);
    Result<GateReport> gateReport(const QString& subscription);
    void decideGate(const QString& subscription, const GateDecision& decision,
                    std::function<void(Result<GateReport>)> onDone);
    void askGateAgain(const QString& subscription, std::function<void(Result<GateReport>)> onDone);

    // node_runtime_faults.cpp: what targets did not take
    template <typename T>
    using Done = std::function<void(Result<T>)>;
    void exceptions(const QString& subscription, const QString& state, qint64 beforeId, int limit,
                    Done<std::vector<ExceptionRecord>> onDone);
    void exception(const QString& subscription, qint64 id, Done<ExceptionRecord> onDone);
    void resendExceptions(const QString& subscription, qint64 id, Done<qint64> onDone);
    void dismissException(const QString& subscription, qint64 id, const QString& by, const QString& reason,
                          Done<void> onDone);
    void resolveConflict(const QString& subscription, qint64 id, const QString& take, const QString& by,
                         Done<void> onDone);
    void parkTable(const QString& subscription, const QString& table, const QString& by, Done<void> onDone);
    void unparkTable(const QString& subscription, const QString& table, const QString& by, Done<void> onDone);

Q_SIGNALS:
    /// Something that snapshot() shows is different now.
    void changed();

private:
    using StreamKey = std::pair<QString, std::uint32_t>; ///< peer, number

    NodeRuntime(std::unique_ptr<DataDirectory> directory, NodeConfig config, Seams seams);
    Result<> open();
    void post(std::function<void()> call);

    // node_runtime_streams.cpp: starting and stopping what runs
    Result<std::shared_ptr<Publication>> publicationOf(const QString& dataset);
    Publication::OpenCapturer openerOf(const DatabaseConfig& source, const DatasetConfig& dataset) const;
    Result<> startOutStream(const OutStreamRecord& record);
    void dropOutStream(const StreamKey& key);
    void endPublication(const QString& dataset);
    Result<> startInStream(const SubscriptionConfig& config);
    Result<> reloadSubscriptions();
    Result<> reloadPublications();

    // node_runtime_keys.cpp
    Result<> openKeys();
    Result<> openVault();
    Result<> noteSecret(const QString& name, const QString& outcome, const QString& by);
    void sendKeys(const QString& peer);
    void onKeys(const QString& peer, const control::Keys& keys);
    void onKeysHeld(const QString& peer, const control::KeysHeld& held);
    void useActiveKey(const QString& peer);
    void lookAtKeys();
    std::optional<quint32> oldestEpochNeeded(const QString& peer) const;

    // node_runtime_offline.cpp
    Result<> beginOffline(const StreamId& id, const control::Subscribe& subscribe);
    Result<std::unique_ptr<OfflineExport>> offlineExport(const OutStreamRecord& record);
    void noteJoined(const StreamId& id, const Packer::Start& joint);
    Result<> restoreImport(const SubscriptionConfig& config, const StreamId& id, InStream& stream);
    Result<PackageManifest> judgePackage(const SealedManifest& sealed, const SubscriptionConfig& config,
                                         const QString& file, LinkKey& key);
    void noteImported(const StreamId& id, const PackageManifest& package);
    void noteGate(const GateReport& report);
    void wipePackageKeys();
    std::function<void(Result<GateReport>)> gateDone(std::function<void(Result<GateReport>)> onDone);
    // node_runtime_evidence.cpp
    void makeEvidence();
    void stateStream(const StreamId& id, bool sends);
    void lookAtEvidence();
    void onStatement(const QString& peer, std::uint32_t stream, const control::Statement& statement);
    void repeatStatement(const StreamId& id, const QString& peer);

    // node_runtime_recovery.cpp: stages whose files must be opened again
    void later(std::function<void()> call); ///< from any thread: runs it here after a pause
    void reopenInStream(const QString& subscription);
    void reopenOutStreams(const std::vector<StreamKey>& keys, const std::function<void()>& whileClosed = {});
    void reopenPublication(const QString& dataset);

    // node_runtime_messages.cpp: what peers say
    void onOpened(const PeerInfo& peer);
    void onClosed(const QString& peer, const Error& why);
    bool mayPass(const QString& peer, LinkRight right) const;
    Result<> requireMayFlow(const OutStreamRecord& record) const;
    void noteNotStarted(const StreamKey& key, const Error& why, const QString& subject);
    void holdOutStream(const StreamKey& key, const QString& event, const QStringList& args);
    void onDelivered(const Delivery& delivery);
    void onControl(const QString& peer, std::uint32_t stream, const control::Body& body);
    Result<> checkShape(const StreamId& id, const control::Subscribe& subscribe) const;
    /// What the ends of a comparison have in common of what a stream carries; nothing: all of it.
    Result<std::shared_ptr<const DatasetProjection>> comparedPart(const StreamKey& key, const DatasetSchema& whole,
                                                                  const std::vector<TableMapping>& compared) const;
    void onSubscribe(const QString& peer, std::uint32_t stream, const control::Subscribe& subscribe);
    void onSubscribed(const QString& peer, std::uint32_t stream, const control::Subscribed& subscribed);
    void onWantedStreams(const QString& peer, const control::WantedStreams& wanted);
    void onVerifyRequest(const QString& peer, std::uint32_t stream, const control::VerifyRequest& request);
    void onRepairRequest(const QString& peer, std::uint32_t stream, const control::RepairRequest& request);
    void onPacket(const Delivery& delivery);
    void offerHeld(const StreamKey& key);
    void subscribeAll(const QString& peer);
    void subscribeOne(const QString& subscription);
    InStream* inStream(const QString& peer, std::uint32_t number);

    // node_runtime_exchange.cpp: the catalogue, and whether rows are approved
    void makeExchange();
    Result<ExchangePaper> signStep(const ExchangeStep& step) const;
    Result<> checkStep(const ExchangePaper& paper) const;
    bool maySee(const QString& peer, const DatasetOffer& offer) const;
    Result<> requireApproved(const QString& peer, const DatasetConfig& dataset, BytesView shape) const;
    void holdUnapproved();
    void renewOffers();
    void readOffered(const DatasetConfig& dataset);
    DatasetOffer offerOf(const DatasetConfig& dataset) const;
    bool onExchange(const QString& peer, const control::Body& body);

    // node_runtime_fence.cpp
    void noteFence(const PeerInfo& peer);
    void noteFenced(const QString& peer, const Error& why);
    Result<> forgetFences();

    // node_runtime_servers.cpp
    Result<> openServerBook();
    void onServerUse(const ServerUse& use);
    std::vector<ServerSnapshot> serverSnapshots() const; ///< of databases as they are registered now
    void showServerUses();
    void showLine(const PeerInfo& peer);

    void onCredentials(const std::vector<Credential>& credentials);
    void onCredentialsRefused(const Error& why);

    // node_runtime_verification.cpp
    void onMark(std::uint64_t markId, Position position, std::shared_ptr<TableSnapshot> snapshot,
                const QString& subscription);
    void makeVerifications();
    void makeFiles();
    void makeDesks(); ///< node_runtime_structure.cpp
    std::optional<Verifications::Stream> verifiedStream(const QString& subscription) const;
    DatabaseConfig targetOf(const QString& subscription) const; ///< of one that is running
    /// A table of its stream under the name at its target; any other name as it is.
    QString nameAtTarget(const QString& subscription, const QString& table) const;

    // node_runtime_faults.cpp
    template <typename T>
    void atDesk(const QString& subscription, std::function<Result<T>(TargetDesk&, const QString& stream)> work,
                Done<T> onDone);
    Result<InStream*> subscribed(const QString& subscription) const;
    Result<qint64> sendRowsAgain(const QString& subscription, const std::vector<RowToResend>& rows);
    void showFaults(const QString& subscription, const QString& subject, const TargetFaults& faults);

    // node_runtime_snapshot.cpp
    LinkSnapshot linkSnapshot(const LinkConfig& link) const;
    SubscriptionSnapshot subscriptionSnapshot(const SubscriptionConfig& config);
    PublicationSnapshot publicationSnapshot(const DatasetConfig& config) const;

    struct LinkState {
        std::optional<PeerInfo> peer;
        qint64 sinceUtcMs = 0;
        std::optional<Error> lastError;
    };
    struct RateSample {
        std::int64_t monotonicNs = 0;
        std::uint64_t total = 0;
    };

    std::unique_ptr<DataDirectory> m_directory;
    NodeConfig m_config;
    Seams m_seams;
    BootId m_bootId{};
    qint64 m_startedUtcMs = 0;
    std::unique_ptr<CredentialWatch> m_credentials;
    std::unique_ptr<Journal> m_journal;
    Fence m_fence;                         ///< which copy of this node this is
    std::map<QString, Fence> m_peerFences; ///< as in the journal
    std::unique_ptr<AlarmBoard> m_alarms;
    QString m_cipherDevice; ///< empty: software
    std::shared_ptr<Vault> m_vault;
    std::unique_ptr<LinkKeys> m_keys;
    std::unique_ptr<KeyLife> m_keyLife;
    std::unique_ptr<Evidence> m_evidence;
    std::int64_t m_sealedNs = 0;
    QTimer m_keyTimer;
    std::int64_t m_countsSavedNs = 0;
    std::unique_ptr<PeerLinks> m_links;
    TlsContext::Files m_identityFiles; ///< what packages and papers are signed with, and judged by
    std::set<QString> m_wipedPackageKeys;
    std::set<StreamKey> m_joined;      ///< told
    NodeConfiguration m_configuration; ///< as the journal has it
    std::map<QString, LinkState> m_linkStates;
    std::map<QString, std::shared_ptr<Publication>> m_publications;
    std::map<QString, DatasetConfig> m_publishedAs; ///< by dataset: what its capturer is opened with
    std::map<StreamKey, OutStreamRecord> m_outRecords;
    std::map<StreamKey, std::unique_ptr<OutStream>> m_outStreams;
    std::map<QString, std::unique_ptr<InStream>> m_inStreams; ///< by subscription
    std::map<QString, std::uint32_t> m_streamNumbers;         ///< by subscription
    std::map<QString, SubscriptionConfig> m_runningAs;        ///< by subscription: what its stream was started with
    std::map<std::uint64_t, std::unique_ptr<WorkerThread>> m_looks; ///< at structures, under way
    std::uint64_t m_lastLook = 0;
    std::map<StreamKey, std::deque<Delivery>> m_held;  ///< packets for which an incoming stream had no room
    std::map<QString, std::deque<RateSample>> m_rates; ///< by subscription
    /// By peer and the id that it chose: what one receiver asks for is nothing to another.
    std::map<std::pair<QString, std::uint64_t>, std::unique_ptr<SourceVerification>> m_sourceVerifications;
    std::unique_ptr<Verifications> m_verifications;
    std::unique_ptr<FileService> m_files;
    std::unique_ptr<ExchangeDesk> m_exchange;
    std::unique_ptr<DatabaseDesks> m_desks;
    QTimer m_exchangeTimer;
    qint64 m_exchangeChanges = 0;
    std::map<QString, OfferedStructure> m_offered; ///< by dataset
};

} // namespace busheng
