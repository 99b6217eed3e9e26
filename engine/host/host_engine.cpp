// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/host_engine.h"

#include "engine/base/log.h"
#include "engine/host/configuration_check.h"
#include "engine/host/database_drivers.h"
#include "engine/host/held_secrets.h"
#include "engine/host/odbc_driver.h"
#include "engine/host/tuning.h"
#include "engine/localapi/local_access.h"
#include "engine/model/events.h"

#include <QCoreApplication>

namespace busheng {
namespace {

constexpr int kLargestPage = 1000;
const QString kRetention = QStringLiteral("retention"); ///< what alarms about it are about

Error alreadyStopped()
{
    return makeEvent(ErrorCode::Cancelled, events::AGT_NOT_RUNNING, {QString()},
                     QStringLiteral("the engine has stopped"));
}

Result<DatabaseConfig> namedOf(const std::vector<DatabaseConfig>& all, const QString& kind, const QString& name)
{
    const auto found = std::ranges::find(all, name, &DatabaseConfig::name);
    if (found == all.end())
        return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {kind, name},
                              QStringLiteral("no %1 '%2'").arg(kind, name)));
    return *found;
}

Result<std::vector<PreflightFinding>> shownFindings(const Result<std::vector<Finding>>& findings,
                                                    const QString& database)
{
    if (!findings)
        return fail(findings.error());
    std::vector<PreflightFinding> shown;
    for (const Finding& finding : *findings) {
        const bool isError = finding.severity == FindingSeverity::Error;
        shown.push_back({isError ? QStringLiteral("error") : QStringLiteral("warning"), finding.event, finding.args,
                         finding.subject});
    }
    if (shown.empty())
        shown.push_back({QStringLiteral("ok"), {}, {}, database});
    return shown;
}

/// This process's own code, as one of those who ask.
GateCaller ownCaller()
{
    return std::make_shared<LocalApiGuard::Caller>(
        LocalApiGuard::Caller{ownAccount(), QCoreApplication::applicationPid(), {}});
}

} // namespace

HostEngine::HostEngine(std::unique_ptr<NodeRuntime> runtime, const QString& dataDirectory, NodeRuntime::Seams seams,
                       quint32 backupRounds)
    : m_runtime(std::move(runtime)), m_backup({[this] { return this->runtime(); }, dataDirectory, seams,
                                               [this]() -> Errands& { return m_errands; }, backupRounds}),
      m_recorder({[this] { return journal(); }, seams.clock}), m_guard(gateContext(seams)),
      m_ownOperators(m_guard.operatorsFor(ownCaller())), m_ownReview(m_guard.reviewFor(ownCaller())),
      m_retention(retentionContext(seams)), m_errands([this](std::function<void()> call) {
          QMetaObject::invokeMethod(this, std::move(call), Qt::QueuedConnection);
      })
{
    qRegisterMetaType<NodeSnapshot>();
    connect(m_runtime.get(), &NodeRuntime::changed, this, [this] { m_isChanged = true; });
    connect(&m_pushTimer, &QTimer::timeout, this, &HostEngine::push);
    m_pushTimer.start(tuning::kSnapshotEveryMs);
}

HostEngine::~HostEngine()
{
    m_backup.stop(); // the errand's end is waited for
}

Result<std::unique_ptr<HostEngine>> HostEngine::start(const QString& dataDirectory, NodeRuntime::Seams seams,
                                                      quint32 backupRounds)
{
    ENGINE_TRY_AS(auto runtime, NodeRuntime::start(dataDirectory, seams));
    return std::unique_ptr<HostEngine>(new HostEngine(std::move(runtime), dataDirectory, seams, backupRounds));
}

Result<NodeRuntime*> HostEngine::runtime() const
{
    if (!m_runtime)
        return fail(alreadyStopped());
    return m_runtime.get();
}

Result<Journal*> HostEngine::journal() const
{
    ENGINE_TRY_AS(NodeRuntime* const running, runtime());
    return &running->journal();
}

void HostEngine::push()
{
    // Without news a snapshot still goes out once in a second: lags grow while nothing happens.
    constexpr int kQuietPushes = 4;
    static_assert(kQuietPushes * tuning::kSnapshotEveryMs >= 1000);
    m_backup.look();
    m_isChanged = m_isChanged || m_backup.isAtWork();
    m_quiet = m_isChanged ? 0 : m_quiet + 1;
    if (!m_runtime || (!m_isChanged && m_quiet < kQuietPushes))
        return;
    m_isChanged = false;
    m_quiet = 0;
    const NodeSnapshot now = state();
    m_recorder.look(now);
    Q_EMIT changed(now);
}

GateContext HostEngine::gateContext(NodeRuntime::Seams seams)
{
    GateContext context{*this, [this] { return journal(); }, seams.clock, seams.random,
                        [this](std::function<Result<Bytes>()> work, std::function<void(Result<Bytes>)> done) {
                            m_errands.run<Bytes>(QStringLiteral("password"), std::move(work), std::move(done));
                        }};
    context.held = heldSecrets([this] { return runtime(); });
    context.raise = [this](const Error& error, const QString& subject) {
        if (m_runtime)
            m_runtime->alarms().raise(error, subject);
    };
    context.clear = [this](const QString& event, const QString& subject) {
        if (m_runtime)
            m_runtime->alarms().clear(event, subject);
    };
    return context;
}

Retention::Context HostEngine::retentionContext(NodeRuntime::Seams seams)
{
    return {
        [this] { return journal(); }, seams.clock,
        [this](std::function<void()> call) { QMetaObject::invokeMethod(this, std::move(call), Qt::QueuedConnection); },
        [this](const Error& error) {
            if (m_runtime)
                m_runtime->alarms().raise(error, kRetention);
        },
        [this] {
            for (const QString& event : {events::DSK_FULL, events::DSK_ERROR, events::SPL_CORRUPT}) {
                if (m_runtime)
                    m_runtime->alarms().clear(event, kRetention);
            }
        }};
}

NodeSnapshot HostEngine::state()
{
    NodeSnapshot shown = m_runtime->snapshot();
    m_guard.fill(shown);
    shown.backup = m_backup.progress();
    return shown;
}

void HostEngine::snapshot(Reply<NodeSnapshot> reply)
{
    const auto running = runtime();
    reply(running ? Result<NodeSnapshot>(state()) : Result<NodeSnapshot>(fail(running.error())));
}

void HostEngine::changeSeen(const SeenChange& change, Reply<> reply)
{
    m_guard.call(ownCaller(), change.method, seenParams(change), [reply = std::move(reply)](const auto& done) {
        reply(done ? Result<>() : Result<>(fail(done.error())));
    });
}

void HostEngine::shutdown(Reply<> reply)
{
    m_pushTimer.stop();
    m_backup.stop();
    m_runtime.reset();
    reply({});
    Q_EMIT stopped();
}

Result<> HostEngine::changeAndReload(const std::function<Result<>(Journal&)>& change)
{
    ENGINE_TRY_AS(NodeRuntime* const running, runtime());
    ENGINE_TRY(change(running->journal()));
    return running->reload();
}

void HostEngine::checkThenChange(const QString& name, std::function<Result<>()> check,
                                 std::function<Result<>(Journal&)> change, Reply<> reply)
{
    m_errands.run<void>(name, std::move(check),
                        [this, change = std::move(change), reply = std::move(reply)](Result<> checked) {
                            reply(checked ? changeAndReload(change) : std::move(checked));
                        });
}

void HostEngine::addSource(const DatabaseConfig& source, Reply<> reply)
{
    reply(changeAndReload([&](Journal& journal) -> Result<> {
        ENGINE_TRY(checkSource(source));
        ENGINE_TRY(m_runtime->forgetServers(source.name));
        return journal.saveSource(source);
    }));
}

void HostEngine::addTarget(const DatabaseConfig& target, Reply<> reply)
{
    reply(changeAndReload([&](Journal& journal) -> Result<> {
        ENGINE_TRY(busheng::checkTarget(target));
        ENGINE_TRY(m_runtime->forgetServers(target.name));
        return journal.saveTarget(target);
    }));
}

void HostEngine::addDataset(const DatasetConfig& dataset, Reply<> reply)
{
    const auto running = runtime();
    auto sources =
        running ? (*running)->journal().sources() : Result<std::vector<DatabaseConfig>>(fail(running.error()));
    if (!sources)
        return reply(fail(sources.error()));
    checkThenChange(
        dataset.name,
        [dataset, sources = std::move(*sources), code = (*running)->config().code] {
            return checkDataset(dataset, sources, code);
        },
        [dataset](Journal& journal) { return journal.saveDataset(dataset); }, std::move(reply));
}

void HostEngine::addLink(const LinkConfig& link, Reply<> reply)
{
    reply(changeAndReload([&](Journal& journal) -> Result<> {
        ENGINE_TRY(checkLink(link, m_runtime->config().code));
        return journal.saveLink(link);
    }));
}

void HostEngine::addSubscription(const SubscriptionConfig& subscription, Reply<> reply)
{
    reply(changeAndReload([&](Journal& journal) -> Result<> {
        ENGINE_TRY_AS(const std::vector<DatabaseConfig> targets, journal.targets());
        ENGINE_TRY(checkSubscription(subscription, targets));
        ENGINE_TRY(m_runtime->checkMappingKept(subscription));
        return journal.saveSubscription(subscription);
    }));
}

void HostEngine::remove(const QString& kind, const QString& name, Reply<> reply)
{
    using Remove = Result<> (Journal::*)(const QString&);
    static const QHash<QString, Remove> removers = {
        {QStringLiteral("source"), &Journal::removeSource},
        {QStringLiteral("target"), &Journal::removeTarget},
        {QStringLiteral("dataset"), &Journal::removeDataset},
        {QStringLiteral("link"), &Journal::removeLink},
        {QStringLiteral("subscription"), &Journal::removeSubscription},
        {QStringLiteral("task"), &Journal::removeFileTask},
    };
    const auto remover = removers.find(kind);
    if (remover == removers.end())
        return reply(fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("kind"), kind},
                                    QStringLiteral("no kind '%1'").arg(kind))));
    reply(changeAndReload([&](Journal& journal) { return (journal.*remover.value())(name); }));
}

void HostEngine::listSources(Reply<std::vector<DatabaseConfig>> reply)
{
    const auto running = runtime();
    reply(running ? (*running)->journal().sources() : Result<std::vector<DatabaseConfig>>(fail(running.error())));
}

void HostEngine::listTargets(Reply<std::vector<DatabaseConfig>> reply)
{
    const auto running = runtime();
    reply(running ? (*running)->journal().targets() : Result<std::vector<DatabaseConfig>>(fail(running.error())));
}

Result<DatabaseConfig> HostEngine::sourceNamed(const QString& name)
{
    ENGINE_TRY_AS(NodeRuntime* const running, runtime());
    ENGINE_TRY_AS(const std::vector<DatabaseConfig> all, running->journal().sources());
    return namedOf(all, QStringLiteral("source"), name);
}

Result<DatabaseConfig> HostEngine::targetNamed(const QString& name)
{
    ENGINE_TRY_AS(NodeRuntime* const running, runtime());
    ENGINE_TRY_AS(const std::vector<DatabaseConfig> all, running->journal().targets());
    return namedOf(all, QStringLiteral("target"), name);
}

void HostEngine::listTables(const QString& kind, const QString& database, Reply<QStringList> reply)
{
    auto config = kind == QStringLiteral("target") ? targetNamed(database) : sourceNamed(database);
    if (!config)
        return reply(fail(std::move(config).error()));
    m_errands.run<QStringList>(
        database, [config = std::move(*config)] { return tablesOf(config, kMostTables); }, std::move(reply));
}

void HostEngine::odbcOffer(Reply<OdbcOffer> reply)
{
    m_errands.run<OdbcOffer>(
        QStringLiteral("odbc"), [] { return busheng::odbcOffer(); }, std::move(reply));
}

void HostEngine::preflight(const DatasetConfig& dataset, Reply<std::vector<PreflightFinding>> reply)
{
    auto job = [&]() -> Result<CaptureJob> {
        ENGINE_TRY_AS(const DatabaseConfig source, sourceNamed(dataset.source));
        ENGINE_TRY(requireRoute(source, dataset.route));
        ENGINE_TRY_AS(NodeRuntime* const running, runtime());
        return CaptureJob{source, dataset, running->config().code};
    }();
    if (!job)
        return reply(fail(std::move(job).error()));
    m_errands.run<std::vector<PreflightFinding>>(
        dataset.name, [job = std::move(*job)] { return shownFindings(preflightDataset(job), job.source.name); },
        std::move(reply));
}

void HostEngine::checkTarget(const QString& target, const QStringList& tables, bool makesTables,
                             Reply<std::vector<PreflightFinding>> reply)
{
    auto config = targetNamed(target);
    if (!config)
        return reply(fail(std::move(config).error()));
    m_errands.run<std::vector<PreflightFinding>>(
        target,
        [config = std::move(*config), wish = TargetWish{tables, makesTables}] {
            return shownFindings(preflightTarget(config, wish), config.name);
        },
        std::move(reply));
}

void HostEngine::giveRights(const DatabaseConfig& database, const QString& user, const QString& runAs,
                            Result<QStringList> statements, Reply<QStringList> reply)
{
    if (!statements || runAs.isEmpty())
        return reply(std::move(statements));
    qCInfo(logHost).noquote() << "rights of" << user << "at" << database.name << "are given as" << runAs;
    m_errands.run<QStringList>(
        database.name,
        [database, user, runAs, statements = std::move(*statements)] {
            return runAsAdministrator(database, runAs, user, statements);
        },
        std::move(reply));
}

void HostEngine::sourceRights(const DatasetConfig& dataset, const QString& user, const QString& runAs,
                              Reply<QStringList> reply)
{
    const auto source = sourceNamed(dataset.source);
    const auto running = runtime();
    if (!source || !running)
        return reply(fail(source ? running.error() : source.error()));
    giveRights(*source, user, runAs, sourceUserSql({*source, dataset, (*running)->config().code}, user),
               std::move(reply));
}

void HostEngine::targetRights(const QString& target, const QStringList& tables, const QString& user, bool makesTables,
                              const QString& runAs, Reply<QStringList> reply)
{
    const auto found = targetNamed(target);
    if (!found)
        return reply(fail(found.error()));
    giveRights(*found, user, runAs, targetUserSql(*found, tables, user, makesTables), std::move(reply));
}

void HostEngine::exportConfiguration(Reply<QJsonObject> reply)
{
    reply([&]() -> Result<QJsonObject> {
        ENGINE_TRY_AS(NodeRuntime* const running, runtime());
        Journal& journal = running->journal();
        NodeConfiguration whole;
        ENGINE_TRY_AS(whole.sources, journal.sources());
        ENGINE_TRY_AS(whole.targets, journal.targets());
        ENGINE_TRY_AS(whole.datasets, journal.datasets());
        ENGINE_TRY_AS(whole.links, journal.links());
        ENGINE_TRY_AS(whole.subscriptions, journal.subscriptions());
        ENGINE_TRY_AS(whole.fileTasks, journal.fileTasks());
        return toJson(whole);
    }());
}

void HostEngine::importConfiguration(const QJsonObject& configuration, Reply<> reply)
{
    const auto running = runtime();
    auto read = running ? configurationFromJson(configuration, QStringLiteral("configuration"))
                        : Result<NodeConfiguration>(fail(running.error()));
    if (!read)
        return reply(fail(std::move(read).error()));
    const auto whole = std::make_shared<const NodeConfiguration>(std::move(*read));
    checkThenChange(
        QStringLiteral("configuration"),
        [whole, code = (*running)->config().code] { return checkConfiguration(*whole, code); },
        [whole](Journal& journal) {
            return journal.replaceConfiguration(whole->sources, whole->targets, whole->datasets, whole->links,
                                                whole->subscriptions, whole->fileTasks);
        },
        std::move(reply));
}

void HostEngine::pause(const QString& subscription, Reply<> reply)
{
    const auto running = runtime();
    reply(running ? (*running)->setPaused(subscription, true) : Result<>(fail(running.error())));
}

void HostEngine::resume(const QString& subscription, Reply<> reply)
{
    const auto running = runtime();
    reply(running ? (*running)->setPaused(subscription, false) : Result<>(fail(running.error())));
}

void HostEngine::acceptFindings(const QString& subscription, Reply<> reply)
{
    const auto running = runtime();
    if (running)
        (*running)->acceptFindings(subscription, std::move(reply));
    else
        reply(fail(running.error()));
}

void HostEngine::reload(const QString& subscription, const QString& table, Reply<> reply)
{
    const auto running = runtime();
    reply(running ? (*running)->reloadSubscription(subscription, table) : Result<>(fail(running.error())));
}

void HostEngine::look(const QString& dataset, Reply<> reply)
{
    const auto running = runtime();
    reply(running ? (*running)->look(dataset) : Result<>(fail(running.error())));
}

void HostEngine::reloadAs(const SubscriptionConfig& subscription, Reply<> reply)
{
    reply([&]() -> Result<> {
        ENGINE_TRY_AS(NodeRuntime* const running, runtime());
        ENGINE_TRY_AS(const std::vector<DatabaseConfig> targets, running->journal().targets());
        ENGINE_TRY(checkSubscription(subscription, targets));
        return running->reloadSubscriptionAs(subscription);
    }());
}

void HostEngine::structure(const SubscriptionConfig& subscription, Reply<StructureSnapshot> reply)
{
    const auto running = runtime();
    if (running)
        (*running)->structure(subscription, std::move(reply));
    else
        reply(fail(running.error()));
}

void HostEngine::approveStructure(const QString& subscription, Reply<> reply)
{
    const auto running = runtime();
    reply(running ? (*running)->approveStructure(subscription) : Result<>(fail(running.error())));
}

void HostEngine::verify(const QString& subscription, const QString& level, bool gentle, Reply<qint64> reply)
{
    reply([&]() -> Result<qint64> {
        ENGINE_TRY_AS(NodeRuntime* const running, runtime());
        if (level != QStringLiteral("table") && level != QStringLiteral("field"))
            return fail(makeEvent(
                ErrorCode::Config, events::CFG_BAD_VALUE,
                {QStringLiteral("verify"), QStringLiteral("level"), level, QStringLiteral("'table' or 'field'")},
                QStringLiteral("level '%1'").arg(level)));
        return running->verifications().start(subscription, level == QStringLiteral("field"), gentle);
    }());
}

void HostEngine::verification(qint64 id, Reply<VerificationSnapshot> reply)
{
    const auto running = runtime();
    reply(running ? (*running)->verifications().snapshot(id) : Result<VerificationSnapshot>(fail(running.error())));
}

void HostEngine::verifications(const QString& subscription, int limit, Reply<std::vector<VerificationSnapshot>> reply)
{
    const auto running = runtime();
    reply(running ? (*running)->verifications().list(subscription, std::clamp(limit, 1, kLargestPage))
                  : Result<std::vector<VerificationSnapshot>>(fail(running.error())));
}

void HostEngine::stopVerification(qint64 id, Reply<> reply)
{
    const auto running = runtime();
    reply(running ? (*running)->verifications().stop(id) : Result<>(fail(running.error())));
}

void HostEngine::repair(qint64 verificationId, Reply<> reply)
{
    const auto running = runtime();
    reply(running ? (*running)->verifications().repair(verificationId) : Result<>(fail(running.error())));
}

void HostEngine::ledgerPage(const QString& stream, qint64 beforeId, int limit, Reply<std::vector<LedgerRow>> reply)
{
    reply([&]() -> Result<std::vector<LedgerRow>> {
        ENGINE_TRY_AS(NodeRuntime* const running, runtime());
        return running->journal().ledgerPage(stream, beforeId, std::clamp(limit, 1, kLargestPage));
    }());
}

void HostEngine::alarmHistory(int limit, Reply<std::vector<AlarmSnapshot>> reply)
{
    reply([&]() -> Result<std::vector<AlarmSnapshot>> {
        ENGINE_TRY_AS(NodeRuntime* const running, runtime());
        ENGINE_TRY_AS(const std::vector<Alarm> alarms,
                      running->journal().alarms(false, std::clamp(limit, 1, kLargestPage)));
        std::vector<AlarmSnapshot> shown;
        for (const Alarm& alarm : alarms)
            shown.push_back(alarmSnapshot(alarm));
        return shown;
    }());
}

} // namespace busheng
