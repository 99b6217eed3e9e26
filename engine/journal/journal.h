// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/model/dataset.h"
#include "engine/model/fence.h"
#include "engine/model/file_task.h"
#include "engine/model/gate.h"
#include "engine/model/ledger_filter.h"
#include "engine/model/link_key_record.h"
#include "engine/model/offline_records.h"
#include "engine/model/server_use.h"

#include <QDateTime>
#include <QString>

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace busheng {

struct LedgerTotals {
    quint64 packets = 0;
    quint64 changes = 0;
    qint64 plainBytes = 0;
    qint64 sealedBytes = 0;
};

/// Something a person must know, until it is over.
struct Alarm {
    qint64 id = 0;
    QString event;   ///< catalogue id
    QString subject; ///< what it is about: stream, link, dataset, path
    QStringList args;
    QString detail; ///< English, for logs
    qint64 raisedUtcMs = 0;
    qint64 clearedUtcMs = 0; ///< 0: still standing
    quint64 count = 0;       ///< how often it was raised while standing
    QString acknowledgedBy;  ///< empty: nobody yet
    qint64 acknowledgedUtcMs = 0;
    qint64 silencedUntilUtcMs = 0;
    QString silencedBy;
    QString silenceReason;
};

/// A stream that this node sends: created when a peer subscribes, kept until it unsubscribes.
struct OutStreamRecord {
    QString peerCode;
    quint32 number = 0;
    QString dataset;
    quint64 generation = 1; ///< of the initial load
    Bytes shape = {};       ///< encodeMappings(): which part of the dataset; empty: all of it

    bool operator==(const OutStreamRecord&) const = default;
};

/// A table of a dataset that is being loaded among the changes: how far its rows are in the log cache.
struct TableLoadRecord {
    quint32 tableId = 0;  ///< TableSchema::id
    bool empties = false; ///< the first piece takes away what the receivers have
    QByteArray after;     ///< key of the last row; empty: none yet
    quint64 rows = 0;

    bool operator==(const TableLoadRecord&) const = default;
};

/// What one verification found, kept for the auditor.
struct VerificationRecord {
    qint64 id = 0;
    QString subscription;
    qint64 startedUtcMs = 0;
    qint64 finishedUtcMs = 0;
    QString outcome;      ///< "running", "equal", "different", "failed", "stopped"
    quint64 position = 0; ///< both sides stood here
    quint64 rowsCompared = 0;
    quint64 differences = 0;
    QByteArray report; ///< JSON: per table counts, and the differences (first 1,000) with both rows' values
    QByteArray resume; ///< where it goes on when it is cut short, and the keys of all rows that differ; the host's
};

/// The node's own SQLite file: configuration, ledger, alarms, verifications. Reached through Qt SQL; user data never
/// is.
///
/// Thread: each thread opens its own Journal on the same file; an object is used in the thread that opened it.
/// Durable: when a call returns ok (WAL, synchronous=FULL for configuration, NORMAL for the ledger).
/// Fails: Storage (DSK_FULL transient, DSK_ERROR), Corrupt (a newer or foreign schema), Config (CFG_NAME_TAKEN ...).
class Journal {
public:
    /// Creates the file (0600; its directory must exist) and migrates the schema as needed.
    static Result<std::unique_ptr<Journal>> open(const QString& path);
    ~Journal();
    QString path() const; ///< for threads that open one of their own

    // Configuration. save* inserts or replaces by name, and fails with CFG_BAD_VALUE or, for a reference to
    // nothing, CFG_NOT_FOUND; remove* fails with CFG_NOT_FOUND or CFG_IN_USE.
    Result<std::vector<DatabaseConfig>> sources();
    Result<std::vector<DatabaseConfig>> targets();
    Result<std::vector<DatasetConfig>> datasets();
    Result<std::vector<LinkConfig>> links();
    Result<std::vector<SubscriptionConfig>> subscriptions();
    Result<std::vector<FileTaskConfig>> fileTasks();
    Result<> saveSource(const DatabaseConfig& source);
    Result<> saveTarget(const DatabaseConfig& target);
    Result<> saveDataset(const DatasetConfig& dataset);
    Result<> saveLink(const LinkConfig& link);
    Result<> saveSubscription(const SubscriptionConfig& subscription);
    Result<> saveFileTask(const FileTaskConfig& task);
    Result<> removeSource(const QString& name);
    Result<> removeTarget(const QString& name);
    Result<> removeDataset(const QString& name);
    Result<> removeLink(const QString& peerCode);
    Result<> removeSubscription(const QString& name);
    Result<> removeFileTask(const QString& name);
    /// Takes over a whole configuration in place of the present one, or nothing of it. Subscriptions that stay the same
    /// flow keep their stream numbers. Fails as save*, with paths as in a configuration file ("datasets[2].name"), and
    /// with CFG_IN_USE when a dataset that goes away is still being sent.
    Result<> replaceConfiguration(const std::vector<DatabaseConfig>& sources,
                                  const std::vector<DatabaseConfig>& targets,
                                  const std::vector<DatasetConfig>& datasets, const std::vector<LinkConfig>& links,
                                  const std::vector<SubscriptionConfig>& subscriptions,
                                  const std::vector<FileTaskConfig>& fileTasks = {});
    /// The stream number that this node gave a subscription; fixed at its first save, never reused. A subscription
    /// saved with another peer, dataset, target or mapping is another flow and gets a new number.
    Result<quint32> streamNumber(const QString& subscription);
    /// The digest of the change of structure that a person approved last for this subscription; empty: none.
    Result<QString> approvedStructure(const QString& subscription);
    Result<> approveStructure(const QString& subscription, const QString& digest);

    Result<std::vector<OutStreamRecord>> outStreams();
    Result<> saveOutStream(const OutStreamRecord& stream);
    Result<> removeOutStream(const QString& peerCode, quint32 number);
    /// The whole structure (encodeSchema()) behind a version that a stream carries a part of; empty: not kept. Saving
    /// one forgets those below `oldest`, and removeOutStream() all of the stream's.
    Result<Bytes> streamStructure(const QString& peerCode, quint32 number, quint32 version);
    Result<> saveStreamStructure(const QString& peerCode, quint32 number, quint32 version, BytesView structure,
                                 quint32 oldest);

    /// Offline starts; nothing: none is known. An export is forgotten with its stream.
    Result<std::optional<OfflineExportRecord>> offlineExport(const QString& peerCode, quint32 number);
    Result<> saveOfflineExport(const OfflineExportRecord& record);
    Result<std::optional<OfflineImportRecord>> offlineImport(quint32 number);
    Result<> saveOfflineImport(const OfflineImportRecord& record);
    /// What the gate of a stream's load found; nothing: it was not asked yet.
    Result<std::optional<GateReport>> gateReport(const QString& stream, quint64 generation);
    Result<> saveGateReport(const GateReport& report);

    Result<std::vector<TableLoadRecord>> tableLoads(const QString& dataset);
    Result<> saveTableLoad(const QString& dataset, const TableLoadRecord& load);
    Result<> removeTableLoad(const QString& dataset, quint32 tableId);
    /// Capturer::origin() of what a dataset's positions are of; empty: not known.
    Result<QString> sourceOrigin(const QString& dataset);
    Result<> saveSourceOrigin(const QString& dataset, const QString& origin);
    /// Which server of a database with several addresses was used last.
    Result<std::vector<ServerUse>> serverUses();
    Result<> saveServerUse(const ServerUse& use);
    Result<> forgetServerUses(const QString& database);
    /// Statements that a survey of texts has shown for a target; of each target the newest thousand are kept.
    Result<> saveWideningStatements(const QString& target, const QStringList& statements);
    Result<QStringList> wideningStatements(const QString& target);
    /// RouteMemory of a dataset, by name. Saving leaves those of other names as they are.
    Result<std::map<QString, QString>> routeMarks(const QString& dataset);
    Result<> saveRouteMarks(const QString& dataset, const std::map<QString, QString>& marks);
    /// Nothing is captured for a dataset any more: its marks, its tables' loads and what its positions are of.
    Result<> forgetCapture(const QString& dataset);

    /// Which copy of this node this is, and which copy of each peer was seen last.
    Result<Fence> fence();
    Result<std::map<QString, Fence>> peerFences();
    Result<> savePeerFence(const QString& peerCode, const Fence& fence);
    Result<> forgetPeerFence(const QString& peerCode);
    /// Of a restored backup, before its first start: it is this copy from now on, and what it sent begins anew.
    Result<> becomeCopy(const Fence& fence);

    /// The inventory of link keys with its history, by peer, direction and epoch.
    Result<std::vector<LinkKeyRecord>> linkKeys();
    Result<> saveLinkKey(const LinkKeyRecord& key);

    /// Many entries in one transaction, each chained to the one before; their ids and chains are given here. Takes the
    /// lines of packets, and of anything else that crossed or was done: see LedgerEntry::kind.
    Result<> appendLedger(const std::vector<LedgerEntry>& entries);
    /// The newest line; id 0: there is none.
    Result<LedgerEntry> ledgerHead();
    /// Oldest first, those with id above `afterId`, at most `limit`.
    Result<std::vector<LedgerEntry>> ledgerLines(qint64 afterId, int limit);
    /// One line that stands for the packets of a stream with `outcome` and a sequence above `after`: their number in
    /// `transactions`, sums, and sequence, digest and position of the newest. Sequence 0: there are none.
    Result<LedgerEntry> ledgerSum(const QString& stream, const QString& direction, const QString& outcome,
                                  quint64 after);
    /// Of a packet that is among the stream's newest 5,000 lines; empty: not known.
    Result<QString> ledgerDigest(const QString& stream, const QString& outcome, quint64 sequence);
    /// The keys that signed lines name. Saving one that is known is a no-op.
    Result<std::vector<EvidenceKey>> evidenceKeys();
    Result<> saveEvidenceKey(const EvidenceKey& key);
    /// Newest first, those with id below `beforeId` (0: from the newest), at most `limit`; `stream` empty: all.
    Result<std::vector<LedgerEntry>> ledgerPage(const QString& stream, qint64 beforeId, int limit);
    /// The same of those that the filter lets through. Looks at no more than 20,000 lines: a short page may only mean
    /// that the search has to go on before its `searchedTo`.
    Result<LedgerMatches> searchLedger(const LedgerFilter& filter, qint64 beforeId, int limit);
    /// The highest sequence the ledger has of a stream in a direction with outcome "sealed" or "applied"; 0: none.
    Result<quint64> ledgerNewest(const QString& stream, const QString& direction);
    /// The same of one outcome; "manifest" and "receipt" say how far packets are signed for.
    Result<quint64> ledgerNewestOf(const QString& stream, const QString& direction, const QString& outcome);
    /// Empty arguments mean all. Read from sums that are kept beside the ledger: cheap at any size.
    Result<LedgerTotals> ledgerTotals(const QString& stream, const QString& direction, const QString& outcome);

    /// Raises an alarm, or counts it when (event, subject) already stands.
    Result<> raiseAlarm(const Alarm& alarm);
    /// Ok when nothing stands.
    Result<> clearAlarm(const QString& event, const QString& subject, qint64 utcMs);
    /// Who has seen the one of (event, subject) that stands, and until when it is quiet. False: none stands.
    Result<bool> acknowledgeAlarm(const QString& event, const QString& subject, const QString& by, qint64 utcMs);
    Result<bool> silenceAlarm(const QString& event, const QString& subject, qint64 untilUtcMs, const QString& by,
                              const QString& reason);
    /// Newest first. The last 100,000 are kept, and every one that stands.
    Result<std::vector<Alarm>> alarms(bool standingOnly, int limit);

    /// Inserts with id 0, else replaces the one with that id. Returns the id.
    Result<qint64> saveVerification(const VerificationRecord& record);
    Result<std::vector<VerificationRecord>> verifications(const QString& subscription, int limit); ///< newest first
    Result<std::optional<VerificationRecord>> verification(qint64 id);
    /// Those that say "running": the node was stopped in the middle of them.
    Result<std::vector<VerificationRecord>> unfinishedVerifications();
    /// Since when a subscription has these times for its verifications: `nowUtcMs` when they are new.
    Result<qint64> timetableSince(const QString& subscription, const QString& times, qint64 nowUtcMs);

private:
    friend class FileRecords;       ///< the part about files
    friend class BackupRecords;     ///< the part about backups
    friend class ExchangeRecords;   ///< the part about who may have what
    friend class OperatorRecords;   ///< the part about operators
    friend class ComparisonRecords; ///< the part about what comparisons found
    friend class RetentionRecords;  ///< the part about how long records stay
    friend class FlowFigureRecords; ///< the part about how flows went
    struct Impl;
    explicit Journal(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> m_impl;
};

} // namespace busheng
