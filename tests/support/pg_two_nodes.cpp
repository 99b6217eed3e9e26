// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/pg_two_nodes.h"

#include "app/cli/await.h"
#include "app/node/node_init.h"
#include "engine/api/node_config.h"
#include "tests/support/own_port.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

namespace busheng::test {
namespace {

constexpr int kPollMs = 20;
constexpr int kDropWithinMs = 30'000;
const QString kName = QStringLiteral("register");
const QString kBackward = QStringLiteral("register-back");
const QString kDatabase = QStringLiteral("own"); ///< each node's name for its database, source and target
const QString kProvinceCode = QStringLiteral("340000");
const QString kMinistryCode = QStringLiteral("100000");

Result<> setLimits(const QString& directory, qint64 queueMiB)
{
    QFile file(nodeConfigPath(directory));
    if (!file.open(QIODevice::ReadWrite))
        return fail(ErrorCode::Storage, file.errorString());
    QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    json[QStringLiteral("limits")] =
        QJsonObject{{QStringLiteral("logCacheMiB"), queueMiB}, {QStringLiteral("inboundMiB"), queueMiB}};
    file.resize(0);
    file.write(QJsonDocument(json).toJson());
    return {};
}

Route routeOf(const TestServer& source)
{
    return source.driver() == u"sqlite" ? Route::Trigger : Route::Log;
}

SubscriptionConfig named(SubscriptionConfig options, const QStringList& names)
{
    options.name = names.at(0);
    options.peerCode = names.at(1);
    options.dataset = names.at(2);
    options.target = names.at(3);
    options.strict = options.strict || qEnvironmentVariableIsSet("BUSHENG_TEST_STRICT");
    return options;
}

} // namespace

const QString& PgTwoNodes::subscriptionName()
{
    return kName;
}

PgTwoNodes::PgTwoNodes(const TestServer& source, const TestServer& target, Layout layout)
    : m_source(source), m_target(target), m_layout(std::move(layout))
{
    if (auto laidOut = layOut(); !laidOut)
        m_failure = laidOut.error().toString();
}

Result<> PgTwoNodes::layOut()
{
    m_directory.setAutoRemove(qEnvironmentVariableIsEmpty("BUSHENG_KEEP"));
    m_listen = QStringLiteral("127.0.0.1:%1").arg(ownPort());
    const QString authority = m_directory.filePath(QStringLiteral("authority"));
    const QString program = QStringLiteral(BUSHENG_BIN_DIR "/busheng-node");
    m_province = std::make_unique<cli::NodeProcess>(program, m_directory.filePath(QStringLiteral("province")));
    m_ministry = std::make_unique<cli::NodeProcess>(program, m_directory.filePath(QStringLiteral("ministry")));
    ENGINE_TRY(
        initializeNode({m_province->dataDirectory(), kProvinceCode, QStringLiteral("安徽"), QString(), authority}));
    ENGINE_TRY(initializeNode({m_ministry->dataDirectory(), kMinistryCode, QStringLiteral("部"), m_listen, authority}));
    ENGINE_TRY(setLimits(m_province->dataDirectory(), m_layout.queueMiB));
    return setLimits(m_ministry->dataDirectory(), m_layout.queueMiB);
}

Result<> PgTwoNodes::startBoth()
{
    ENGINE_TRY(m_ministry->start());
    return m_province->start();
}

Result<int> PgTwoNodes::reviveDead()
{
    int revived = 0;
    for (cli::NodeProcess* node : {m_ministry.get(), m_province.get()}) {
        if (node->isRunning())
            continue;
        node->setEnvironment({});
        ENGINE_TRY(node->start());
        ++revived;
    }
    return revived;
}

Result<> PgTwoNodes::registerEnds()
{
    SettingsApi& ministry = m_ministry->engine().settings();
    SettingsApi& province = m_province->engine().settings();
    ENGINE_TRY(cli::await<>([&](auto reply) {
        ministry.addLink({kProvinceCode, QStringLiteral("安徽"), QString(), true}, reply);
    }));
    ENGINE_TRY(cli::await<>([&](auto reply) {
        province.addLink({kMinistryCode, QStringLiteral("部"), m_listen, true}, reply);
    }));
    ENGINE_TRY(registerSource());
    return cli::await<>([&](auto reply) {
        ministry.addTarget({kDatabase, m_target.driver(), m_target.location(m_layout.database)}, reply);
    });
}

Result<> PgTwoNodes::registerSource()
{
    const DatabaseConfig source{kDatabase, m_source.driver(), m_source.location(m_layout.database)};
    return cli::await<>([&](auto reply) { m_province->engine().settings().addSource(source, reply); });
}

Result<> PgTwoNodes::registerAll()
{
    ENGINE_TRY(registerEnds());
    return registerDataset();
}

Result<> PgTwoNodes::registerDataset()
{
    DatasetConfig dataset{kName, kDatabase, routeOf(m_source), m_layout.tables, {kMinistryCode}};
    dataset.largeColumns = m_layout.largeColumns;
    return cli::await<>([&](auto reply) { m_province->engine().settings().addDataset(dataset, reply); });
}

Result<> PgTwoNodes::setDataset(DatasetConfig dataset)
{
    dataset.source = kDatabase;
    dataset.grantedTo = {kMinistryCode};
    return cli::await<>([&](auto reply) { m_province->engine().settings().addDataset(dataset, reply); });
}

Result<> PgTwoNodes::addFlow(const DatasetConfig& dataset, SubscriptionConfig options)
{
    ENGINE_TRY(setDataset(dataset));
    const SubscriptionConfig subscription =
        named(std::move(options), {dataset.name, kProvinceCode, dataset.name, kDatabase});
    return cli::await<>([&](auto reply) { m_ministry->engine().settings().addSubscription(subscription, reply); });
}

SubscriptionConfig PgTwoNodes::subscriptionWith(SubscriptionConfig options)
{
    return named(std::move(options), {kName, kProvinceCode, kName, kDatabase});
}

Result<> PgTwoNodes::subscribe()
{
    return subscribe(m_layout.options);
}

Result<> PgTwoNodes::subscribe(const SubscriptionConfig& options)
{
    return cli::await<>(
        [&](auto reply) { m_ministry->engine().settings().addSubscription(subscriptionWith(options), reply); });
}

Result<> PgTwoNodes::subscribeBackward()
{
    SettingsApi& ministry = m_ministry->engine().settings();
    SettingsApi& province = m_province->engine().settings();
    const DatasetConfig dataset{kBackward, kDatabase, Route::Log, m_layout.tables, {kProvinceCode}};
    ENGINE_TRY(cli::await<>([&](auto reply) {
        ministry.addSource({kDatabase, m_target.driver(), m_target.location(m_layout.database)}, reply);
    }));
    ENGINE_TRY(cli::await<>([&](auto reply) { ministry.addDataset(dataset, reply); }));
    ENGINE_TRY(cli::await<>([&](auto reply) {
        province.addTarget({kDatabase, m_source.driver(), m_source.location(m_layout.database)}, reply);
    }));
    return cli::await<>([&](auto reply) {
        province.addSubscription(named(m_layout.backOptions, {kBackward, kMinistryCode, kBackward, kDatabase}), reply);
    });
}

const SubscriptionSnapshot* PgTwoNodes::subscription() const
{
    const auto& all = m_ministry->latest().subscriptions;
    return all.empty() ? nullptr : &all.front();
}

QString PgTwoNodes::describe() const
{
    const SubscriptionSnapshot* now = subscription();
    if (now == nullptr)
        return QStringLiteral("no subscription");
    return QStringLiteral("%1, %2 of %3 rows loaded, %4 changes applied, %5 %6")
        .arg(subscriptionStateName(now->state))
        .arg(now->rowsLoaded)
        .arg(now->rowsExpected)
        .arg(now->changesApplied)
        .arg(now->error, now->errorDetail);
}

Result<> PgTwoNodes::waitForState(SubscriptionState state, int withinMs)
{
    auto reached = m_ministry->waitFor(subscriptionStateName(state), withinMs, [&](const NodeSnapshot&) {
        return subscription() != nullptr && subscription()->state == state;
    });
    if (!reached) // what it is instead
        return fail(reached.error().code, reached.error().detail + QStringLiteral("; now ") + describe());
    return reached;
}

Result<> PgTwoNodes::checkAlive(bool revive)
{
    if (revive)
        ENGINE_TRY(reviveDead());
    if (!m_province->isRunning() || !m_ministry->isRunning())
        return fail(ErrorCode::Internal, QStringLiteral("a node has died"));
    const SubscriptionSnapshot* now = subscription();
    if (now != nullptr && now->state == SubscriptionState::Stopped)
        return fail(ErrorCode::Internal, QStringLiteral("the subscription stopped: ") + describe());
    return {};
}

Result<> PgTwoNodes::waitForMark(const TestServer& from, const TestServer& to, int withinMs, bool revive)
{
    ++m_lastMark;
    ENGINE_TRY(from.run(QStringLiteral("INSERT INTO mark VALUES (%1)").arg(m_lastMark), m_layout.database));
    const QString isThere = QStringLiteral("SELECT count(*) FROM mark WHERE id = %1").arg(m_lastMark);
    QElapsedTimer clock;
    clock.start();
    while (true) {
        ENGINE_TRY_AS(const QString there, to.run(isThere, m_layout.database));
        if (there == QStringLiteral("1"))
            return {};
        ENGINE_TRY(checkAlive(revive));
        if (clock.elapsed() > withinMs)
            return fail(ErrorCode::Timeout,
                        QStringLiteral("not in step within %1 s: ").arg(withinMs / 1000) + describe());
        cli::runEventsFor(kPollMs);
    }
}

Result<> PgTwoNodes::waitUntilInStep(int withinMs, bool revive)
{
    return waitForMark(m_source, m_target, withinMs, revive);
}

Result<> PgTwoNodes::waitUntilInStepBackward(int withinMs)
{
    return waitForMark(m_target, m_source, withinMs, false);
}

Result<> PgTwoNodes::dropSlots(const MiniPostgres& server)
{
    // A server notices only after a while that a client is gone, and a reader ends only after a while.
    QElapsedTimer clock;
    clock.start();
    while (true) {
        auto dropped =
            server.run(QStringLiteral("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE active;"
                                      "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"));
        if (dropped)
            return {};
        if (clock.elapsed() > kDropWithinMs)
            return fail(dropped.error());
        cli::runEventsFor(kPollMs);
    }
}

Result<QStringList> PgTwoNodes::differentTables() const
{
    return differentAmong(m_layout.tables);
}

Result<QStringList> PgTwoNodes::differentAmong(const QStringList& tables) const
{
    QStringList different;
    for (const QString& table : tables) {
        ENGINE_TRY_AS(const QString source, atSource(m_source.fingerprintSql(table)));
        ENGINE_TRY_AS(const QString target, atTarget(m_target.fingerprintSql(table)));
        if (source != target)
            different.append(QStringLiteral("%1: %2 and %3").arg(table, source, target));
    }
    return different;
}

Result<VerificationSnapshot> PgTwoNodes::verify(const QString& level, int withinMs)
{
    FlowApi& flow = m_ministry->engine().flow();
    ENGINE_TRY_AS(const qint64 id, cli::await<qint64>([&](auto reply) { flow.verify(kName, level, false, reply); }));
    QElapsedTimer clock;
    clock.start();
    while (clock.elapsed() < withinMs) {
        ENGINE_TRY_AS(const VerificationSnapshot now,
                      cli::await<VerificationSnapshot>([&](auto reply) { flow.verification(id, reply); }));
        if (now.state != QStringLiteral("running"))
            return now;
        cli::runEventsFor(kPollMs);
    }
    return fail(ErrorCode::Timeout, QStringLiteral("the verification does not end"));
}

Result<std::vector<ExceptionRecord>> PgTwoNodes::exceptions(const QString& state) const
{
    return cli::await<std::vector<ExceptionRecord>>(
        [&](auto reply) { m_ministry->engine().faults().exceptions(kName, state, 0, 1000, reply); });
}

Result<> PgTwoNodes::resume()
{
    return cli::await<>([&](Reply<> reply) { m_ministry->engine().flow().resume(kName, reply); });
}

Result<> PgTwoNodes::setTables(const QStringList& tables)
{
    const DatasetConfig dataset{kName, kDatabase, Route::Log, tables, {kMinistryCode}};
    return cli::await<>([&](Reply<> reply) { m_province->engine().settings().addDataset(dataset, reply); });
}

Result<> PgTwoNodes::reloadTable(const QString& table)
{
    return cli::await<>([&](Reply<> reply) { m_ministry->engine().flow().reload(kName, table, reply); });
}

Result<> PgTwoNodes::waitUntilLoaded(const QStringList& tables, int withinMs)
{
    QElapsedTimer clock;
    clock.start();
    while (true) {
        QStringList missing;
        for (const QString& table : tables) {
            ENGINE_TRY_AS(const QString there, atTarget(m_target.hasTableSql(table)));
            if (there != QStringLiteral("1"))
                missing.append(table);
        }
        if (missing.isEmpty()) {
            // What the node says of it then is from behind the structure that brought them.
            ENGINE_TRY(waitUntilInStep(withinMs));
            ENGINE_TRY_AS(const NodeSnapshot now,
                          cli::await<NodeSnapshot>([&](auto reply) { m_ministry->engine().snapshot(reply); }));
            if (!now.subscriptions.empty() && now.subscriptions.front().tables.empty())
                return {};
        }
        ENGINE_TRY(checkAlive(false));
        if (clock.elapsed() > withinMs)
            return fail(ErrorCode::Timeout, QStringLiteral("not loaded within %1 s, missing %2: %3")
                                                .arg(withinMs / 1000)
                                                .arg(missing.join(u','), describe()));
        cli::runEventsFor(kPollMs);
    }
}

Result<> PgTwoNodes::repair(qint64 verification)
{
    return cli::await<>([&](Reply<> reply) { m_ministry->engine().flow().repair(verification, reply); });
}

} // namespace busheng::test
