// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/configuration.h"
#include "engine/api/engine_api.h"
#include "tests/support/fake_backup.h"
#include "tests/support/fake_comparisons.h"
#include "tests/support/fake_exchange.h"
#include "tests/support/fake_structures.h"
#include "tests/support/fake_texts.h"

#include <QHash>
#include <QList>

namespace busheng::test {

/// An engine that is all memory and no movement: configuration is kept and checked as the contract says, the rest of
/// the state is what the test sets. Every request is recorded; any request can be made to fail or to wait for its
/// reply.
///
/// Replies come through the event loop, never inside the request, as a real engine's do. Thread: its own.
class FakeEngine final : public EngineApi,
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
    struct Call {
        QString method;     ///< the function's name in engine_api.h, e.g. "addSource"
        QJsonObject params; ///< keys are the function's parameter names, values as in json.h
    };

    explicit FakeEngine(QObject* parent = nullptr);

    // What the engine is said to know. setNode emits changed().
    void setNode(const NodeSnapshot& node);
    const NodeSnapshot& node() const { return m_node; }
    void setConfiguration(const NodeConfiguration& configuration) { m_configuration = configuration; }
    const NodeConfiguration& configuration() const { return m_configuration; }
    /// Answers verification(id). verify() itself makes a running one with the next id.
    void setVerification(const VerificationSnapshot& verification);
    void setTables(const QStringList& tables) { m_tables = tables; } ///< of every database
    void setOdbcOffer(const OdbcOffer& offer) { m_odbcOffer = offer; }
    void setFindings(const std::vector<PreflightFinding>& findings) { m_findings = findings; }
    void setLinkKeys(const std::vector<LinkKeyRecord>& keys) { m_linkKeys = keys; }
    void setLedger(const std::vector<LedgerRow>& rows) { m_ledger = rows; } ///< newest first
    /// Instead of it: so many rows, each made from its id when it is asked for. Filters let all of them through.
    void setLedgerSource(qint64 rows, std::function<LedgerRow(qint64 id)> source);
    void setAlarmHistory(const std::vector<AlarmSnapshot>& alarms) { m_alarms = alarms; }
    void setFileRuns(const std::vector<FileRunRow>& runs) { m_fileRuns = runs; } ///< newest first
    void setFileRows(const std::vector<FileRow>& rows) { m_fileRows = rows; }    ///< of runFiles() and arrivals()
    /// What resendFiles() finds in the failed directory of a task.
    void setFailedFiles(const QString& task, const FileResend& lies) { m_failedFiles.insert(task, lies); }
    void setReconciliation(const FileReconciliation& found) { m_reconciliation = found; }
    /// Newest first.
    void setExceptions(const std::vector<ExceptionRecord>& exceptions) { m_exceptions = exceptions; }
    /// Who has signed in; where somebody must and nobody has, the state is not shown: emits lost().
    void setSession(const SessionSnapshot& session);
    // Of the operators: signIn() takes any password of a name that is among them.
    void setOperators(const std::vector<OperatorSnapshot>& operators) { m_operators = operators; }
    /// What sessions of this role may not; nothing unless it is set.
    void setRefused(const QString& role, const std::vector<RefusedMethod>& refused) { m_refused[role] = refused; }
    void setReviewed(const std::vector<ReviewedChange>& changes) { m_reviewed = changes; } ///< newest first

    // What goes wrong.
    /// The next `times` requests of `method` fail with `error`; negative: all of them.
    void failNext(const QString& method, const Error& error, int times = 1);
    void clearFailures() { m_failures.clear(); }
    /// While held, requests are taken and not answered: a slow engine.
    void holdReplies() { m_held = true; }
    void releaseReplies();
    /// Emits lost(); every request fails with AGT_NOT_RUNNING until comeBack().
    void lose();
    /// Requests work again; emits changed() with the whole state.
    void comeBack();

    // What was asked.
    const QList<Call>& calls() const { return m_calls; }
    int callCount(const QString& method) const;
    void clearCalls() { m_calls.clear(); }
    bool wasShutDown() const { return m_shutDown; }

    SettingsApi& settings() override { return *this; }
    FlowApi& flow() override { return *this; }
    FaultsApi& faults() override { return *this; }
    SecurityApi& security() override { return *this; }
    OfflineApi& offline() override { return *this; }
    FilesApi& files() override { return *this; }
    /// What gateReport() answers.
    void setGateReport(GateReport report) { m_gateReport = std::move(report); }
    AlarmsApi& alarms() override { return *this; }
    ExchangeApi& exchange() override { return m_exchange; }
    FakeExchange& fakeExchange() { return m_exchange; }
    TextsApi& texts() override { return m_texts; }
    FakeTexts& fakeTexts() { return m_texts; }
    StructuresApi& structures() override { return m_structures; }
    FakeStructures& fakeStructures() { return m_structures; }
    ComparisonsApi& comparisons() override { return m_comparisons; }
    RetentionApi& retention() override { return m_comparisons; }
    FiguresApi& figures() override { return m_comparisons; }
    FakeComparisons& fakeComparisons() { return m_comparisons; }
    BackupApi& backup() override { return m_backup; }
    FakeBackup& fakeBackup() { return m_backup; }
    OperatorsApi& operators() override { return *this; }
    ReviewApi& review() override { return *this; }
    void changeSeen(const SeenChange& change, Reply<> reply) override;
    void snapshot(Reply<NodeSnapshot> reply) override;
    void shutdown(Reply<> reply) override;

private:
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
    GateReport m_gateReport;
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
    bool isShut() const;
    Result<> changeOperator(const QString& name, const std::function<void(OperatorSnapshot&)>& change);
    void decideChange(const QString& method, qint64 id, const QString& text, const QString& state, Reply<> reply);

    struct Failing {
        Error error;
        int times = 1;
    };

    /// Records the call and answers it later: with the scripted error, or with what `work` returns.
    template <typename T>
    void answer(const QString& method, const QJsonObject& params, Reply<T> reply, std::function<Result<T>()> work);
    /// Later, or when replies are no longer held.
    void post(std::function<void()> reply);
    std::optional<Error> scriptedError(const QString& method);
    Result<ExceptionRecord> exceptionNow(qint64 id) const;
    Result<> setPaused(const QString& subscription, bool paused);
    /// Sets the state of a task in the snapshot.
    Result<> setTaskState(const QString& task, const QString& state);
    /// Changes one that stands.
    Result<> answerAlarm(const QString& event, const QString& subject,
                         const std::function<void(AlarmSnapshot&)>& change);
    Result<> removeNow(const QString& kind, const QString& name);
    /// Rebuilds the parts of the snapshot that mirror the configuration, keeping what the test set for those that stay.
    void mirrorConfiguration();
    Error notRunning() const;
    /// For those that are parts of it: records the call; what it is to fail with.
    std::optional<Error> noteCall(const QString& method, const QJsonObject& params);
    void postUnheld(std::function<void()> call); ///< later, also while replies are held

    NodeSnapshot m_node;
    NodeConfiguration m_configuration;
    QHash<qint64, VerificationSnapshot> m_verifications;
    std::vector<PreflightFinding> m_findings;
    QStringList m_tables;
    OdbcOffer m_odbcOffer;
    std::vector<LedgerRow> m_ledger;
    qint64 m_ledgerRows = 0;
    std::function<LedgerRow(qint64)> m_ledgerSource;
    std::vector<LinkKeyRecord> m_linkKeys;
    std::vector<AlarmSnapshot> m_alarms;
    std::vector<ExceptionRecord> m_exceptions;
    std::vector<FileRunRow> m_fileRuns;
    std::vector<FileRow> m_fileRows;
    QHash<QString, FileResend> m_failedFiles;
    FileReconciliation m_reconciliation;
    SessionSnapshot m_session;
    std::vector<OperatorSnapshot> m_operators;
    QHash<QString, std::vector<RefusedMethod>> m_refused; ///< by role
    std::vector<ReviewedChange> m_reviewed;
    qint64 m_lastRun = 0;
    QHash<QString, Failing> m_failures;
    QList<Call> m_calls;
    QList<std::function<void()>> m_heldReplies;
    qint64 m_lastVerification = 0;
    bool m_held = false;
    bool m_lost = false;
    bool m_shutDown = false;
    FakeComparisons m_comparisons;
    FakeExchange m_exchange;
    FakeTexts m_texts;
    FakeStructures m_structures;
    FakeBackup m_backup;
};

template <typename T>
void FakeEngine::answer(const QString& method, const QJsonObject& params, Reply<T> reply,
                        std::function<Result<T>()> work)
{
    m_calls.append({method, params});
    const std::optional<Error> error = scriptedError(method);
    std::function<void()> deliver = [reply = std::move(reply), work = std::move(work), error] {
        reply(error ? Result<T>(fail(*error)) : work());
    };
    post(std::move(deliver));
}

} // namespace busheng::test
