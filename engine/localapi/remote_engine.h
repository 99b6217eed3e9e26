// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine_api.h"
#include "engine/localapi/remote_backup.h"
#include "engine/localapi/remote_channel.h"
#include "engine/localapi/remote_comparisons.h"
#include "engine/localapi/remote_exchange.h"
#include "engine/localapi/remote_structures.h"
#include "engine/localapi/remote_texts.h"

namespace busheng {

/// The engine of a node that runs in another process of this user, over its local socket.
///
/// Requests fail with AGT_NOT_RUNNING (Network, transient) while the node is away; lost() says when it goes. It is
/// looked for once a second; when it is there again, and also at first, the whole state is asked for and changed()
/// emitted. Replies are given exactly once, with Cancelled when this object is destroyed first. Thread: its own; never
/// blocks.
class RemoteEngine final : public EngineApi,
                           private SettingsApi,
                           private FlowApi,
                           private FaultsApi,
                           private OfflineApi,
                           private FilesApi,
                           private SecurityApi,
                           private AlarmsApi,
                           private OperatorsApi,
                           private ReviewApi {
    Q_OBJECT
public:
    /// `session`: the token of one that signIn() began; empty: nobody has signed in yet. Fails: Network with
    /// AGT_NOT_RUNNING when no node answers for that data directory.
    static Result<std::unique_ptr<RemoteEngine>> attach(const QString& dataDirectory,
                                                        std::chrono::milliseconds retryEvery = std::chrono::seconds(1),
                                                        const QString& session = {});

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
    FiguresApi& figures() override { return m_figures; }
    OperatorsApi& operators() override { return *this; }
    ReviewApi& review() override { return *this; }
    void changeSeen(const SeenChange& change, Reply<> reply) override;
    void snapshot(Reply<NodeSnapshot> reply) override;
    void shutdown(Reply<> reply) override;

private:
    RemoteEngine(const QString& dataDirectory, std::chrono::milliseconds retryEvery);

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

    void session(Reply<SessionSnapshot> reply) override;
    void signIn(const QString& name, const QString& password, Reply<SessionSnapshot> reply) override;
    void useSession(const QString& token, Reply<SessionSnapshot> reply) override;
    void signOut(Reply<> reply) override;
    void changePassword(const QString& present, const QString& wanted, Reply<> reply) override;
    void listOperators(Reply<std::vector<OperatorSnapshot>> reply) override;
    void addOperator(const QString& name, const QString& person, const QString& role, const QString& password,
                     Reply<> reply) override;
    void setOperator(const QString& name, const QString& role, bool enabled, Reply<> reply) override;
    void resetPassword(const QString& name, const QString& password, Reply<> reply) override;
    void unlockOperator(const QString& name, Reply<> reply) override;
    void setFourEyes(bool on, Reply<> reply) override;
    void changes(const QString& state, qint64 beforeId, int limit, Reply<std::vector<ReviewedChange>> reply) override;
    void change(qint64 id, Reply<ReviewedChange> reply) override;
    void explainChange(qint64 id, const QString& reason, Reply<> reply) override;
    void approveChange(qint64 id, const QString& comment, Reply<> reply) override;
    void rejectChange(qint64 id, const QString& comment, Reply<> reply) override;
    void withdrawChange(qint64 id, Reply<> reply) override;

    void goOn();
    void askForState();
    void takePush(const QJsonObject& message);
    RemoteChannel::Done takeSession(Reply<SessionSnapshot> reply);

    RemoteChannel m_channel;
    RemoteExchange m_exchange{m_channel};
    RemoteTexts m_texts{m_channel};
    RemoteStructures m_structures{m_channel};
    RemoteComparisons m_comparisons{m_channel};
    RemoteRetention m_retention{m_channel};
    RemoteBackup m_backup{m_channel};
    RemoteFigures m_figures{m_channel};
    QString m_token; ///< of the session, for the next connection
};

} // namespace busheng
