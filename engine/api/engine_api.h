// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/backup_api.h"
#include "engine/api/comparisons_api.h"
#include "engine/api/exchange_api.h"
#include "engine/api/figures_api.h"
#include "engine/api/odbc_values.h"
#include "engine/api/operators_api.h"
#include "engine/api/seen_change.h"
#include "engine/api/structures_api.h"
#include "engine/api/text_api.h"
#include "engine/api/values.h"
#include "engine/base/result.h"

#include <QObject>

namespace busheng {

/// That SettingsApi::listTables() names at most: a catalog of a database that is larger is searched there.
inline constexpr int kMostTables = 50'000;

/// Registered databases, datasets, links and subscriptions: configuration as data. Each add* adds, or replaces
/// what has that name; it fails with CFG_BAD_VALUE or what the check of the thing itself says; remove* fails with
/// CFG_NOT_FOUND or CFG_IN_USE.
class SettingsApi {
public:
    virtual ~SettingsApi() = default;
    virtual void addSource(const DatabaseConfig& source, Reply<> reply) = 0;
    virtual void addTarget(const DatabaseConfig& target, Reply<> reply) = 0;
    virtual void addDataset(const DatasetConfig& dataset, Reply<> reply) = 0;
    virtual void addLink(const LinkConfig& link, Reply<> reply) = 0;
    virtual void addSubscription(const SubscriptionConfig& subscription, Reply<> reply) = 0;
    /// `kind`: "source", "target", "dataset", "link", "subscription", "task".
    virtual void remove(const QString& kind, const QString& name, Reply<> reply) = 0;
    virtual void listSources(Reply<std::vector<DatabaseConfig>> reply) = 0;
    virtual void listTargets(Reply<std::vector<DatabaseConfig>> reply) = 0;
    /// The tables that a registered database has now and that may be named in a dataset, as they are named there; in
    /// order, at most kMostTables. `kind`: "source", "target". Fails: Config CFG_NOT_FOUND; Sql; Network.
    virtual void listTables(const QString& kind, const QString& database, Reply<QStringList> reply) = 0;
    /// Drivers and data sources of the node's machine, and the dialects that it knows. Fails: Config ODBC_DRIVER;
    /// NOT_YET for a build without ODBC.
    virtual void odbcOffer(Reply<OdbcOffer> reply) = 0;
    /// Looks at a source as a dataset would use it, and says what fits and what does not.
    virtual void preflight(const DatasetConfig& dataset, Reply<std::vector<PreflightFinding>> reply) = 0;
    /// Looks at a target as a subscription would use it for `tables` (none: the database as a whole). `makesTables`:
    /// those that are not there are to be made.
    virtual void checkTarget(const QString& target, const QStringList& tables, bool makesTables,
                             Reply<std::vector<PreflightFinding>> reply) = 0;
    /// The statements by which an administrator gives `user` of the dataset's source the least rights that capturing
    /// needs. `runAs` empty: nothing is run; else they are run as that user of the database, all or none. Fails: Config
    /// CFG_BAD_VALUE, CFG_NOT_FOUND; RGT_REFUSED; NOT_YET for a database without users.
    virtual void sourceRights(const DatasetConfig& dataset, const QString& user, const QString& runAs,
                              Reply<QStringList> reply) = 0;
    /// The same at a target, for these tables. `makesTables`: they are not there yet, and `user` shall make them.
    virtual void targetRights(const QString& target, const QStringList& tables, const QString& user, bool makesTables,
                              const QString& runAs, Reply<QStringList> reply) = 0;
    virtual void exportConfiguration(Reply<QJsonObject> reply) = 0;
    /// All or nothing: refuses the whole file when any part of it is wrong.
    virtual void importConfiguration(const QJsonObject& configuration, Reply<> reply) = 0;
};

/// Subscriptions while they run, and the comparison of both ends.
class FlowApi {
public:
    virtual ~FlowApi() = default;
    virtual void pause(const QString& subscription, Reply<> reply) = 0;
    virtual void resume(const QString& subscription, Reply<> reply) = 0;
    /// The quality check stopped the subscription, and a person has looked at its findings: it goes on with the rows as
    /// they are. Fails: Config when there is nothing to accept.
    virtual void acceptFindings(const QString& subscription, Reply<> reply) = 0;
    /// Begins the subscription anew with an initial load, as another stream: the rows in the target are replaced, from
    /// now on `replaceTarget` holds. With a `table`, only that one is loaded anew, while the others flow: it is emptied
    /// and its rows come among the changes, at all subscribers of the dataset. Fails: also CFG_NOT_FOUND for a table
    /// that the subscription has not, LNK_DOWN.
    virtual void reload(const QString& subscription, const QString& table, Reply<> reply) = 0;
    /// Saves the subscription and begins it anew as reload() does: the way to change what one that is there takes of
    /// its dataset, and under which names. addSubscription() refuses that with MAP_CHANGED.
    virtual void reloadAs(const SubscriptionConfig& subscription, Reply<> reply) = 0;
    /// A dataset of this node whose route looks at its tables at times (full copy, timestamp) looks now. Returns before
    /// it has looked. Fails: Config CFG_NOT_FOUND for a dataset that nobody receives.
    virtual void look(const QString& dataset, Reply<> reply) = 0;
    /// The structure beside the target, and the statements that would be run there. Of the subscription with this name
    /// as it is configured; or of one that is not there yet, when its dataset is one of this node's own. Changes
    /// nothing.
    virtual void structure(const SubscriptionConfig& subscription, Reply<StructureSnapshot> reply) = 0;
    /// A person has read the statements that a subscription waits with (reviewStructure): these, and no others, are
    /// run.
    virtual void approveStructure(const QString& subscription, Reply<> reply) = 0;
    /// Starts a verification; `level` "table" or "field". `gentle`: it leaves time to other work. Progress and result
    /// come through verification(id); it goes on after a lost link or a restart of the node.
    virtual void verify(const QString& subscription, const QString& level, bool gentle, Reply<qint64> reply) = 0;
    virtual void verification(qint64 id, Reply<VerificationSnapshot> reply) = 0;
    /// Newest first, without their differences; `subscription` empty: of all.
    virtual void verifications(const QString& subscription, int limit,
                               Reply<std::vector<VerificationSnapshot>> reply) = 0;
    /// Ends a running one; what it found stays. Fails: Config CFG_NOT_FOUND when it is not running.
    virtual void stopVerification(qint64 id, Reply<> reply) = 0;
    /// Asks the source to send the rows that a verification found different again, as they are now. Only after a person
    /// has seen the verification; `id` is its proof.
    virtual void repair(qint64 verificationId, Reply<> reply) = 0;
    virtual void ledgerPage(const QString& stream, qint64 beforeId, int limit, Reply<std::vector<LedgerRow>> reply) = 0;
    virtual void alarmHistory(int limit, Reply<std::vector<AlarmSnapshot>> reply) = 0;
};

/// What a target did not take, and the tables that wait (docs/apply-errors.md). Ids are those of the subscription's
/// target. Every change names who made it and is kept with the row. Fails: Config CFG_NOT_FOUND for an unknown
/// subscription, table or id; Sql.
class FaultsApi {
public:
    virtual ~FaultsApi() = default;
    /// Newest first, `beforeId` 0: from the newest. `state`: one of ExceptionRecord's, or empty for all.
    virtual void exceptions(const QString& subscription, const QString& state, qint64 beforeId, int limit,
                            Reply<std::vector<ExceptionRecord>> reply) = 0;
    virtual void exception(const QString& subscription, qint64 id, Reply<ExceptionRecord> reply) = 0;
    /// Asks the source to send the rows of open ones again as they are now, in order with its changes; `id` 0: all of
    /// kind "error", at most 10,000 at a time. They are resolved when the rows have been applied. The number asked for.
    virtual void resendExceptions(const QString& subscription, qint64 id, Reply<qint64> reply) = 0;
    /// The row stays as it is in the target. `reason` must not be empty.
    virtual void dismissException(const QString& subscription, qint64 id, const QString& by, const QString& reason,
                                  Reply<> reply) = 0;
    /// A conflict that waits: `take` "source" (as resendExceptions) or "target" (the row stays as it is there).
    virtual void resolveConflict(const QString& subscription, qint64 id, const QString& take, const QString& by,
                                 Reply<> reply) = 0;
    /// From now on the table's changes wait in the target, until unparkTable().
    virtual void parkTable(const QString& subscription, const QString& table, const QString& by, Reply<> reply) = 0;
    /// Writes what waits, in order. Fails: Schema TGT_STRUCTURE while the table does not fit.
    virtual void unparkTable(const QString& subscription, const QString& table, const QString& by, Reply<> reply) = 0;
};

/// Offline starts (§6.1, docs/offline-start.md) and quality gates. Fails: Config CFG_NOT_FOUND for an unknown stream or
/// subscription; Config OFL_STATE for one that is not in the state that this is for.
class OfflineApi {
public:
    virtual ~OfflineApi() = default;
    /// At the source: writes the load of `stream` as a package into `directory`, in files of at most `partBytes`; goes
    /// on with one that was cut short. Returns when it has begun; PublicationSnapshot::Subscriber::offline shows the
    /// rest. Fails: Config CFG_BAD_PATH, CFG_BAD_VALUE.
    virtual void exportPackage(const QString& stream, const QString& directory, qint64 partBytes, const QString& by,
                               Reply<> reply) = 0;
    /// Whole parts stay, and another export goes on behind them.
    virtual void cancelExport(const QString& stream, Reply<> reply) = 0;
    /// At the receiver: reads the package in `directory`; with parts on several media once for each of them. Returns
    /// when its signature, its receiver and its stream were found right. Fails: Config OFL_REFUSED; Crypto.
    virtual void importPackage(const QString& subscription, const QString& directory, const QString& by,
                               Reply<> reply) = 0;
    virtual void cancelImport(const QString& subscription, Reply<> reply) = 0;
    virtual void gateReport(const QString& subscription, Reply<GateReport> reply) = 0;
    /// `by` takes the load as it is, or rejects it, and says why; kept with the report and in the ledger.
    virtual void decideGate(const QString& subscription, bool isSigned, const QString& by, const QString& reason,
                            Reply<GateReport> reply) = 0;
    /// Asks the rules of a gate that holds again.
    virtual void askGateAgain(const QString& subscription, Reply<GateReport> reply) = 0;
};

/// Keys, secrets and evidence.
class SecurityApi {
public:
    virtual ~SecurityApi() = default;
    /// The inventory of link keys with its history, by peer, direction and epoch; never the keys.
    virtual void linkKeys(Reply<std::vector<LinkKeyRecord>> reply) = 0;
    /// Makes the next key for what goes to this peer (empty: to all that something goes to), on the wish of `by`.
    /// Nothing pauses: it is used when the peer holds it. Fails: Config CFG_NOT_FOUND.
    virtual void rotateKeys(const QString& peer, const QString& by, Reply<> reply) = 0;
    /// Puts the password of the source or target `name` into the vault; connections take it from there. Fails: Config
    /// CFG_MISSING_KEY when the node has no vault.
    virtual void setSecret(const QString& name, const QString& secret, const QString& by, Reply<> reply) = 0;
    virtual void removeSecret(const QString& name, const QString& by, Reply<> reply) = 0;
    virtual void secretNames(Reply<QStringList> reply) = 0; ///< never what they are
    /// Signs all lines of the ledger so far: before an export.
    virtual void sealLedger(Reply<> reply) = 0;
    /// Oldest first, those with id above `afterId`, with chain and signatures.
    virtual void ledgerLines(qint64 afterId, int limit, Reply<std::vector<LedgerRow>> reply) = 0;
    /// The public keys that signed lines name.
    virtual void evidenceKeys(Reply<std::vector<EvidenceKey>> reply) = 0;
    /// Newest first, those before `beforeId` (0: from the newest) that the filter lets through, at most `limit`. Looks
    /// at a bounded number of lines at a time, so that nothing waits for it: see LedgerMatches::searchedTo.
    virtual void searchLedger(const LedgerFilter& filter, qint64 beforeId, int limit, Reply<LedgerMatches> reply) = 0;
};

/// What a person answers to an alarm that stands; kept with it. Fails: Config CFG_NOT_FOUND when it stands no more.
class AlarmsApi {
public:
    virtual ~AlarmsApi() = default;
    /// `by` has seen it and looks after it.
    virtual void acknowledgeAlarm(const QString& event, const QString& subject, const QString& by, Reply<> reply) = 0;
    /// It stands, and is quiet until then; 0: it is no longer quiet. Fails: also Config CFG_BAD_VALUE without a reason.
    virtual void silenceAlarm(const QString& event, const QString& subject, qint64 untilUtcMs, const QString& by,
                              const QString& reason, Reply<> reply) = 0;
};

/// File transfer (docs/files.md). Fails: Config CFG_NOT_FOUND for an unknown task or run, FIL_BUSY and FIL_IDLE for one
/// that is, or is not, running.
class FilesApi {
public:
    virtual ~FilesApi() = default;
    /// Adds, or replaces the task of that name; a run that is under way ends as it began.
    virtual void addTask(const FileTaskConfig& task, Reply<> reply) = 0;
    /// Begins a run on the wish of `by`; its id. `full`: all files, whatever was acknowledged before; a full copy by
    /// itself where the task says so.
    virtual void startTask(const QString& task, bool full, const QString& by, Reply<qint64> reply) = 0;
    virtual void stopTask(const QString& task, Reply<> reply) = 0;
    virtual void pauseTask(const QString& task, Reply<> reply) = 0;
    virtual void resumeTask(const QString& task, Reply<> reply) = 0;
    /// Newest first, in both directions; `task` empty: of all.
    virtual void fileRuns(const QString& task, qint64 beforeId, int limit, Reply<std::vector<FileRunRow>> reply) = 0;
    /// In order of their ids; `state` empty: all.
    virtual void runFiles(qint64 run, const QString& state, qint64 afterId, int limit,
                          Reply<std::vector<FileRow>> reply) = 0;
    /// Sends files again on the wish of `by`, by their paths beneath the task's source directory; none: all in the
    /// failed directory. With `preview` nothing is sent.
    virtual void resendFiles(const QString& task, const QStringList& paths, bool preview, const QString& by,
                             Reply<FileResend> reply) = 0;
    /// Files that arrived at this node, in the order in which they did.
    virtual void arrivals(qint64 afterId, int limit, Reply<std::vector<FileRow>> reply) = 0;
    /// What it takes to read a file that arrived, by its path beneath the receive directory. Fails: also CFG_UNREADABLE
    /// (it is not there), FIL_SEALED, CFG_MISSING_KEY (sealed, and the node has no vault).
    virtual void takeArrival(const QString& place, Reply<FileTicket> reply) = 0;
    /// `by` has it, whole: cleaning may count on it. Said again it changes nothing.
    virtual void noteFetched(qint64 arrival, const QString& by, Reply<> reply) = 0;
    /// For a file that is put into a task's send directory. Fails: also CFG_MISSING_KEY.
    virtual void ticketToPut(const QString& task, Reply<FileTicket> reply) = 0;
    /// Compares both nodes' records of what a task sent from `fromUtcMs` to before `toUtcMs`. `lateAfterMs`: what
    /// arrived later than this after its first try is named; 0: nothing is late.
    virtual void reconcileFiles(const QString& task, qint64 fromUtcMs, qint64 toUtcMs, qint64 lateAfterMs,
                                Reply<FileReconciliation> reply) = 0;
};

/// The door to an engine, wherever it runs: in this process (host) or in a node on this machine (over its local
/// socket).
///
/// Thread: the object's own; requests return at once and never block. The ui and app see this and nothing behind it.
class EngineApi : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual SettingsApi& settings() = 0;
    virtual FlowApi& flow() = 0;
    virtual FaultsApi& faults() = 0;
    virtual SecurityApi& security() = 0;
    virtual FilesApi& files() = 0;
    virtual OfflineApi& offline() = 0;
    virtual AlarmsApi& alarms() = 0;
    virtual ExchangeApi& exchange() = 0;
    virtual TextsApi& texts() = 0;
    virtual StructuresApi& structures() = 0;
    virtual ComparisonsApi& comparisons() = 0;
    virtual RetentionApi& retention() = 0;
    virtual FiguresApi& figures() = 0;
    virtual BackupApi& backup() = 0;
    virtual OperatorsApi& operators() = 0;
    virtual ReviewApi& review() = 0;
    /// Asks for a change that is done only while what it takes the place of is still as it was seen. Of addSource,
    /// addTarget, addDataset, addLink, addSubscription, addTask, reloadAs, setOperator, setRetention and setBackupPlan.
    /// Fails: as the method; Config REV_OVERTAKEN, and nothing was changed.
    virtual void changeSeen(const SeenChange& change, Reply<> reply) = 0;
    /// The whole state now, once.
    virtual void snapshot(Reply<NodeSnapshot> reply) = 0;
    /// Stops the engine in order; the reply comes when all is stopped.
    virtual void shutdown(Reply<> reply) = 0;

Q_SIGNALS:
    /// The whole state, pushed at most five times a second while something changes.
    void changed(const busheng::NodeSnapshot& snapshot);
    /// The engine is gone (remote node stopped, connection lost); requests fail until it is back.
    void lost(const busheng::Error& reason);
};

} // namespace busheng
