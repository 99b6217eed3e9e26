// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/postgres/pg_key_sql.h"
#include "engine/model/fault_policy.h"
#include "engine/pipeline/apply/pg_exception_store.h"
#include "engine/pipeline/apply/pg_row_writer.h"
#include "engine/pipeline/apply/row_judgement.h"

namespace busheng {

/// An operation that the target did not take.
struct PgFaultyOperation {
    const PgTargetTable& table;
    RowChange change;
    bool tolerant = false;
    bool isLoad = false;
    PacketPlace place;
};

/// Decides what becomes of an operation that failed by its row's own fault, as the subscription's policy says
/// (docs/apply-errors.md), and writes what is to be kept of it into busheng.exceptions.
///
///   failed -> is the target's row another one than the source thinks?  yes: conflict -> the rule
///                                                                      no: error -> set aside, or stop
///
/// Called inside the transaction, behind all that came before the operation, with nothing under way. It leaves the
/// transaction whole, with or without the operation. Thread: that of the connection. Fails: with the operation's own
/// error when the policy says stop; as PgConnection.
class PgRowSettler {
public:
    PgRowSettler(PgConnection& connection, const FaultPolicy& policy, PgRowWriter& rows, PgExceptionStore& store);

    void setStream(const QString& stream) { m_stream = stream; }
    void forget() { m_keys.clear(); }
    /// The error is one that settle() may be asked about.
    static bool isRowsFault(const Error& error) { return error.code == ErrorCode::Conflict; }
    Result<> settle(const PgFaultyOperation& failed, const Error& why);
    /// The row waits for a person: this change of it waits behind.
    Result<> keep(const PgFaultyOperation& held);

    /// By which a row is found in the exceptions.
    static Bytes keyOf(const PgTargetTable& table, const RowChange& change);

private:
    Result<RowFinding> look(const PgFaultyOperation& failed, const Error& why);
    Result<Bytes> currentRow(const PgTargetTable& table, BytesView key);
    Result<RowWinner> winner(const PgFaultyOperation& failed, RowFinding finding);
    Result<> settleConflict(const PgFaultyOperation& failed, const Error& why, RowFinding finding);
    Result<> settleError(const PgFaultyOperation& failed, const Error& why);
    Result<Result<>> trySource(const PgFaultyOperation& failed, RowFinding finding);
    Result<> writeSource(const PgFaultyOperation& failed, RowFinding finding);
    Result<> write(const PgTargetTable& table, const std::vector<RowChange>& changes);
    RowException describe(const PgFaultyOperation& failed, const Error& why, bool isConflict) const;
    QString rowJson(const PgTargetTable& table, BytesView row) const;

    PgConnection& m_connection;
    const FaultPolicy m_policy;
    PgRowWriter& m_rows;
    PgExceptionStore& m_store;
    QString m_stream;
    std::unordered_map<const PgTargetTable*, PgKeySql> m_keys;
    Bytes m_current; ///< row of the target that is in the way; empty: none
    Bytes m_moving;  ///< see RowConflict
};

} // namespace busheng
