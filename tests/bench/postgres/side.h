// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/postgres/pg_connection.h"
#include "tests/support/mini_postgres.h"

#include <functional>
#include <memory>

namespace busheng::bench {

enum class Durable {
    Nothing, ///< fsync off, as far as the contestant lets it
    Servers, ///< fsync on at both servers; the contestant's commits at the target as it likes
    Commits  ///< those wait for the disk too
};

/// One contestant of the PostgreSQL suite: two servers of its own, and what carries changes from one to the other. Both
/// contestants' servers have the same settings. Thread: one, with an event loop.
class Side {
public:
    virtual ~Side() = default;
    virtual QString name() const = 0; ///< "ours" or "peer", for progress

    /// Starts both servers.
    Result<> startServers();
    /// Forgets the round before; a fresh database on each server with empty tables, nothing connected.
    Result<> newRound(int round);

    /// Connects the empty target to the filled source: the seconds until all of `person` is there and changes flow.
    virtual Result<double> initialCopy() = 0;
    /// Nothing flows until release(); what happens at the source meanwhile waits there, in its log.
    virtual Result<> hold() = 0;
    virtual Result<> release() = 0;
    /// Only between hold() and release().
    Result<> setDurable(Durable durable);

    /// A statement at the source, its result dropped; the event loop runs meanwhile.
    Result<> atSource(const QString& sql);
    /// Adds a row to mark, behind all that was done before; returns it.
    Result<qint64> mark();
    /// Until the row is at the target. Fails: Timeout, or what failureNow() says.
    Result<> waitForMark(qint64 id, int withinMs);
    /// Checkpoints and empties the system's write-back, so that the next interval does not pay for the last.
    Result<> settle();
    /// Fails: Conflict when a table differs between the two ends.
    Result<> checkEqual();
    /// Processor time so far of the source's server, the target's server, and what else works for this contestant.
    struct Cpu {
        double source = 0;
        double target = 0;
        double sender = 0;
        double receiver = 0;
    };
    virtual Result<Cpu> cpuSeconds();
    Result<std::unique_ptr<PgConnection>> connectToSource() const { return connect(m_source); }
    Result<std::unique_ptr<PgConnection>> connectToTarget() const { return connect(m_target); }

protected:
    /// Takes away what carries changes, and what it left at the servers.
    virtual Result<> disconnect() = 0;
    virtual Result<> setDurableCommits(bool durable) = 0; ///< called while nothing flows
    /// Why waiting longer is useless; ok while it is not.
    virtual Result<> failureNow() = 0;

    test::MiniPostgres m_source;
    test::MiniPostgres m_target;
    QString m_database;

private:
    Result<> run(const test::MiniPostgres& server, const QString& sql);
    Result<std::unique_ptr<PgConnection>> connect(const test::MiniPostgres& server) const;

    qint64 m_lastMark = 0;
};

/// Runs `work` in a thread of its own and the event loop here until it is done: what blocks for long must not keep the
/// connections to the nodes waiting.
Result<> whileEventsRun(const std::function<Result<>()>& work);

/// PostgreSQL's own logical replication: publication and subscription, binary, streaming, over loopback TCP.
std::unique_ptr<Side> nativeSide();
} // namespace busheng::bench
