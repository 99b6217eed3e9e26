// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine_api.h"
#include "engine/governance/guard.h"
#include "engine/host/errands.h"
#include "engine/host/flow_recorder.h"
#include "engine/host/host_backup.h"
#include "engine/host/host_comparisons.h"
#include "engine/host/host_exchange.h"
#include "engine/host/host_structures.h"
#include "engine/host/host_texts.h"
#include "engine/host/node_runtime.h"
#include "engine/host/retention.h"

#include <QTimer>

namespace busheng {

/// The engine of this process behind its door: EngineApi over a NodeRuntime. Requests are answered before they return.
/// Thread: the one it was made in; nothing here blocks for longer than a short journal transaction.
class HostEngine final : public EngineApi,
                         private SettingsApi,
                         private FlowApi,
                         private FaultsApi,
                         private OfflineApi,
                         private FilesApi,
                         private SecurityApi,
                         private AlarmsApi {
    Q_OBJECT
public:
    /// `backupRounds`: of the passphrase of a backup; tests make many. Fails: as NodeRuntime::start.
    static Result<std::unique_ptr<HostEngine>> start(const QString& dataDirectory, NodeRuntime::Seams seams,
                                                     quint32 backupRounds = Vault::kIterations);
    ~HostEngine() override;

    SettingsApi& settings() override { return *this; }
    FlowApi& flow() override { return *this; }
    FaultsApi& faults() override { return *this; }
    SecurityApi& security() override { return *this; }
    OfflineApi& offline() override { return *this; }
    FilesApi& files() override { return *this; }
    AlarmsApi& alarms() override { return *this; }
    ExchangeApi& exchange() override { return m_exchange; }
    TextsApi& texts() override { return m_texts; }
    StructuresApi& structures() override { return m_structures; }
    ComparisonsApi& comparisons() override { return m_comparisons; }
    RetentionApi& retention() override { return m_retention; }
    BackupApi& backup() override { return m_backup; }
    FiguresApi& figures() override { return m_recorder; }
    OperatorsApi& operators() override { return m_ownOperators; }
    ReviewApi& review() override { return m_ownReview; }
    void changeSeen(const SeenChange& change, Reply<> reply) override;
    void snapshot(Reply<NodeSnapshot> reply) override;
    void shutdown(Reply<> reply) override;

    const NodeConfig& config() const { return m_runtime->config(); }
    /// For whoever is not this process's own code: the local socket.
    LocalApiGuard& guard() { return m_guard; }

Q_SIGNALS:
    /// Everything has stopped because somebody asked for it through the api.
    void stopped();

private:
    HostEngine(std::unique_ptr<NodeRuntime> runtime, const QString& dataDirectory, NodeRuntime::Seams seams,
               quint32 backupRounds);
    GateContext gateContext(NodeRuntime::Seams seams);
    Retention::Context retentionContext(NodeRuntime::Seams seams);
    NodeSnapshot state();
    void push();
    /// For calls after the shutdown.
    Result<NodeRuntime*> runtime() const;
    Result<Journal*> journal() const;
    Result<DatabaseConfig> sourceNamed(const QString& name);
    Result<DatabaseConfig> targetNamed(const QString& name);
    void giveRights(const DatabaseConfig& database, const QString& user, const QString& runAs,
                    Result<QStringList> statements, Reply<QStringList> reply);
    Result<> changeAndReload(const std::function<Result<>(Journal&)>& change);
    /// A change that a look at databases comes before, which is not the engine thread's to wait for.
    void checkThenChange(const QString& name, std::function<Result<>()> check, std::function<Result<>(Journal&)> change,
                         Reply<> reply);

    // SettingsApi
    void addSource(const DatabaseConfig& source, Reply<> reply) override;
    void addTarget(const DatabaseConfig& target, Reply<> reply) override;
    void addDataset(const DatasetConfig& dataset, Reply<> reply) override;
    void addLink(const LinkConfig& link, Reply<> reply) override;
    void addSubscription(const SubscriptionConfig& subscription, Reply<> reply) override;
    void remove(const QString& kind, const QString& name, Reply<> reply) override;
    void listSources(Reply<std::vector<DatabaseConfig>> reply) override;
    void listTargets(Reply<std::vector<DatabaseConfig>> reply) override;
    void listTables(const QString& kind, const QString& database, Reply<QStringList> reply) override;
    void odbcOffer(Reply<OdbcOffer> reply) override;
    void preflight(const DatasetConfig& dataset, Reply<std::vector<PreflightFinding>> reply) override;
    void checkTarget(const QString& target, const QStringList& tables, bool makesTables,
                     Reply<std::vector<PreflightFinding>> reply) override;
    void sourceRights(const DatasetConfig& dataset, const QString& user, const QString& runAs,
                      Reply<QStringList> reply) override;
    void targetRights(const QString& target, const QStringList& tables, const QString& user, bool makesTables,
                      const QString& runAs, Reply<QStringList> reply) override;
    void exportConfiguration(Reply<QJsonObject> reply) override;
    void importConfiguration(const QJsonObject& configuration, Reply<> reply) override;

    // FlowApi
    void pause(const QString& subscription, Reply<> reply) override;
    void resume(const QString& subscription, Reply<> reply) override;
    void acceptFindings(const QString& subscription, Reply<> reply) override;
    void reload(const QString& subscription, const QString& table, Reply<> reply) override;
    void reloadAs(const SubscriptionConfig& subscription, Reply<> reply) override;
    void look(const QString& dataset, Reply<> reply) override;
    void structure(const SubscriptionConfig& subscription, Reply<StructureSnapshot> reply) override;
    void approveStructure(const QString& subscription, Reply<> reply) override;
    void verify(const QString& subscription, const QString& level, bool gentle, Reply<qint64> reply) override;
    void verification(qint64 id, Reply<VerificationSnapshot> reply) override;
    void verifications(const QString& subscription, int limit, Reply<std::vector<VerificationSnapshot>> reply) override;
    void stopVerification(qint64 id, Reply<> reply) override;
    void repair(qint64 verificationId, Reply<> reply) override;
    void ledgerPage(const QString& stream, qint64 beforeId, int limit, Reply<std::vector<LedgerRow>> reply) override;
    void alarmHistory(int limit, Reply<std::vector<AlarmSnapshot>> reply) override;

    // FaultsApi
    void exceptions(const QString& subscription, const QString& state, qint64 beforeId, int limit,
                    Reply<std::vector<ExceptionRecord>> reply) override;
    void exception(const QString& subscription, qint64 id, Reply<ExceptionRecord> reply) override;
    void resendExceptions(const QString& subscription, qint64 id, Reply<qint64> reply) override;
    void dismissException(const QString& subscription, qint64 id, const QString& by, const QString& reason,
                          Reply<> reply) override;
    void resolveConflict(const QString& subscription, qint64 id, const QString& take, const QString& by,
                         Reply<> reply) override;
    void parkTable(const QString& subscription, const QString& table, const QString& by, Reply<> reply) override;
    void unparkTable(const QString& subscription, const QString& table, const QString& by, Reply<> reply) override;
    void linkKeys(Reply<std::vector<LinkKeyRecord>> reply) override;
    void rotateKeys(const QString& peer, const QString& by, Reply<> reply) override;
    void setSecret(const QString& name, const QString& secret, const QString& by, Reply<> reply) override;
    void removeSecret(const QString& name, const QString& by, Reply<> reply) override;
    void secretNames(Reply<QStringList> reply) override;
    void sealLedger(Reply<> reply) override;
    void ledgerLines(qint64 afterId, int limit, Reply<std::vector<LedgerRow>> reply) override;
    void evidenceKeys(Reply<std::vector<EvidenceKey>> reply) override;
    void searchLedger(const LedgerFilter& filter, qint64 beforeId, int limit, Reply<LedgerMatches> reply) override;

    void acknowledgeAlarm(const QString& event, const QString& subject, const QString& by, Reply<> reply) override;
    void silenceAlarm(const QString& event, const QString& subject, qint64 untilUtcMs, const QString& by,
                      const QString& reason, Reply<> reply) override;

    // OfflineApi
    void exportPackage(const QString& stream, const QString& directory, qint64 partBytes, const QString& by,
                       Reply<> reply) override;
    void cancelExport(const QString& stream, Reply<> reply) override;
    void importPackage(const QString& subscription, const QString& directory, const QString& by,
                       Reply<> reply) override;
    void cancelImport(const QString& subscription, Reply<> reply) override;
    void gateReport(const QString& subscription, Reply<GateReport> reply) override;
    void decideGate(const QString& subscription, bool isSigned, const QString& by, const QString& reason,
                    Reply<GateReport> reply) override;
    void askGateAgain(const QString& subscription, Reply<GateReport> reply) override;

    // FilesApi
    void addTask(const FileTaskConfig& task, Reply<> reply) override;
    void startTask(const QString& task, bool full, const QString& by, Reply<qint64> reply) override;
    void stopTask(const QString& task, Reply<> reply) override;
    void pauseTask(const QString& task, Reply<> reply) override;
    void resumeTask(const QString& task, Reply<> reply) override;
    void fileRuns(const QString& task, qint64 beforeId, int limit, Reply<std::vector<FileRunRow>> reply) override;
    void runFiles(qint64 run, const QString& state, qint64 afterId, int limit,
                  Reply<std::vector<FileRow>> reply) override;
    void resendFiles(const QString& task, const QStringList& paths, bool preview, const QString& by,
                     Reply<FileResend> reply) override;
    void arrivals(qint64 afterId, int limit, Reply<std::vector<FileRow>> reply) override;
    void takeArrival(const QString& place, Reply<FileTicket> reply) override;
    void noteFetched(qint64 arrival, const QString& by, Reply<> reply) override;
    void ticketToPut(const QString& task, Reply<FileTicket> reply) override;
    void reconcileFiles(const QString& task, qint64 fromUtcMs, qint64 toUtcMs, qint64 lateAfterMs,
                        Reply<FileReconciliation> reply) override;

    std::unique_ptr<NodeRuntime> m_runtime;
    HostExchange m_exchange{[this] { return runtime(); }};
    HostTexts m_texts{[this] { return runtime(); }};
    HostStructures m_structures{[this] { return runtime(); }};
    HostComparisons m_comparisons{[this] { return runtime(); }};
    HostBackup m_backup;
    FlowRecorder m_recorder;
    Guard m_guard;
    OperatorDesk m_ownOperators;
    ReviewDesk m_ownReview;
    QTimer m_pushTimer;
    bool m_isChanged = true;
    int m_quiet = 0; ///< timer ticks since the last push
    Retention m_retention;
    Errands m_errands; ///< last: ends before what it comes back to
};

} // namespace busheng
