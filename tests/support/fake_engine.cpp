// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_engine.h"

#include "engine/api/json.h"
#include "engine/model/events.h"
#include "engine/model/operator_events.h"

#include <QJsonArray>

#include <algorithm>
#include <ranges>

namespace busheng::test {
namespace {

Error notFound(const QString& kind, const QString& name)
{
    return makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {kind, name}, QStringLiteral("no such %1").arg(kind));
}

/// As the engine does: one with this name is replaced.
template <typename T>
Result<> addNamed(std::vector<T>& all, const T& item, QString T::*name)
{
    const auto found = std::ranges::find(all, item.*name, name);
    if (found == all.end())
        all.push_back(item);
    else
        *found = item;
    return {};
}

template <typename T>
Result<> removeNamed(std::vector<T>& all, QString T::*key, const QString& kind, const QString& name)
{
    if (std::erase_if(all, [&](const T& item) { return item.*key == name; }) == 0)
        return fail(notFound(kind, name));
    return {};
}

template <typename T>
Result<> checkUnused(const std::vector<T>& users, QString T::*reference, const QString& kind, const QString& name)
{
    for (const T& user : users)
        if (user.*reference == name)
            return fail(makeEvent(ErrorCode::Config, events::CFG_IN_USE, {kind, name, user.name},
                                  QStringLiteral("%1 is in use").arg(kind)));
    return {};
}

/// Snapshots of `configs`, keeping from `old` those whose key is still there.
template <typename Snapshot, typename Config>
std::vector<Snapshot> mirrored(const std::vector<Snapshot>& old, const std::vector<Config>& configs,
                               QString Config::*key)
{
    std::vector<Snapshot> now;
    for (const Config& config : configs) {
        Snapshot snapshot;
        for (const Snapshot& candidate : old)
            if (candidate.config.*key == config.*key)
                snapshot = candidate;
        snapshot.config = config;
        now.push_back(std::move(snapshot));
    }
    return now;
}

} // namespace

void FakeEngine::setNode(const NodeSnapshot& node)
{
    m_node = node;
    if (!m_lost && !isShut())
        Q_EMIT changed(m_node);
}

void FakeEngine::post(std::function<void()> reply)
{
    if (m_held)
        m_heldReplies.append(std::move(reply));
    else
        QMetaObject::invokeMethod(this, std::move(reply), Qt::QueuedConnection);
}

void FakeEngine::setVerification(const VerificationSnapshot& verification)
{
    m_verifications.insert(verification.id, verification);
    m_lastVerification = std::max(m_lastVerification, verification.id);
}

void FakeEngine::failNext(const QString& method, const Error& error, int times)
{
    m_failures.insert(method, {error, times});
}

void FakeEngine::releaseReplies()
{
    m_held = false;
    for (const auto& reply : std::exchange(m_heldReplies, {}))
        QMetaObject::invokeMethod(this, reply, Qt::QueuedConnection);
}

void FakeEngine::lose()
{
    m_lost = true;
    Q_EMIT lost(notRunning());
}

void FakeEngine::comeBack()
{
    m_lost = false;
    Q_EMIT changed(m_node);
}

int FakeEngine::callCount(const QString& method) const
{
    return static_cast<int>(
        std::count_if(m_calls.begin(), m_calls.end(), [&](const Call& call) { return call.method == method; }));
}

Error FakeEngine::notRunning() const
{
    return makeEvent(ErrorCode::Network, events::AGT_NOT_RUNNING, {m_node.dataDirectory},
                     QStringLiteral("the fake engine is lost"));
}

std::optional<Error> FakeEngine::scriptedError(const QString& method)
{
    if (m_lost)
        return notRunning();
    if (isShut() && method == QStringLiteral("snapshot"))
        return makeEvent(ErrorCode::Auth, events::OPR_SIGN_IN, {QStringLiteral("nobody has signed in")},
                         QStringLiteral("nobody has signed in"));
    const auto found = m_failures.find(method);
    if (found == m_failures.end() || found->times == 0)
        return std::nullopt;
    if (found->times > 0)
        --found->times;
    return found->error;
}

void FakeEngine::snapshot(Reply<NodeSnapshot> reply)
{
    answer<NodeSnapshot>(QStringLiteral("snapshot"), {}, std::move(reply), [this] { return m_node; });
}

void FakeEngine::shutdown(Reply<> reply)
{
    answer<void>(QStringLiteral("shutdown"), {}, std::move(reply), [this]() -> Result<> {
        m_shutDown = true;
        return {};
    });
}

void FakeEngine::mirrorConfiguration()
{
    m_node.links = mirrored(m_node.links, m_configuration.links, &LinkConfig::peerCode);
    m_node.subscriptions = mirrored(m_node.subscriptions, m_configuration.subscriptions, &SubscriptionConfig::name);
    m_node.publications = mirrored(m_node.publications, m_configuration.datasets, &DatasetConfig::name);
    m_node.fileTasks = mirrored(m_node.fileTasks, m_configuration.fileTasks, &FileTaskConfig::name);
    Q_EMIT changed(m_node);
}

void FakeEngine::addSource(const DatabaseConfig& source, Reply<> reply)
{
    answer<void>(QStringLiteral("addSource"), {{QStringLiteral("source"), toJson(source)}}, std::move(reply),
                 [=, this] { return addNamed(m_configuration.sources, source, &DatabaseConfig::name); });
}

void FakeEngine::addTarget(const DatabaseConfig& target, Reply<> reply)
{
    answer<void>(QStringLiteral("addTarget"), {{QStringLiteral("target"), toJson(target)}}, std::move(reply),
                 [=, this] { return addNamed(m_configuration.targets, target, &DatabaseConfig::name); });
}

void FakeEngine::addDataset(const DatasetConfig& dataset, Reply<> reply)
{
    answer<void>(QStringLiteral("addDataset"), {{QStringLiteral("dataset"), toJson(dataset)}}, std::move(reply),
                 [=, this]() -> Result<> {
                     ENGINE_TRY(addNamed(m_configuration.datasets, dataset, &DatasetConfig::name));
                     mirrorConfiguration();
                     return {};
                 });
}

void FakeEngine::addLink(const LinkConfig& link, Reply<> reply)
{
    answer<void>(QStringLiteral("addLink"), {{QStringLiteral("link"), toJson(link)}}, std::move(reply),
                 [=, this]() -> Result<> {
                     ENGINE_TRY(addNamed(m_configuration.links, link, &LinkConfig::peerCode));
                     mirrorConfiguration();
                     return {};
                 });
}

void FakeEngine::addSubscription(const SubscriptionConfig& subscription, Reply<> reply)
{
    answer<void>(QStringLiteral("addSubscription"), {{QStringLiteral("subscription"), toJson(subscription)}},
                 std::move(reply), [=, this]() -> Result<> {
                     ENGINE_TRY(addNamed(m_configuration.subscriptions, subscription, &SubscriptionConfig::name));
                     mirrorConfiguration();
                     return {};
                 });
}

Result<> FakeEngine::removeNow(const QString& kind, const QString& name)
{
    NodeConfiguration& all = m_configuration;
    if (kind == QStringLiteral("source")) {
        ENGINE_TRY(checkUnused(all.datasets, &DatasetConfig::source, kind, name));
        return removeNamed(all.sources, &DatabaseConfig::name, kind, name);
    }
    if (kind == QStringLiteral("target")) {
        ENGINE_TRY(checkUnused(all.subscriptions, &SubscriptionConfig::target, kind, name));
        return removeNamed(all.targets, &DatabaseConfig::name, kind, name);
    }
    if (kind == QStringLiteral("link")) {
        ENGINE_TRY(checkUnused(all.subscriptions, &SubscriptionConfig::peerCode, kind, name));
        return removeNamed(all.links, &LinkConfig::peerCode, kind, name);
    }
    if (kind == QStringLiteral("dataset"))
        return removeNamed(all.datasets, &DatasetConfig::name, kind, name);
    if (kind == QStringLiteral("task"))
        return removeNamed(all.fileTasks, &FileTaskConfig::name, kind, name);
    if (kind == QStringLiteral("subscription"))
        return removeNamed(all.subscriptions, &SubscriptionConfig::name, kind, name);
    return fail(notFound(QStringLiteral("kind"), kind));
}

void FakeEngine::remove(const QString& kind, const QString& name, Reply<> reply)
{
    answer<void>(QStringLiteral("remove"), {{QStringLiteral("kind"), kind}, {QStringLiteral("name"), name}},
                 std::move(reply), [=, this]() -> Result<> {
                     ENGINE_TRY(removeNow(kind, name));
                     mirrorConfiguration();
                     return {};
                 });
}

void FakeEngine::sourceRights(const DatasetConfig& dataset, const QString& user, const QString& runAs,
                              Reply<QStringList> reply)
{
    answer<QStringList>(QStringLiteral("sourceRights"),
                        {{QStringLiteral("dataset"), toJson(dataset)},
                         {QStringLiteral("user"), user},
                         {QStringLiteral("runAs"), runAs}},
                        std::move(reply), [user] { return QStringList{QStringLiteral("CREATE ROLE ") + user}; });
}

void FakeEngine::targetRights(const QString& target, const QStringList& tables, const QString& user, bool makesTables,
                              const QString& runAs, Reply<QStringList> reply)
{
    answer<QStringList>(QStringLiteral("targetRights"),
                        {{QStringLiteral("target"), target},
                         {QStringLiteral("tables"), QJsonArray::fromStringList(tables)},
                         {QStringLiteral("user"), user},
                         {QStringLiteral("makesTables"), makesTables},
                         {QStringLiteral("runAs"), runAs}},
                        std::move(reply), [user] { return QStringList{QStringLiteral("CREATE ROLE ") + user}; });
}

void FakeEngine::exportConfiguration(Reply<QJsonObject> reply)
{
    answer<QJsonObject>(QStringLiteral("exportConfiguration"), {}, std::move(reply),
                        [this] { return toJson(m_configuration); });
}

void FakeEngine::importConfiguration(const QJsonObject& configuration, Reply<> reply)
{
    answer<void>(QStringLiteral("importConfiguration"), {{QStringLiteral("configuration"), configuration}},
                 std::move(reply), [=, this]() -> Result<> {
                     ENGINE_TRY_AS(m_configuration, configurationFromJson(configuration, QStringLiteral("import")));
                     mirrorConfiguration();
                     return {};
                 });
}

Result<> FakeEngine::setPaused(const QString& subscription, bool paused)
{
    for (SubscriptionSnapshot& candidate : m_node.subscriptions) {
        if (candidate.config.name != subscription)
            continue;
        candidate.state = paused ? SubscriptionState::Paused : SubscriptionState::Live;
        Q_EMIT changed(m_node);
        return {};
    }
    return fail(notFound(QStringLiteral("subscription"), subscription));
}

void FakeEngine::pause(const QString& subscription, Reply<> reply)
{
    answer<void>(QStringLiteral("pause"), {{QStringLiteral("subscription"), subscription}}, std::move(reply),
                 [=, this] { return setPaused(subscription, true); });
}

void FakeEngine::resume(const QString& subscription, Reply<> reply)
{
    answer<void>(QStringLiteral("resume"), {{QStringLiteral("subscription"), subscription}}, std::move(reply),
                 [=, this] { return setPaused(subscription, false); });
}

void FakeEngine::acceptFindings(const QString& subscription, Reply<> reply)
{
    answer<void>(QStringLiteral("acceptFindings"), {{QStringLiteral("subscription"), subscription}}, std::move(reply),
                 [=, this] { return setPaused(subscription, false); });
}

void FakeEngine::reload(const QString& subscription, const QString& table, Reply<> reply)
{
    answer<void>(QStringLiteral("reload"),
                 {{QStringLiteral("subscription"), subscription}, {QStringLiteral("table"), table}}, std::move(reply),
                 [=, this] { return setPaused(subscription, false); });
}

void FakeEngine::reloadAs(const SubscriptionConfig& subscription, Reply<> reply)
{
    answer<void>(QStringLiteral("reloadAs"), {{QStringLiteral("subscription"), subscription.name}}, std::move(reply),
                 [=, this] { return setPaused(subscription.name, false); });
}

void FakeEngine::structure(const SubscriptionConfig& subscription, Reply<StructureSnapshot> reply)
{
    answer<StructureSnapshot>(QStringLiteral("structure"), {{QStringLiteral("subscription"), subscription.name}},
                              std::move(reply), [=, known = m_structures.shown()] {
                                  if (known)
                                      return Result<StructureSnapshot>(*known);
                                  StructureSnapshot shown;
                                  shown.subscription = subscription.name;
                                  shown.sql = QStringList{QStringLiteral("CREATE TABLE \"t\" (\"id\" INT)")};
                                  return Result<StructureSnapshot>(shown);
                              });
}

void FakeEngine::approveStructure(const QString& subscription, Reply<> reply)
{
    answer<void>(QStringLiteral("approveStructure"), {{QStringLiteral("subscription"), subscription}}, std::move(reply),
                 [=, this] { return setPaused(subscription, false); });
}

void FakeEngine::verify(const QString& subscription, const QString& level, bool gentle, Reply<qint64> reply)
{
    answer<qint64>(QStringLiteral("verify"),
                   {{QStringLiteral("subscription"), subscription},
                    {QStringLiteral("level"), level},
                    {QStringLiteral("gentle"), gentle}},
                   std::move(reply), [=, this]() -> Result<qint64> {
                       VerificationSnapshot running;
                       running.id = ++m_lastVerification;
                       running.subscription = subscription;
                       running.level = level;
                       running.gentle = gentle;
                       running.state = QStringLiteral("running");
                       m_verifications.insert(running.id, running);
                       return running.id;
                   });
}

void FakeEngine::verification(qint64 id, Reply<VerificationSnapshot> reply)
{
    answer<VerificationSnapshot>(QStringLiteral("verification"), {{QStringLiteral("id"), id}}, std::move(reply),
                                 [=, this]() -> Result<VerificationSnapshot> {
                                     const auto found = m_verifications.constFind(id);
                                     if (found == m_verifications.constEnd())
                                         return fail(notFound(QStringLiteral("verification"), QString::number(id)));
                                     return *found;
                                 });
}

void FakeEngine::verifications(const QString& subscription, int limit, Reply<std::vector<VerificationSnapshot>> reply)
{
    answer<std::vector<VerificationSnapshot>>(
        QStringLiteral("verifications"),
        {{QStringLiteral("subscription"), subscription}, {QStringLiteral("limit"), limit}}, std::move(reply),
        [=, this]() -> Result<std::vector<VerificationSnapshot>> {
            std::vector<VerificationSnapshot> found;
            for (const VerificationSnapshot& one : m_verifications) {
                if (subscription.isEmpty() || one.subscription == subscription)
                    found.push_back(one);
            }
            return found;
        });
}

void FakeEngine::stopVerification(qint64 id, Reply<> reply)
{
    answer<void>(QStringLiteral("stopVerification"), {{QStringLiteral("id"), id}}, std::move(reply),
                 [=, this]() -> Result<> {
                     if (!m_verifications.contains(id))
                         return fail(notFound(QStringLiteral("verification"), QString::number(id)));
                     m_verifications[id].state = QStringLiteral("stopped");
                     return {};
                 });
}

void FakeEngine::repair(qint64 verificationId, Reply<> reply)
{
    answer<void>(QStringLiteral("repair"), {{QStringLiteral("verificationId"), verificationId}}, std::move(reply),
                 [=, this]() -> Result<> {
                     if (!m_verifications.contains(verificationId))
                         return fail(notFound(QStringLiteral("verification"), QString::number(verificationId)));
                     return {};
                 });
}

void FakeEngine::ledgerPage(const QString& stream, qint64 beforeId, int limit, Reply<std::vector<LedgerRow>> reply)
{
    answer<std::vector<LedgerRow>>(
        QStringLiteral("ledgerPage"),
        {{QStringLiteral("stream"), stream}, {QStringLiteral("beforeId"), beforeId}, {QStringLiteral("limit"), limit}},
        std::move(reply), [=, this] {
            std::vector<LedgerRow> page;
            for (const LedgerRow& row : m_ledger)
                if ((stream.isEmpty() || row.stream == stream) && (beforeId == 0 || row.id < beforeId) &&
                    static_cast<int>(page.size()) < limit)
                    page.push_back(row);
            return page;
        });
}

void FakeEngine::alarmHistory(int limit, Reply<std::vector<AlarmSnapshot>> reply)
{
    answer<std::vector<AlarmSnapshot>>(
        QStringLiteral("alarmHistory"), {{QStringLiteral("limit"), limit}}, std::move(reply), [=, this] {
            const auto count = std::min<std::size_t>(m_alarms.size(), static_cast<std::size_t>(std::max(limit, 0)));
            return std::vector<AlarmSnapshot>(m_alarms.begin(), m_alarms.begin() + static_cast<qsizetype>(count));
        });
}

void FakeEngine::exceptions(const QString& subscription, const QString& state, qint64 beforeId, int limit,
                            Reply<std::vector<ExceptionRecord>> reply)
{
    answer<std::vector<ExceptionRecord>>(QStringLiteral("exceptions"),
                                         {{QStringLiteral("subscription"), subscription},
                                          {QStringLiteral("state"), state},
                                          {QStringLiteral("beforeId"), beforeId},
                                          {QStringLiteral("limit"), limit}},
                                         std::move(reply), [=, this] {
                                             std::vector<ExceptionRecord> page;
                                             for (const ExceptionRecord& one : m_exceptions) {
                                                 if ((state.isEmpty() || one.state == state) &&
                                                     (beforeId == 0 || one.id < beforeId) &&
                                                     page.size() < static_cast<std::size_t>(std::max(limit, 0)))
                                                     page.push_back(one);
                                             }
                                             return page;
                                         });
}

Result<ExceptionRecord> FakeEngine::exceptionNow(qint64 id) const
{
    for (const ExceptionRecord& one : m_exceptions)
        if (one.id == id)
            return one;
    return fail(notFound(QStringLiteral("exception"), QString::number(id)));
}

void FakeEngine::exception(const QString& subscription, qint64 id, Reply<ExceptionRecord> reply)
{
    answer<ExceptionRecord>(QStringLiteral("exception"),
                            {{QStringLiteral("subscription"), subscription}, {QStringLiteral("id"), id}},
                            std::move(reply), [=, this] { return exceptionNow(id); });
}

void FakeEngine::resendExceptions(const QString& subscription, qint64 id, Reply<qint64> reply)
{
    answer<qint64>(QStringLiteral("resendExceptions"),
                   {{QStringLiteral("subscription"), subscription}, {QStringLiteral("id"), id}}, std::move(reply),
                   [=, this]() -> Result<qint64> {
                       if (id == 0)
                           return static_cast<qint64>(m_exceptions.size());
                       ENGINE_TRY(exceptionNow(id));
                       return qint64{1};
                   });
}

void FakeEngine::dismissException(const QString& subscription, qint64 id, const QString& by, const QString& reason,
                                  Reply<> reply)
{
    answer<void>(QStringLiteral("dismissException"),
                 {{QStringLiteral("subscription"), subscription},
                  {QStringLiteral("id"), id},
                  {QStringLiteral("by"), by},
                  {QStringLiteral("reason"), reason}},
                 std::move(reply), [=, this]() -> Result<> {
                     ENGINE_TRY(exceptionNow(id));
                     return {};
                 });
}

void FakeEngine::resolveConflict(const QString& subscription, qint64 id, const QString& take, const QString& by,
                                 Reply<> reply)
{
    answer<void>(QStringLiteral("resolveConflict"),
                 {{QStringLiteral("subscription"), subscription},
                  {QStringLiteral("id"), id},
                  {QStringLiteral("take"), take},
                  {QStringLiteral("by"), by}},
                 std::move(reply), [=, this]() -> Result<> {
                     ENGINE_TRY(exceptionNow(id));
                     return {};
                 });
}

void FakeEngine::parkTable(const QString& subscription, const QString& table, const QString& by, Reply<> reply)
{
    answer<void>(
        QStringLiteral("parkTable"),
        {{QStringLiteral("subscription"), subscription}, {QStringLiteral("table"), table}, {QStringLiteral("by"), by}},
        std::move(reply), []() -> Result<> { return {}; });
}

void FakeEngine::unparkTable(const QString& subscription, const QString& table, const QString& by, Reply<> reply)
{
    answer<void>(
        QStringLiteral("unparkTable"),
        {{QStringLiteral("subscription"), subscription}, {QStringLiteral("table"), table}, {QStringLiteral("by"), by}},
        std::move(reply), []() -> Result<> { return {}; });
}

void FakeEngine::linkKeys(Reply<std::vector<LinkKeyRecord>> reply)
{
    answer<std::vector<LinkKeyRecord>>(QStringLiteral("linkKeys"), {}, std::move(reply), [this] { return m_linkKeys; });
}

void FakeEngine::rotateKeys(const QString& peer, const QString& by, Reply<> reply)
{
    answer<void>(QStringLiteral("rotateKeys"), {{QStringLiteral("peer"), peer}, {QStringLiteral("by"), by}},
                 std::move(reply), []() -> Result<> { return {}; });
}

void FakeEngine::sealLedger(Reply<> reply)
{
    answer<void>(QStringLiteral("sealLedger"), {}, std::move(reply), []() -> Result<> { return {}; });
}

void FakeEngine::ledgerLines(qint64 afterId, int limit, Reply<std::vector<LedgerRow>> reply)
{
    answer<std::vector<LedgerRow>>(
        QStringLiteral("ledgerLines"), {{QStringLiteral("afterId"), afterId}, {QStringLiteral("limit"), limit}},
        std::move(reply), [=, this] {
            std::vector<LedgerRow> lines;
            for (const LedgerRow& row : m_ledger | std::views::reverse) {
                if (row.id > afterId && lines.size() < static_cast<std::size_t>(std::max(limit, 0)))
                    lines.push_back(row);
            }
            return lines;
        });
}

void FakeEngine::evidenceKeys(Reply<std::vector<EvidenceKey>> reply)
{
    answer<std::vector<EvidenceKey>>(QStringLiteral("evidenceKeys"), {}, std::move(reply),
                                     [] { return std::vector<EvidenceKey>(); });
}

void FakeEngine::setSecret(const QString& name, const QString&, const QString& by, Reply<> reply)
{
    answer<void>(QStringLiteral("setSecret"), {{QStringLiteral("name"), name}, {QStringLiteral("by"), by}},
                 std::move(reply), []() -> Result<> { return {}; });
}

void FakeEngine::removeSecret(const QString& name, const QString& by, Reply<> reply)
{
    answer<void>(QStringLiteral("removeSecret"), {{QStringLiteral("name"), name}, {QStringLiteral("by"), by}},
                 std::move(reply), []() -> Result<> { return {}; });
}

void FakeEngine::secretNames(Reply<QStringList> reply)
{
    answer<QStringList>(QStringLiteral("secretNames"), {}, std::move(reply),
                        [this] { return m_structures.secretNames(); });
}

} // namespace busheng::test
