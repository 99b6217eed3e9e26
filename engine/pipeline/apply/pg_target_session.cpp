// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/pg_target_session.h"

#include "engine/base/failpoint.h"
#include "engine/base/log.h"
#include "engine/pipeline/apply/pg_errors.h"

#include <libpq-fe.h>

namespace busheng {
namespace {

/// Prepared statements live for the whole session, and a table may grow from nothing to millions of rows meanwhile: a
/// plan that was right for the empty table must not be chosen at all. (jit would be set off by the cost that a disabled
/// plan is given.) A client that is gone without a word shall not hold its locks for hours. What a server does not know
/// is left out.
const QString kSettings = QStringLiteral(
    "SELECT pg_catalog.set_config(s.name, w.value, false) FROM pg_catalog.pg_settings s JOIN (VALUES "
    "('enable_seqscan', 'off'), ('enable_hashjoin', 'off'), ('enable_mergejoin', 'off'), "
    "('plan_cache_mode', 'force_generic_plan'), ('jit', 'off'), ('row_security', 'off'), "
    "('default_transaction_read_only', 'off'), ('tcp_keepalives_idle', '30'), ('tcp_keepalives_interval', '10'), "
    "('tcp_keepalives_count', '3'), ('client_connection_check_interval', '10s'), ('synchronous_commit', 'on')) "
    "AS w(name, value) ON w.name = s.name "
    // Settings that promise more than "on" stay.
    "WHERE s.name <> 'synchronous_commit' OR s.setting IN ('off', 'local')");

QString textOf(const pg_result* result, int field)
{
    const char* text = PQresultErrorField(result, field);
    return QString::fromUtf8(text == nullptr ? "" : text);
}

} // namespace

PgConnection::Options PgTargetSession::options(const QString& purpose) const
{
    PgConnection::Options options;
    options.conninfo = m_config.target.location;
    options.name = m_config.target.name;
    options.purpose = purpose;
    options.stop = m_config.stop;
    return options;
}

Result<> PgTargetSession::connect()
{
    m_connection.reset();
    auto opened = PgConnection::open(options(QStringLiteral("apply")));
    if (!opened)
        return pgTargetFailure(std::move(opened).error(), name());
    m_connection = std::move(*opened);
    if (auto prepared = prepare(); !prepared)
        return pgTargetFailure(std::move(prepared).error(), name());
    return {};
}

Result<> PgTargetSession::prepare()
{
    ENGINE_TRY(m_connection->execute(kSettings));
    ENGINE_TRY_AS(const QString level, m_connection->queryText(QStringLiteral("SHOW wal_level")));
    m_isLogical = level == u"logical";
    m_enforces = false;
    if (auto set = m_connection->execute(QStringLiteral("SET session_replication_role = replica")); !set) {
        if (!isPgRightsError(set.error()))
            return set;
        m_enforces = true;
        qCInfo(logApply).noquote() << "target" << name()
                                   << "may not set session_replication_role: its triggers fire and its references are "
                                      "checked while rows are applied, in the source's order, which takes longer";
    }
    return {};
}

Result<> PgTargetSession::begin(const QString& origin, const QString& more)
{
    QString sql = QStringLiteral("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; ");
    if (m_isLogical)
        sql += QStringLiteral("SELECT pg_catalog.pg_logical_emit_message(true, 'busheng.applied', %1); ")
                   .arg(pgLiteral(origin));
    if (m_enforces)
        sql += QStringLiteral("SET CONSTRAINTS ALL DEFERRED; ");
    if (auto begun = m_connection->execute(sql + more); !begun)
        return pgTargetFailure(std::move(begun).error(), name());
    return {};
}

Result<> PgTargetSession::commit()
{
    ENGINE_FAILPOINT("apply.pg.commit.before");
    const std::unique_ptr<pg_result, decltype(&PQclear)> result(PQexec(m_connection->native(), "COMMIT"), PQclear);
    ENGINE_FAILPOINT("apply.pg.commit.after");
    if (PQresultStatus(result.get()) == PGRES_COMMAND_OK) {
        // A transaction that has failed is rolled back by COMMIT, without an error.
        if (BytesView(PQcmdStatus(result.get())) == "COMMIT")
            return {};
        return fail(ErrorCode::Internal, QStringLiteral("target %1 rolled back instead of committing").arg(name()));
    }
    Error error = m_connection->errorOf(result.get(), QStringLiteral("committing"));
    // A deferred constraint: the server names table and values, not the operation.
    if (isPgRowError(error) && !textOf(result.get(), PG_DIAG_TABLE_NAME).isEmpty()) {
        const QString table =
            textOf(result.get(), PG_DIAG_SCHEMA_NAME) + u'.' + textOf(result.get(), PG_DIAG_TABLE_NAME);
        return explainPgError(std::move(error), name(), table, textOf(result.get(), PG_DIAG_MESSAGE_DETAIL));
    }
    return pgTargetFailure(std::move(error), name());
}

void PgTargetSession::rollback()
{
    if (!isConnected() || !m_connection->inTransaction())
        return;
    if (auto done = m_connection->execute(QStringLiteral("ROLLBACK")); !done) {
        qCWarning(logApply) << "rolling back:" << done.error().toString();
        m_connection.reset(); // it is of no use any more
    }
}

} // namespace busheng
