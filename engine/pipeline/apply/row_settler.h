// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/fault_policy.h"
#include "engine/pipeline/apply/exception_store.h"
#include "engine/pipeline/apply/row_judgement.h"

#include <functional>

namespace busheng {

/// An operation that a target did not take.
struct FaultyOperation {
    const TableSchema& table;
    RowChange change;
    PacketPlace place;
};

/// Decides what becomes of an operation that failed by its row's own fault, as the subscription's policy says
/// (docs/apply-errors.md), and writes what is to be kept of it into the exceptions of a MariaDB or SQLite target. As
/// PgRowSettler.
///
/// Called inside the transaction, behind all that came before the operation. A statement that the server refuses leaves
/// nothing behind, so that the transaction is whole. Thread: that of the connection. Fails: with the operation's own
/// error when the policy says stop; as FaultSql.
class RowSettler {
public:
    /// Writes the row that has won, whole, over whatever is there; empty: it is to go. Fails: Conflict when the table
    /// does not take it.
    using WriteSource = std::function<Result<>(BytesView whole)>;

    /// All must outlive it.
    RowSettler(FaultSql& sql, const FaultPolicy& policy, ExceptionStore& store)
        : m_sql(sql), m_policy(policy), m_store(store)
    {
    }
    virtual ~RowSettler() = default;

    /// Operations are to be kept until they are written: one of them may have to be settled.
    bool settles() const { return (m_policy.settles() || m_store.hasOpen()) && !m_stream.isEmpty(); }
    void setPlace(const QString& stream, const PacketPlace& place)
    {
        m_stream = stream;
        m_place = place;
    }
    const PacketPlace& place() const { return m_place; } ///< of what comes now
    /// The row was set aside, waits for a person, is the target's as it was, or the source's as `write` wrote it.
    Result<> settle(const FaultyOperation& failed, const Error& why, const WriteSource& write);
    /// A value that no column here can have: the row never came to be an operation, or was never tried as one.
    Result<> refuse(const RefusedOperation& refused);
    Result<> refuse(const FaultyOperation& untried, const Error& why);
    /// The operation was applied: what was open of its row is over, where it was sent again.
    Result<> applied(const FaultyOperation& done);
    /// A conflict of its row waits for a person, so that this change of it waits behind.
    bool isHeld(const TableSchema& table, const RowChange& change) const;
    Result<> keep(const FaultyOperation& held);

protected:
    /// The target's row of that key; empty: none.
    virtual Result<Bytes> currentRow(const TableSchema& table, BytesView key) = 0;
    /// The target says that a row with such a value is there already.
    virtual bool isDuplicate(const Error& why) const = 0;
    virtual Result<int> compare(const TableSchema& table, std::size_t column, const Cell& one, const Cell& other) = 0;
    /// The target's own words, parted into its number and the rest.
    virtual std::pair<QString, QString> numberAndText(const QString& native) const = 0;

private:
    Result<RowFinding> look(const FaultyOperation& failed, const Error& why);
    Result<> settleConflict(const FaultyOperation& failed, const Error& why, RowFinding finding,
                            const WriteSource& write);
    Result<> writeSource(const FaultyOperation& failed, const Error& why, BytesView whole, const WriteSource& write);
    Result<> sourceWritten(const FaultyOperation& failed, const Error& why);
    Result<> setAside(const FaultyOperation& failed, const Error& why);
    RowException describe(const FaultyOperation& failed, const Error& why, bool isConflict) const;
    RowException settledBy(const FaultyOperation& failed, const Error& why, const QString& winner) const;
    Result<> add(const RowException& exception) { return m_store.add(m_sql, exception); }

    FaultSql& m_sql;
    const FaultPolicy& m_policy;
    ExceptionStore& m_store;
    QString m_stream;
    PacketPlace m_place;
    Bytes m_current; ///< row of the target that is in the way; empty: none
    Bytes m_moving;  ///< see RowConflict
};

/// A row of a table with a key with all its values, not its key alone.
bool hasWholeBefore(const TableSchema& table, BytesView before);

} // namespace busheng
