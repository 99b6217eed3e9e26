// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pipeline/apply/pg_target_writer.h"

#include "engine/db/postgres/pg_connection.h"

namespace busheng {

/// The connection of a PostgreSQL target and its transactions.
///
/// Every commit is durable at the server. Triggers and references do not fire for rows that the source has checked
/// already, when the role may set session_replication_role (a superuser, or from PostgreSQL 15 on who was granted SET
/// on it); else references are deferred to the commit, and enforcesReferences() says that order matters. Statements
/// find rows through indexes whatever the planner believes of a table that was empty a minute ago.
///
/// A transaction begins with the message 'busheng.applied' in the write-ahead log, where there is logical decoding:
/// a capture of this database recognises by it what is not its own.
///
/// Thread: the apply worker. Fails: Sql TGT_UNAVAILABLE; Config TGT_UNAVAILABLE when rights are missing.
class PgTargetSession {
public:
    explicit PgTargetSession(PgTarget config) : m_config(std::move(config)) {}

    Result<> connect();
    /// False once the server or the way to it is gone: connect() again.
    bool isConnected() const { return m_connection && m_connection->isAlive(); }
    /// Only after connect().
    PgConnection& connection() { return *m_connection; }
    const PgTarget& config() const { return m_config; }
    const QString& name() const { return m_config.target.name; }
    PgConnection::Options options(const QString& purpose) const;

    bool enforcesReferences() const { return m_enforces; }
    /// `origin`: what the message says; `more`: statements in the same round trip.
    Result<> begin(const QString& origin, const QString& more);
    /// Durable when it returns ok. An error may mean that nobody knows: the checkpoint says it.
    Result<> commit();
    void rollback();

private:
    Result<> prepare();

    PgTarget m_config;
    std::unique_ptr<PgConnection> m_connection;
    bool m_enforces = false;
    bool m_isLogical = false; ///< wal_level
};

} // namespace busheng
