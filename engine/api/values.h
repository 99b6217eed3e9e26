// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/file_values.h"
#include "engine/api/offline_values.h"
#include "engine/model/dataset.h"
#include "engine/model/ledger_entry.h"
#include "engine/model/ledger_filter.h"
#include "engine/model/link_key_record.h"
#include "engine/model/target_faults.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <vector>

namespace busheng {

/// What the outside sees of an engine: plain values, each whole in itself. Times are UTC milliseconds; lags are
/// milliseconds measured by one machine's monotonic clock, -1 when not known (never 0 for "not known").

struct LinkSnapshot {
    LinkConfig config;
    bool connected = false;
    QString suite;          ///< "TLSv1.3 TLS_AES_128_GCM_SHA256"
    QString packetSuite;    ///< "SM4-GCM+SM3+SM2": by which packets are sealed
    QString peerSubject;    ///< who the certificate says it is
    QString peerSm2Subject; ///< who its SM2 certificate says it is, proved in this session
    QString peerAddress;
    QString line;     ///< the configured address that leads there; empty: the peer dialed us, or not connected
    QString mainLine; ///< the first of them: `line` is another one while a standby line is in use
    qint64 connectedSinceUtcMs = 0;
    qint64 sendLimitNow = -1; ///< bytes a second that the plan allows now; -1: unlimited; 0: pause
    qint64 receiveLimitNow = -1;
    qint64 bytesSent = 0; ///< in this session, of TLS
    qint64 bytesReceived = 0;
    QString lastError; ///< catalogue id; empty: none
    QStringList lastErrorArgs;
};

/// The five stages of the way of a row, each by its position: the difference to the one before is its lag.
struct StagePositions {
    quint64 source = 0;   ///< newest change in the source
    quint64 cached = 0;   ///< durable in the log cache
    quint64 packed = 0;   ///< sealed, in the outbox
    quint64 received = 0; ///< in the peer's inbound queue
    quint64 applied = 0;  ///< committed in the target
};

/// How far the rows of a table have come. -1: not known.
struct TableLoad {
    QString table;
    qint64 rowsLoaded = -1;
    qint64 rowsExpected = -1;
};

struct SubscriptionSnapshot {
    SubscriptionConfig config;
    QString stream; ///< StreamId::name()
    SubscriptionState state = SubscriptionState::Waiting;
    StagePositions positions;   ///< as far as this side knows them
    qint64 lagMs = -1;          ///< from commit at the source to applied, proved by the last change or heartbeat
    qint64 waitingChanges = -1; ///< known to the source and not applied yet
    quint64 rowsLoaded = 0;
    quint64 rowsExpected = 0;      ///< of the initial load
    std::vector<TableLoad> tables; ///< during the initial load; later, those that are loaded among the changes
    qint64 loadRemainingMs = -1;   ///< until the initial load is through, at the rate of the last half minute
    quint64 changesApplied = 0;
    double rowsPerSecond = 0; ///< rows and changes applied, over the last second
    quint64 lastSequence = 0; ///< packets applied
    qint64 plainBytes = 0;
    qint64 sealedBytes = 0;
    QString error; ///< catalogue id of what stopped or slows it
    QStringList errorArgs;
    QString errorDetail;
    QStringList qualityFindings;  ///< of the last quality check; empty: passed or not run
    quint64 openExceptions = 0;   ///< rows that were set aside and wait for a person
    quint64 openConflicts = 0;    ///< conflicts that wait for a person
    quint64 settledConflicts = 0; ///< settled by the policy, as far as they are still listed
    std::vector<ParkedTable> parkedTables;
    qint64 nextVerifyUtcMs = -1; ///< when the timetable begins a verification; -1: never
    QStringList ignoredColumns;  ///< "table.column" that the target has not, by NewColumns::Ignore
    OfflineSnapshot offline;
    GateSnapshot gate;
};

/// The source's log as the slot of a dataset keeps it, by the server's own words. -1: not known, or no limit.
struct SourceLogSnapshot {
    QString state;             ///< "reserved", "extended", "unreserved", "lost"; empty: the route has no log
    qint64 retainedBytes = -1; ///< that the source keeps for this dataset
    qint64 safeBytes = -1;     ///< that may still be written before the source throws away what we need
    qint64 bytesPerHour = -1;  ///< written by the source, as seen over up to the last hour
    qint64 minutesLeft = -1;   ///< until the log runs out, at that rate, if nothing of it were released
    qint64 waitingBytes = -1;  ///< written and not read by us yet
};

/// A dataset that this node publishes, and how far each subscriber is.
struct PublicationSnapshot {
    DatasetConfig config;
    bool capturing = false;
    quint64 sourcePosition = 0;
    quint64 cachedPosition = 0;
    qint64 logCacheBytes = 0;
    qint64 logCacheQuota = 0;
    quint64 changesCaptured = 0;
    SourceLogSnapshot log;
    std::vector<TableLoad> loadingTables; ///< that are being loaded among the changes
    QString error;
    QStringList errorArgs;
    QString errorDetail;
    struct Subscriber {
        QString peerCode;
        QString stream;
        bool loading = false;
        quint64 rowsLoaded = 0; ///< of the initial load, given to packets; while loading
        quint64 rowsExpected = 0;
        qint64 loadBytes = 0; ///< of these rows, since this process began
        double loadRowsPerSecond = 0;
        qint64 loadRemainingMs = -1;
        quint64 packedPosition = 0;
        quint64 receivedSequence = 0;
        quint64 appliedSequence = 0;
        quint64 lastSequence = 0;
        qint64 lagMs = -1;
        qint64 outboxBytes = 0;
        OfflineSnapshot offline;
    };
    std::vector<Subscriber> subscribers;
};

struct AlarmSnapshot {
    QString event;
    QString subject;
    QStringList args;
    QString detail;
    qint64 raisedUtcMs = 0;
    qint64 clearedUtcMs = 0;
    quint64 count = 0;
    QString acknowledgedBy = {}; ///< who has seen it; empty: nobody yet
    qint64 acknowledgedUtcMs = 0;
    qint64 silencedUntilUtcMs = 0; ///< it is quiet until then
    QString silencedBy = {};
    QString silenceReason = {};
};

/// A certificate or revocation list that this node depends on.
struct CredentialSnapshot {
    QString
        kind; ///< "certificate", "sm2-certificate", "sm2-encryption", "authority", "sm2-authority", "revocation-list"
    QString subject;
    QString serial; ///< empty for a list
    qint64 expiresUtcMs = 0;
};

/// A database with several addresses, and the one that is in use.
struct ServerSnapshot {
    QString kind; ///< "source", "target"
    QString database;
    QStringList addresses; ///< the main one first
    QString used;
};

/// A backup that is being made or looked through.
struct BackupProgress {
    QString work; ///< "backup", "verify"; empty: nothing
    QString file;
    qint64 doneBytes = 0;
    qint64 totalBytes = 0; ///< 0: not known yet
    qint64 changes = 0;    ///< rises when BackupApi::backups() answers something else than before
};

struct NodeSnapshot {
    QString code;
    QString name;
    QString version;
    QString dataDirectory;
    QString listenAddress; ///< empty: does not listen
    QString certificateSubject;
    qint64 certificateExpiresUtcMs = 0;
    std::vector<CredentialSnapshot> credentials; ///< the channel's own certificate first
    QString cipherDevice;                        ///< who does the work of the national suite, and what; empty: software
    QString evidenceKey;                         ///< fingerprint of the key that seals the ledger
    qint64 startedUtcMs = 0;
    qint64 peakResidentBytes = 0;
    std::vector<LinkSnapshot> links;
    std::vector<SubscriptionSnapshot> subscriptions;
    std::vector<PublicationSnapshot> publications;
    std::vector<ServerSnapshot> servers;
    QString filesDirectory; ///< send, recv and failed lie in it
    std::vector<FileTaskSnapshot> fileTasks;
    qint64 newestArrival = 0;          ///< FileRow::id of the last file that arrived here
    std::vector<AlarmSnapshot> alarms; ///< standing ones
    qint64 exchangeChanges = 0;        ///< rises when the catalogue or an agreement is other than before
    bool hasOperators = false;         ///< who works here signs in (docs/operators.md)
    bool fourEyes = false;             ///< a change of consequence waits for a second person
    qint64 waitingChanges = 0;         ///< that do
    BackupProgress backup;
};

struct TableCheck {
    QString table;
    quint64 sourceRows = 0;
    quint64 targetRows = 0;
    quint64 differences = 0;
    bool isParked = false; ///< not compared: its changes wait
    quint64 missing = 0;   ///< of the differences, field by field: seen from the target
    quint64 extra = 0;
    quint64 different = 0;
    QStringList leftOut{}; ///< columns that are not compared: their values do not come with the rows
};

struct DifferenceCell {
    QString column;
    QString sourceValue;
    QString targetValue;
    bool differs = false;
};

struct Difference {
    QString kind; ///< "missing", "extra", "different", seen from the target
    QString table;
    QString key;
    std::vector<DifferenceCell> cells;
    qint64 range = 0; ///< which range of keys it was found in: they are numbered as they were found to differ, from 1
};

/// A verification and what it found. `state`: "running", "equal", "different", "failed", "stopped" (by a person).
struct VerificationSnapshot {
    qint64 id = 0;
    QString subscription;
    QString level; ///< "table" (counts only: equal counts are not equality), "field"
    QString state;
    bool gentle = false;    ///< leaves half of the time, and all of it when there is other work, to others
    bool scheduled = false; ///< begun by the subscription's timetable
    bool waiting = false;   ///< running, but the link is down or the subscription is behind
    quint64 position = 0;   ///< both sides stood here; of the newest slice
    quint64 slices = 0;     ///< each compared at a position of its own
    quint64 rowsExpected = 0;
    quint64 rowsCompared = 0;
    std::vector<TableCheck> tables;
    quint64 differenceCount = 0;
    quint64 listed = 0;                  ///< of the differences, those that ComparisonsApi::rowDifferences() has
    std::vector<Difference> differences; ///< the first 1,000
    qint64 startedUtcMs = 0;
    qint64 finishedUtcMs = 0;
    QString error;
    QStringList errorArgs;
};

/// One column of a table, as the source declares it and as the target has it.
struct StructureColumn {
    QString column; ///< at the source; empty: only the target has it
    QString targetColumn;
    QString sourceType;
    bool sourceNotNull = false;
    QString sourceDefault;
    QString targetType; ///< empty: the target has it not
    bool targetNotNull = false;
    QString targetDefault;
    QString state; ///< "same", "missing", "differs", "ignored", "extra"; seen from the target
};

struct StructureTable {
    QString table; ///< at the source
    QString targetTable;
    QString state; ///< "missing", "same", "differs": rows of the source could not be kept unchanged
    std::vector<StructureColumn> columns;
    QStringList differences; ///< what keeps rows from being stored, one line each
};

/// A subscription's structure beside its target, and what would be run there.
struct StructureSnapshot {
    QString subscription;
    QString target;
    std::vector<StructureTable> tables;
    QStringList sql; ///< statements that create or alter, in order; empty: nothing
    bool waitsForApproval = false;
};

struct PreflightFinding {
    QString severity; ///< "ok", "warning", "error"
    QString event;    ///< catalogue id; empty for ok
    QStringList args;
    QString subject; ///< table or object
};

using LedgerRow = LedgerEntry;

/// Every value above to and from JSON (json.h), for --json, the local socket and configuration files.
} // namespace busheng
