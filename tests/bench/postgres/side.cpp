// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/postgres/side.h"

#include "app/cli/node_process.h"
#include "engine/base/clock.h"
#include "tests/bench/postgres/server_cpu.h"
#include "tests/bench/postgres/workload.h"

#include <future>

#include <unistd.h>

namespace busheng::bench {
namespace {

constexpr int kPollMs = 5;
constexpr qint64 kLookForFailureNs = 1'000'000'000;

/// What a person who knows PostgreSQL would set for much writing, on both sides and both ends. Autovacuum is off: when
/// it runs is chance, and the tables live for minutes.
const QStringList& serverSettings()
{
    static const QStringList settings{QStringLiteral("shared_buffers = 2GB"),
                                      QStringLiteral("max_wal_size = 8GB"),
                                      QStringLiteral("checkpoint_timeout = 1h"),
                                      QStringLiteral("autovacuum = off"),
                                      QStringLiteral("wal_retrieve_retry_interval = 100ms"),
                                      QStringLiteral("wal_sender_timeout = 0"),
                                      QStringLiteral("wal_receiver_timeout = 0")};
    return settings;
}

} // namespace

Result<> whileEventsRun(const std::function<Result<>()>& work)
{
    auto done = std::async(std::launch::async, work);
    while (done.wait_for(std::chrono::seconds(0)) != std::future_status::ready)
        cli::runEventsFor(kPollMs);
    return done.get();
}

Result<> Side::startServers()
{
    ENGINE_TRY(m_source.start(serverSettings()));
    return m_target.start(serverSettings());
}

Result<> Side::newRound(int round)
{
    if (!m_database.isEmpty()) {
        ENGINE_TRY(disconnect());
        for (const test::MiniPostgres* server : {&m_source, &m_target})
            ENGINE_TRY(server->run(QStringLiteral("DROP DATABASE %1 WITH (FORCE)").arg(m_database)));
    }
    m_database = QStringLiteral("round%1").arg(round);
    m_lastMark = 0;
    for (const test::MiniPostgres* server : {&m_source, &m_target}) {
        ENGINE_TRY(server->run(QStringLiteral("CREATE DATABASE %1").arg(m_database)));
        ENGINE_TRY(server->run(workload::createTables(server == &m_source), m_database));
    }
    return {};
}

Result<> Side::setDurable(Durable durable)
{
    const QString fsync = durable == Durable::Nothing ? QStringLiteral("off") : QStringLiteral("on");
    for (const test::MiniPostgres* server : {&m_source, &m_target}) {
        ENGINE_TRY(server->run(QStringLiteral("ALTER SYSTEM SET fsync = ") + fsync));
        ENGINE_TRY(server->run(QStringLiteral("SELECT pg_reload_conf()")));
    }
    return setDurableCommits(durable == Durable::Commits);
}

Result<> Side::atSource(const QString& sql)
{
    return run(m_source, sql);
}

Result<qint64> Side::mark()
{
    ++m_lastMark;
    ENGINE_TRY(atSource(QStringLiteral("INSERT INTO mark VALUES (%1)").arg(m_lastMark)));
    return m_lastMark;
}

Result<> Side::waitForMark(qint64 id, int withinMs)
{
    ENGINE_TRY_AS(const auto target, connect(m_target));
    const QString sql = QStringLiteral("SELECT count(*) FROM mark WHERE id = %1").arg(id);
    qint64 now = systemClock().monotonicNs();
    const qint64 deadline = now + withinMs * 1'000'000LL;
    qint64 looked = now;
    while (true) {
        ENGINE_TRY_AS(const std::int64_t there, target->queryInteger(sql));
        if (there == 1)
            return {};
        now = systemClock().monotonicNs();
        if (now > deadline)
            return fail(ErrorCode::Timeout,
                        QStringLiteral("%1: not at the target within %2 s").arg(name()).arg(withinMs / 1000));
        if (now - looked > kLookForFailureNs) {
            ENGINE_TRY(failureNow());
            looked = now;
        }
        cli::runEventsFor(kPollMs);
    }
}

Result<> Side::settle()
{
    for (const test::MiniPostgres* server : {&m_source, &m_target})
        ENGINE_TRY(run(*server, QStringLiteral("CHECKPOINT")));
    return whileEventsRun([]() -> Result<> {
        ::sync();
        return {};
    });
}

Result<> Side::checkEqual()
{
    for (const QString& table : workload::tables()) {
        QString source;
        QString target;
        ENGINE_TRY(whileEventsRun([&]() -> Result<> {
            ENGINE_TRY_AS(source, m_source.run(workload::fingerprint(table), m_database));
            ENGINE_TRY_AS(target, m_target.run(workload::fingerprint(table), m_database));
            return {};
        }));
        if (source != target)
            return fail(
                ErrorCode::Conflict,
                QStringLiteral("%1: %2 differs: source %3, target %4 (rows/hash)").arg(name(), table, source, target));
    }
    return {};
}

Result<Side::Cpu> Side::cpuSeconds()
{
    Cpu cpu;
    ENGINE_TRY_AS(cpu.source, serverCpuSeconds(m_source.processId()));
    ENGINE_TRY_AS(cpu.target, serverCpuSeconds(m_target.processId()));
    return cpu;
}

Result<> Side::run(const test::MiniPostgres& server, const QString& sql)
{
    return whileEventsRun([&]() -> Result<> {
        // Producing a backlog does not wait for the disk: what is measured comes after.
        ENGINE_TRY_AS(const auto connection, connect(server));
        ENGINE_TRY(connection->execute(QStringLiteral("SET synchronous_commit = off")));
        return connection->execute(sql);
    });
}

Result<std::unique_ptr<PgConnection>> Side::connect(const test::MiniPostgres& server) const
{
    PgConnection::Options options;
    options.conninfo = server.conninfo(m_database);
    options.name = name();
    options.purpose = QStringLiteral("bench");
    return PgConnection::open(options);
}

} // namespace busheng::bench
