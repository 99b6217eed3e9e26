// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/pg_slot.h"

#include "engine/base/log.h"

namespace busheng {
namespace {

constexpr int kFreeAttempts = 50;

} // namespace

QString pgLsnText(std::uint64_t lsn)
{
    return QStringLiteral("%1/%2")
        .arg(static_cast<uint>(lsn >> 32), 0, 16)
        .arg(static_cast<uint>(lsn & 0xffffffffU), 0, 16)
        .toUpper();
}

Result<PgSlotState> readPgSlot(PgConnection& connection, const QString& slot)
{
    ENGINE_TRY_AS(
        const PgResult row,
        connection.query(
            QStringLiteral(
                "SELECT s.slot_name IS NOT NULL, s.slot_type = 'logical' AND s.plugin = 'pgoutput' AND s.database = "
                "current_database() AND NOT s.temporary, coalesce(s.active_pid, 0), (SELECT application_name FROM "
                "pg_catalog.pg_stat_activity a WHERE a.pid = s.active_pid), coalesce(s.wal_status, 'lost'), "
                "s.safe_wal_size, coalesce(s.restart_lsn - '0/0'::pg_lsn, 0), coalesce(s.confirmed_flush_lsn - "
                "'0/0'::pg_lsn, 0), pg_catalog.pg_current_wal_insert_lsn() - '0/0'::pg_lsn FROM (SELECT 1) one LEFT "
                "JOIN pg_catalog.pg_replication_slots s ON s.slot_name = $1"),
            {slot}));
    PgSlotState state;
    state.exists = row.boolean(0, 0);
    state.isOurs = row.boolean(0, 1);
    state.activePid = static_cast<int>(row.integer(0, 2));
    state.activeApplication = row.text(0, 3);
    state.walStatus = row.text(0, 4);
    if (!row.isNull(0, 5))
        state.safeWalBytes = row.integer(0, 5);
    state.restartLsn = static_cast<std::uint64_t>(row.integer(0, 6));
    state.confirmedLsn = static_cast<std::uint64_t>(row.integer(0, 7));
    state.currentLsn = static_cast<std::uint64_t>(row.integer(0, 8));
    return state;
}

Result<> createPgSlot(PgConnection& connection, const QString& slot)
{
    ENGINE_TRY(connection.query(QStringLiteral("SELECT pg_catalog.pg_create_logical_replication_slot($1, 'pgoutput')"),
                                {slot}));
    return {};
}

Result<> dropPgSlot(PgConnection& connection, const QString& slot)
{
    ENGINE_TRY(connection.query(QStringLiteral("SELECT pg_catalog.pg_drop_replication_slot(slot_name) FROM "
                                               "pg_catalog.pg_replication_slots WHERE slot_name = $1"),
                                {slot}));
    return {};
}

Result<> advancePgSlot(PgConnection& connection, const QString& slot, Position to)
{
    ENGINE_TRY(connection.query(QStringLiteral("SELECT pg_catalog.pg_replication_slot_advance($1, $2::pg_lsn)"),
                                {slot, pgLsnText(to.order)}));
    return {};
}

Result<> freePgSlot(PgConnection& connection, const QString& slot, const QString& application)
{
    for (int attempt = 0; attempt < kFreeAttempts; ++attempt) {
        ENGINE_TRY_AS(const PgSlotState state, readPgSlot(connection, slot));
        if (state.activePid == 0)
            return {};
        if (state.activeApplication != application && !state.activeApplication.isEmpty()) {
            Error error = makeTransient(ErrorCode::Sql, QString(), QStringLiteral("waiting for the slot"));
            error.native = QStringLiteral("slot %1 is being read by process %2 (%3)")
                               .arg(slot, QString::number(state.activePid), state.activeApplication);
            return fail(std::move(error));
        }
        if (attempt == 0)
            qCInfo(logCapture).noquote() << "ending process" << state.activePid << "that still reads slot" << slot;
        // The server waits for the end, so that we need not: no longer than 200 ms.
        ENGINE_TRY(connection.query(QStringLiteral("SELECT pg_catalog.pg_terminate_backend($1::int4, 200)"),
                                    {QString::number(state.activePid)}));
    }
    Error error = makeTransient(ErrorCode::Sql, QString(), QStringLiteral("waiting for the slot"));
    error.native = QStringLiteral("slot %1 is still being read by a process that does not end").arg(slot);
    return fail(std::move(error));
}

} // namespace busheng
